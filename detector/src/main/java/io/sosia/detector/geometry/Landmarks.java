package io.sosia.detector.geometry;

import java.util.List;

/**
 * The five points that alignment uses. Left and right are the picture's, so {@code leftEye} has the smaller x in an
 * upright frontal face. The order is ArcFace's (and that of YuNet's outputs).
 */
public record Landmarks(
        PixelPoint leftEye, PixelPoint rightEye, PixelPoint nose, PixelPoint leftMouth, PixelPoint rightMouth) {

    /** In the order of the components. */
    public List<PixelPoint> points() {
        return List.of(leftEye, rightEye, nose, leftMouth, rightMouth);
    }

    /** All coordinates multiplied. */
    public Landmarks scaled(double factor) {
        return new Landmarks(
                scaled(leftEye, factor),
                scaled(rightEye, factor),
                scaled(nose, factor),
                scaled(leftMouth, factor),
                scaled(rightMouth, factor));
    }

    private static PixelPoint scaled(PixelPoint p, double factor) {
        return new PixelPoint(p.x() * factor, p.y() * factor);
    }
}
