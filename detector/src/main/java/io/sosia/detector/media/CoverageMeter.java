package io.sosia.detector.media;

/** Counts coverage while a video goes by, in memory that does not grow with it. Not thread-safe. */
public final class CoverageMeter {

    private final long half;
    private int frames;
    private long previous = -1;
    private long longest;
    private long seen;
    private long seenUntil;

    /** @param aimedGap the sampling's longest gap */
    public CoverageMeter(MediaTime aimedGap) {
        half = Math.max(1, aimedGap.micros() / 2);
    }

    /**
     * A frame was looked at.
     *
     * @throws IllegalArgumentException if it is earlier than the one before
     */
    public void add(MediaTime time) {
        long t = time.micros();
        if (t < previous) {
            throw new IllegalArgumentException("frame at " + t + " µs comes after one at " + previous + " µs");
        }
        longest = Math.max(longest, t - Math.max(0, previous));
        long from = Math.max(seenUntil, t - half);
        seen += Math.max(0, t + half - from);
        seenUntil = Math.max(seenUntil, t + half);
        previous = t;
        frames++;
    }

    /**
     * What was looked at so far.
     *
     * @param duration of the video; where it is shorter than the last time, that time counts
     */
    public Coverage over(MediaTime duration) {
        if (frames == 0) {
            return new Coverage(0, duration, 0);
        }
        long end = Math.max(duration.micros(), previous);
        if (end == 0) {
            return new Coverage(frames, MediaTime.ZERO, 1);
        }
        // All that any frame reached beyond the end lies in one piece, as no frame is later than the end.
        long inside = seen - Math.max(0, seenUntil - end);
        return new Coverage(
                frames, new MediaTime(Math.max(longest, end - previous)), Math.clamp((double) inside / end, 0.0, 1.0));
    }
}
