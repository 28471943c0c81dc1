package io.sosia.jobs.scan;

import java.util.Optional;

/**
 * What a decision depended on besides the video and what is known of the upload. Under equal conditions a video is not
 * looked at again.
 *
 * @param version {@link #VERSION} of the program that decided
 * @param detector id of the detector's model card
 * @param detectorSha256 64 hex digits
 * @param recogniser id of the recogniser's model card
 * @param recogniserSha256 64 hex digits
 * @param space the embedding space's id
 * @param strong the recogniser that looked closer, if there was one
 * @param sampling its key
 * @param longSide pixels of the picture's longer side in which faces were looked for
 * @param threshold cosine from which a track is a registered person
 * @param reviewMargin cosines within this distance of the threshold are for a person to look at
 * @param runnerUpMargin where the next person is nearer than this, a person must look
 * @param exactSearchLimit templates up to which all are compared
 * @param registerVersion of the register that was searched
 * @param stylised what becomes of drawn faces, {@code review} or {@code decide}; absent where an earlier version decided
 * @param standing digest of who was searchable and which licences ran on the day
 * @param calibrated what the threshold follows from; absent where an earlier version decided
 */
public record Conditions(
        int version,
        String detector,
        String detectorSha256,
        String recogniser,
        String recogniserSha256,
        String space,
        Optional<Strong> strong,
        String sampling,
        int longSide,
        double threshold,
        double reviewMargin,
        double runnerUpMargin,
        long exactSearchLimit,
        long registerVersion,
        Optional<String> stylised,
        String standing,
        Optional<Calibrated> calibrated) {

    /** Raised whenever the steps between a frame and a decision change so that results may differ. */
    public static final int VERSION = 8;

    /**
     * A recogniser that looks closer.
     *
     * @param recogniser id of its model card
     * @param sha256 64 hex digits
     * @param space its embedding space's id
     */
    public record Strong(String recogniser, String sha256, String space) {}

    /**
     * What a threshold follows from.
     *
     * @param version of the calibration, 0 for a table of the catalogue
     * @param population whose scores it is of
     * @param perTrack the probability with which a stranger's track may be taken for somebody
     * @param people registered and searched for
     */
    public record Calibrated(int version, String population, double perTrack, int people) {}
}
