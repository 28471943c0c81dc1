package io.sosia.detector.track;

import java.time.Duration;

/** The standard rules with other bounds, as tests need them to reach one. */
public final class TestRules {

    private TestRules() {}

    /** Pictures a second apart, and so many tracks, tracklets and appearances. */
    static TrackingRules bounded(
            int pictureSide, long pictureBytes, int tracksAtMost, int trackletsPending, int appearancesAtMost) {
        return with(
                Duration.ofSeconds(1), pictureSide, pictureBytes, tracksAtMost, trackletsPending, appearancesAtMost);
    }

    /** Every tracklet is joined to a track at once. */
    static TrackingRules joiningAtOnce() {
        TrackingRules rules = TrackingRules.standard();
        return with(
                rules.bestShotSpacing(),
                rules.pictureSide(),
                rules.pictureBytes(),
                rules.tracksAtMost(),
                1,
                rules.appearancesAtMost());
    }

    /** So many tracks are kept apart. */
    public static TrackingRules keepingApart(int tracks) {
        TrackingRules rules = TrackingRules.standard();
        return with(
                rules.bestShotSpacing(),
                rules.pictureSide(),
                rules.pictureBytes(),
                tracks,
                rules.trackletsPending(),
                rules.appearancesAtMost());
    }

    private static TrackingRules with(
            Duration bestShotSpacing,
            int pictureSide,
            long pictureBytes,
            int tracksAtMost,
            int trackletsPending,
            int appearancesAtMost) {
        TrackingRules rules = TrackingRules.standard();
        return new TrackingRules(
                rules.leastScore(),
                rules.leastTrackScore(),
                rules.leastEyeDistance(),
                rules.sameShotSimilarity(),
                rules.sameTrackSimilarity(),
                rules.leastOverlap(),
                rules.missedSamples(),
                rules.lookEvery(),
                rules.bestShots(),
                bestShotSpacing,
                pictureSide,
                pictureBytes,
                tracksAtMost,
                trackletsPending,
                appearancesAtMost);
    }
}
