package io.sosia.detector.media;

import java.util.List;

/**
 * What was looked at in a video.
 *
 * @param framesSampled frames in which faces were looked for
 * @param longestGap the longest span of the video in which no frame was looked at, start and end included
 * @param shareSeen 0 to 1: the part of the duration that lies within half of the sampling's longest gap of a
 *     looked-at frame
 */
public record Coverage(int framesSampled, MediaTime longestGap, double shareSeen) {

    /**
     * Computes coverage.
     *
     * @param times of the looked-at frames, ascending
     * @param duration of the video; where it is shorter than the last time, that time counts
     * @param aimedGap the sampling's longest gap
     */
    public static Coverage of(List<MediaTime> times, MediaTime duration, MediaTime aimedGap) {
        long end = duration.micros();
        if (!times.isEmpty()) {
            end = Math.max(end, times.getLast().micros());
        }
        if (times.isEmpty() || end == 0) {
            return new Coverage(times.size(), new MediaTime(end), times.isEmpty() ? 0 : 1);
        }
        long half = Math.max(1, aimedGap.micros() / 2);
        long longest = Math.max(times.getFirst().micros(), end - times.getLast().micros());
        long seen = 0;
        long seenUntil = 0;
        long previous = times.getFirst().micros();
        for (MediaTime time : times) {
            long t = time.micros();
            longest = Math.max(longest, t - previous);
            long from = Math.max(seenUntil, t - half);
            long to = Math.min(end, t + half);
            seen += Math.max(0, to - from);
            seenUntil = Math.max(seenUntil, to);
            previous = t;
        }
        return new Coverage(times.size(), new MediaTime(longest), Math.min(1.0, (double) seen / end));
    }
}
