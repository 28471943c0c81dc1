package io.sosia.jobs.review;

import io.sosia.models.vector.FaceVectors;
import java.util.regex.Pattern;

/**
 * A face track that a finding rests on.
 *
 * @param videoSha256 64 hex digits over the video's file
 * @param track its number in the video
 * @param templates in each space that was computed
 * @param quality 0 to 1, of the best shot
 */
public record ReviewedTrack(String videoSha256, int track, FaceVectors templates, double quality) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if the hash is not 64 hex digits, or a number lies outside its range */
    public ReviewedTrack {
        if (!SHA_256.matcher(videoSha256).matches()) {
            throw new IllegalArgumentException("videoSha256: not 64 hex digits");
        }
        if (track < 0) {
            throw new IllegalArgumentException("track: " + track + " is negative");
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality: " + quality + " is not in 0..1");
        }
    }
}
