package io.sosia.detector.pipeline;

/** Measures which stage a thread is in; entering one leaves the one before, so that stages never overlap. */
final class StageWatch {

    private final ScanListener listener;
    private ScanStage stage = ScanStage.READ;
    private long since;

    StageWatch(ScanListener listener) {
        this.listener = listener;
        this.since = listener.ticks();
    }

    /** Enters a stage and returns the one that was left, to be entered again. */
    ScanStage enter(ScanStage next) {
        ScanStage left = stage;
        if (left != next) {
            long now = listener.ticks();
            listener.spent(left, now - since);
            since = now;
            stage = next;
        }
        return left;
    }

    /** Reports what was spent on the last stage. */
    void stop() {
        long now = listener.ticks();
        listener.spent(stage, now - since);
        since = now;
    }
}
