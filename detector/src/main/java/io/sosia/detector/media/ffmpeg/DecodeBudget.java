package io.sosia.detector.media.ffmpeg;

import java.util.function.LongSupplier;

/**
 * The time that reading one video may still take. It grows with the video that has gone by and stands still while the
 * caller works on a frame. Not thread-safe.
 */
final class DecodeBudget {

    private final MediaLimits limits;
    private final LongSupplier nanoTime;
    private final long start;
    private long paused;
    private long videoMicros;

    /** @param nanoTime as {@link System#nanoTime} */
    DecodeBudget(MediaLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Video up to this time has gone by. */
    void reached(long micros) {
        videoMicros = Math.max(videoMicros, micros);
    }

    boolean exhausted() {
        return nanoTime.getAsLong() - start - paused > allowedNanos();
    }

    /** Runs work that is not ours to bound. */
    void without(Runnable work) {
        long from = nanoTime.getAsLong();
        try {
            work.run();
        } finally {
            paused += nanoTime.getAsLong() - from;
        }
    }

    /** What was exceeded, for a person. */
    String describe() {
        return "decoding took longer than " + allowedNanos() / 1_000_000_000 + " s";
    }

    private long allowedNanos() {
        double allowed = limits.decodeTime().toNanos()
                + limits.decodeTimePerVideoSecond().toNanos() * (videoMicros / 1e6);
        return (long) Math.min(allowed, (double) limits.maxDecodeTime().toNanos());
    }
}
