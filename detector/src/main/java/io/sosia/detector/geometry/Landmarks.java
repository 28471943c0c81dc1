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

    /** Moved to the right and down. */
    public Landmarks shifted(double dx, double dy) {
        return new Landmarks(
                shifted(leftEye, dx, dy),
                shifted(rightEye, dx, dy),
                shifted(nose, dx, dy),
                shifted(leftMouth, dx, dy),
                shifted(rightMouth, dx, dy));
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

    private static PixelPoint shifted(PixelPoint p, double dx, double dy) {
        return new PixelPoint(p.x() + dx, p.y() + dy);
    }
}
