package io.sosia.jobs.scan;

/**
 * What a decision depended on besides the video and the upload.
 *
 * @param version of this record's layout and of the steps between a frame and a decision
 * @param detector id of the detector's model card
 * @param detectorSha256 64 hex digits
 * @param recogniser id of the recogniser's model card
 * @param recogniserSha256 64 hex digits
 * @param space the embedding space's id
 * @param sampling its key
 * @param longSide pixels of the picture's longer side in which faces were looked for
 * @param threshold cosine
 * @param reviewMargin cosines within this distance of threshold or runner-up are for a person to look at
 * @param registerVersion of the register that was searched
 * @param standing digest of who was searchable and which licences ran on the day
 * @param searchMode {@code EXACT} or {@code GRAPH}
 */
public record Conditions(
        int version,
        String detector,
        String detectorSha256,
        String recogniser,
        String recogniserSha256,
        String space,
        String sampling,
        int longSide,
        double threshold,
        double reviewMargin,
        long registerVersion,
        String standing,
        String searchMode) {}
