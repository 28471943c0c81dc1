package io.sosia.detector.pipeline;

import io.sosia.detector.media.MediaTime;

/**
 * Told how a scan goes on, on the scanning thread. It also brings the clock that stages are measured with, so that the
 * scanner itself needs none: wall time, or the thread's CPU time.
 */
public interface ScanListener {

    /** Measures nothing and hears nothing. */
    ScanListener NONE = new ScanListener() {
        @Override
        public long ticks() {
            return 0;
        }

        @Override
        public void spent(ScanStage stage, long nanos) {}
    };

    /** Nanoseconds from any origin, never falling on one thread. */
    long ticks();

    /** So much was spent on a stage, in addition to what was told before. */
    void spent(ScanStage stage, long nanos);

    /** A sampled frame has been looked at, and so many faces were found in it. */
    default void looked(MediaTime time, int faces) {}
}
