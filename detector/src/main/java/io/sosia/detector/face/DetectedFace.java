package io.sosia.detector.face;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;

/**
 * A face in a picture.
 *
 * @param box in pixels of the upright full-size picture
 * @param landmarks likewise
 * @param score the detector's confidence, 0 to 1
 */
public record DetectedFace(PixelBox box, Landmarks landmarks, double score) {
    /** @throws IllegalArgumentException if the score lies outside 0..1 */
    public DetectedFace {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score: " + score + " is not in 0..1");
        }
    }
}
