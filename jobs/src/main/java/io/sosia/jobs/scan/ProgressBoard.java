package io.sosia.jobs.scan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Adds up what the workers have done and tells the listener, one thread at a time. Thread-safe. */
final class ProgressBoard {

    /** Within a video the listener hears no more often than this: drawing a bar costs too. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ReentrantLock lock = new ReentrantLock();
    private final ScanListener listener;
    private final Clock clock;
    private final Instant begun;
    private final int total;
    private final long totalBytes;
    private final long[] presentMillis;

    private int done;
    private int unchanged;
    private int notScanned;
    private int findings;
    private long doneMillis;
    private long lookedBytes;
    private long doneBytes;
    private Instant told;

    /**
     * Begins.
     *
     * @param total inputs in all
     * @param totalBytes of the files among them
     */
    ProgressBoard(ScanListener listener, Clock clock, int workers, int total, long totalBytes) {
        this.listener = listener;
        this.clock = clock;
        this.begun = clock.instant();
        this.told = begun;
        this.total = total;
        this.totalBytes = totalBytes;
        this.presentMillis = new long[workers];
    }

    /**
     * An input was dealt with.
     *
     * @param bytes of its file
     * @param looked whether the video was looked at now
     * @param videoMillis its running time, where it was
     */
    void done(int worker, long bytes, boolean looked, long videoMillis, boolean unscanned, int found) {
        lock.lock();
        try {
            presentMillis[worker] = 0;
            done++;
            doneBytes += Math.max(0, bytes);
            if (looked) {
                doneMillis += videoMillis;
                lookedBytes += Math.max(0, bytes);
            } else {
                unchanged++;
            }
            if (unscanned) {
                notScanned++;
            }
            findings += found;
            tell(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** Inputs that never were a video. */
    void rejected(int count) {
        lock.lock();
        try {
            done += count;
            notScanned += count;
        } finally {
            lock.unlock();
        }
    }

    /** A worker has come so far within its video. */
    void within(int worker, long videoMillis) {
        lock.lock();
        try {
            presentMillis[worker] = videoMillis;
            Instant now = clock.instant();
            if (Duration.between(told, now).compareTo(PAUSE) >= 0) {
                tell(now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker gave a video up, or an input's other uploads share what was seen. */
    void left(int worker) {
        lock.lock();
        try {
            presentMillis[worker] = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Running time of the videos looked at in this run. */
    long videoMillisNow() {
        lock.lock();
        try {
            return doneMillis;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Instant now) {
        told = now;
        Duration elapsed = Duration.between(begun, now);
        long present = 0;
        for (long millis : presentMillis) {
            present += millis;
        }
        listener.progress(new ScanProgress(
                done, total, unchanged, notScanned, findings, doneMillis + present, elapsed, timeLeft(elapsed)));
    }

    /** By bytes, which are known of all videos beforehand; unchanged ones cost next to nothing. */
    private Optional<Duration> timeLeft(Duration elapsed) {
        if (lookedBytes == 0) {
            return Optional.empty();
        }
        double perByte = (double) elapsed.toMillis() / lookedBytes;
        return Optional.of(Duration.ofMillis(Math.round(perByte * Math.max(0, totalBytes - doneBytes))));
    }
}
