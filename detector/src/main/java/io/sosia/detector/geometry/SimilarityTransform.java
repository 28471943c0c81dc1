package io.sosia.detector.geometry;

import java.util.List;

/**
 * Turns, scales evenly and shifts, never mirrors: {@code x' = a x - b y + tx}, {@code y' = b x + a y + ty}.
 *
 * @param a scale times the cosine of the angle
 * @param b scale times the sine of the angle
 * @param tx pixels
 * @param ty pixels
 */
public record SimilarityTransform(double a, double b, double tx, double ty) {

    /** @throws IllegalArgumentException if a part is not finite or the scale is 0 */
    public SimilarityTransform {
        if (!Double.isFinite(a) || !Double.isFinite(b) || !Double.isFinite(tx) || !Double.isFinite(ty)) {
            throw new IllegalArgumentException("similarity: (" + a + ", " + b + ", " + tx + ", " + ty + ")");
        }
        if (a == 0 && b == 0) {
            throw new IllegalArgumentException("similarity: of scale 0");
        }
    }

    /**
     * The similarity that brings {@code from} nearest to {@code to}, by the sum of squared distances. In the plane the
     * solution of Umeyama (Least-squares estimation of transformation parameters between two point patterns, 1991) has
     * a closed form without a singular value decomposition.
     *
     * @throws IllegalArgumentException if the lists are not of equal length, 2 or more, or all of {@code from} or the
     *     best image of it is one point
     */
    public static SimilarityTransform leastSquares(List<PixelPoint> from, List<PixelPoint> to) {
        int n = from.size();
        if (n < 2 || to.size() != n) {
            throw new IllegalArgumentException(n + " points cannot be brought to " + to.size());
        }
        double fromX = 0;
        double fromY = 0;
        double toX = 0;
        double toY = 0;
        for (int i = 0; i < n; i++) {
            fromX += from.get(i).x() / n;
            fromY += from.get(i).y() / n;
            toX += to.get(i).x() / n;
            toY += to.get(i).y() / n;
        }
        double squares = 0;
        double dots = 0;
        double crosses = 0;
        for (int i = 0; i < n; i++) {
            double x = from.get(i).x() - fromX;
            double y = from.get(i).y() - fromY;
            double u = to.get(i).x() - toX;
            double v = to.get(i).y() - toY;
            squares += x * x + y * y;
            dots += x * u + y * v;
            crosses += x * v - y * u;
        }
        if (!(squares > 0)) {
            throw new IllegalArgumentException("all " + n + " points are one");
        }
        double a = dots / squares;
        double b = crosses / squares;
        return new SimilarityTransform(a, b, toX - a * fromX + b * fromY, toY - b * fromX - a * fromY);
    }

    /** Pixels there for each pixel here, above 0. */
    public double scale() {
        return Math.hypot(a, b);
    }

    /** Where a point goes. */
    public PixelPoint apply(PixelPoint p) {
        return new PixelPoint(a * p.x() - b * p.y() + tx, b * p.x() + a * p.y() + ty);
    }

    /** The way back. */
    public SimilarityTransform inverse() {
        double squares = a * a + b * b;
        double ia = a / squares;
        double ib = -b / squares;
        return new SimilarityTransform(ia, ib, -ia * tx + ib * ty, -ib * tx - ia * ty);
    }
}
