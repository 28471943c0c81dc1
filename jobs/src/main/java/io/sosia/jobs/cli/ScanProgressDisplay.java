package io.sosia.jobs.cli;

import io.sosia.jobs.scan.ResultLine;
import io.sosia.jobs.scan.ScanListener;
import io.sosia.jobs.scan.ScanProgress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows a scan's progress and hands its results on. The caller closes it. */
final class ScanProgressDisplay implements ScanListener, AutoCloseable {

    private final Invocation invocation;
    private final Consumer<ResultLine> results;
    private final ProgressDisplay display;
    private volatile Optional<ScanProgress> last = Optional.empty();
    private boolean closed;

    ScanProgressDisplay(Invocation invocation, Consumer<ResultLine> results) {
        this.invocation = invocation;
        this.results = results;
        this.display = ProgressDisplay.on(invocation.console(), invocation.clock(), "scanning");
    }

    @Override
    public void started(int videos, boolean resumed) {
        if (resumed) {
            invocation.console().say("sosia: going on with the scan that was interrupted");
        }
    }

    @Override
    public void progress(ScanProgress progress) {
        last = Optional.of(progress);
        String left = progress.timeLeft()
                .map(t -> ", " + Durations.clock(t) + " left")
                .orElse("");
        String unread = progress.notScanned() == 0 ? "" : ", " + progress.notScanned() + " not scanned";
        display.at(
                progress.videosDone(),
                progress.videosTotal(),
                String.format(
                        Locale.ROOT,
                        "%.0f × real time, %d findings%s%s",
                        progress.realtimeFactor(),
                        progress.findings(),
                        unread,
                        left));
    }

    @Override
    public void result(ResultLine line) {
        close();
        results.accept(line);
    }

    /** Says how far a scan came that could not go on. */
    void brokenOff() {
        close();
        last.ifPresent(progress -> invocation
                .console()
                .say("sosia: broken off with " + progress.videosDone() + " of " + progress.videosTotal()
                        + " videos done"));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            display.close();
        }
    }
}
