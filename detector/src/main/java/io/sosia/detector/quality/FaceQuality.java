package io.sosia.detector.quality;

/**
 * How much one picture of a face can be trusted.
 *
 * @param eyeDistance pixels between the eyes in the full-size picture
 * @param sharpness 0 to 1
 * @param frontality 0 to 1: 1 looks into the camera, judged from the landmarks
 * @param detectorScore 0 to 1
 * @param brightness mean luma of the aligned face, 0 to 1
 * @param overall 0 to 1: the weight of this picture in a pooled template
 */
public record FaceQuality(
        double eyeDistance,
        double sharpness,
        double frontality,
        double detectorScore,
        double brightness,
        double overall) {}
