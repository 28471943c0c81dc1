package io.sosia.jobs.scan;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a scan is.
 *
 * @param videosDone inputs dealt with, unchanged and unreadable ones included
 * @param videosTotal inputs in all
 * @param unchanged of those done, the ones whose result of an earlier run still holds
 * @param notScanned of those done, the ones that could not be looked at, or only in part
 * @param findings so far, unchanged ones included
 * @param videoMillis running time of the videos looked at in this run, the finished part of present ones included
 * @param elapsed since work began
 * @param timeLeft estimated from the bytes done and left; empty until there is something to judge by
 */
public record ScanProgress(
        int videosDone,
        int videosTotal,
        int unchanged,
        int notScanned,
        int findings,
        long videoMillis,
        Duration elapsed,
        Optional<Duration> timeLeft) {

    /** Speed as a multiple of real time. */
    public double realtimeFactor() {
        return elapsed.toMillis() == 0 ? 0 : (double) videoMillis / elapsed.toMillis();
    }
}
