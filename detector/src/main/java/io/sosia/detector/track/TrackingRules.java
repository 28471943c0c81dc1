package io.sosia.detector.track;

import java.time.Duration;

/**
 * How faces become tracks. The similarities are cosines of one recogniser's space and must be measured anew for
 * another.
 *
 * @param leastScore detector confidence from which a face is tracked, 0 to 1; fainter ones are only blurred
 * @param leastTrackScore a track needs one face of at least this confidence, 0 to 1: what never looks more like a face
 *     than that is a pattern, an animal, the back of a head
 * @param leastEyeDistance pixels between the eyes from which an embedding means something; smaller faces are counted
 * @param sameShotSimilarity cosine from which a face is the person whose box it continues, within a shot
 * @param sameTrackSimilarity cosine from which two pooled templates are one person, wherever in the video
 * @param leastOverlap intersection over union from which a box continues another
 * @param missedSamples sampled frames in a row that a face may be missing without its appearance ending; fewer
 *     where they together last over a second
 * @param lookEvery a face whose box continues another's is followed without an embedding until the last one is this
 *     old
 * @param bestShots pictures kept for each track, 1 or more
 * @param bestShotSpacing two pictures of a track lie at least this far apart
 * @param pictureSide pixels of a picture's longer side, 32 or more
 * @param pictureBytes bound on the pictures of a video, and on their close-ups; beyond it each track keeps its best one
 *     only, and then pictures, but not close-ups, are made smaller, to no less than 80 pixels
 * @param tracksAtMost beyond it the two most alike tracks that may be one person are joined, however unlike: nobody
 *     is dropped, and each appearance keeps its own template
 * @param trackletsPending finished tracklets gathered before they are joined to tracks, 1 or more
 * @param appearancesAtMost beyond it the neighbouring appearances of a track with the least time between them are
 *     joined to one
 */
public record TrackingRules(
        double leastScore,
        double leastTrackScore,
        double leastEyeDistance,
        double sameShotSimilarity,
        double sameTrackSimilarity,
        double leastOverlap,
        int missedSamples,
        Duration lookEvery,
        int bestShots,
        Duration bestShotSpacing,
        int pictureSide,
        long pictureBytes,
        int tracksAtMost,
        int trackletsPending,
        int appearancesAtMost) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public TrackingRules {
        requireShare("leastScore", leastScore);
        requireShare("leastTrackScore", leastTrackScore);
        requireShare("sameShotSimilarity", sameShotSimilarity);
        requireShare("sameTrackSimilarity", sameTrackSimilarity);
        requireShare("leastOverlap", leastOverlap);
        if (!(leastEyeDistance >= 0)) {
            throw new IllegalArgumentException("leastEyeDistance: " + leastEyeDistance + " is below 0");
        }
        if (lookEvery.isNegative() || bestShotSpacing.isNegative()) {
            throw new IllegalArgumentException(
                    "lookEvery: " + lookEvery + " or bestShotSpacing: " + bestShotSpacing + " is below 0");
        }
        requireAtLeast("missedSamples", missedSamples, 0);
        requireAtLeast("bestShots", bestShots, 1);
        requireAtLeast("pictureSide", pictureSide, 32);
        requireAtLeast("pictureBytes", pictureBytes, 0);
        requireAtLeast("tracksAtMost", tracksAtMost, 1);
        requireAtLeast("trackletsPending", trackletsPending, 1);
        requireAtLeast("appearancesAtMost", appearancesAtMost, 1);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + ": " + value + " is not in 0..1");
        }
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " is less than " + least);
        }
    }

    /**
     * For {@code mobilefacenet-ms1m} and YuNet on dramas. Measured with them on photos taken as tracklets: joining at a
     * mean cosine of 0.45 puts 2 in 10,000 faces of 60 LFW people with them into another's track and makes 1.07 tracks
     * of a person (0.40: 12 and 1.03); of 13 East Asian celebrities none and 1.6 tracks. Single faces of two people
     * reach 0.40 once in 10,000 pairs of LFW, and once in 800 of those celebrities. Of 3,591 faces in photos the faintest
     * had a detector confidence of 0.86, while a kitten's reached 0.80.
     */
    public static TrackingRules standard() {
        return new TrackingRules(
                0.7,
                0.85,
                10,
                0.4,
                0.45,
                0.2,
                1,
                Duration.ofMillis(250),
                3,
                Duration.ofSeconds(5),
                320,
                32L << 20,
                1_000,
                250,
                10_000);
    }

    /** With other similarities, as another recogniser's space needs. */
    public TrackingRules withSimilarities(double sameShot, double sameTrack) {
        return new TrackingRules(
                leastScore,
                leastTrackScore,
                leastEyeDistance,
                sameShot,
                sameTrack,
                leastOverlap,
                missedSamples,
                lookEvery,
                bestShots,
                bestShotSpacing,
                pictureSide,
                pictureBytes,
                tracksAtMost,
                trackletsPending,
                appearancesAtMost);
    }
}
