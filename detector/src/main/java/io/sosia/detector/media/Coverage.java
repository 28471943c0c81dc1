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
        CoverageMeter meter = new CoverageMeter(aimedGap);
        times.forEach(meter::add);
        return meter.over(duration);
    }
}
