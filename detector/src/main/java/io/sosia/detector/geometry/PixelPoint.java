package io.sosia.detector.geometry;

/**
 * A point in pixels of an upright picture; (0, 0) is the top left corner of the top left pixel.
 *
 * @param x to the right
 * @param y downwards
 */
public record PixelPoint(double x, double y) {
    /** @throws IllegalArgumentException if a coordinate is not finite */
    public PixelPoint {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("point: (" + x + ", " + y + ") is not finite");
        }
    }
}
