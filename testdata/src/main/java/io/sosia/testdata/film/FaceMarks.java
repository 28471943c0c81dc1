package io.sosia.testdata.film;

import java.util.stream.Stream;

/**
 * Where a face's features are in a picture. Left and right are the picture's.
 *
 * @param leftEye its middle
 * @param rightEye its middle
 * @param nose its tip
 * @param leftMouth corner
 * @param rightMouth corner
 */
public record FaceMarks(Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth) {

    /**
     * A point.
     *
     * @param x pixels to the right of the picture's left border
     * @param y pixels below its upper border
     */
    public record Point(double x, double y) {}

    /** @throws IllegalArgumentException if a coordinate is not a number, or eyes or eyes and mouth coincide */
    public FaceMarks {
        if (Stream.of(leftEye, rightEye, nose, leftMouth, rightMouth)
                .anyMatch(p -> !Double.isFinite(p.x()) || !Double.isFinite(p.y()))) {
            throw new IllegalArgumentException("a mark of a face is nowhere");
        }
        if (distance(leftEye, rightEye) < 1 || distance(middle(leftEye, rightEye), middle(leftMouth, rightMouth)) < 1) {
            throw new IllegalArgumentException("eyes, or eyes and mouth, are less than a pixel apart");
        }
    }

    /**
     * About where they are if nobody has looked: shares of the square from brow to chin, as in Labeled Faces in the Wild,
     * whose eyes lie about 45 pixels apart where that square has 114, and mouths 48 below them.
     */
    static FaceMarks typical(Look look) {
        double x = look.faceX();
        double y = look.faceY();
        double side = look.faceSize();
        return new FaceMarks(
                new Point(x - 0.20 * side, y - 0.12 * side),
                new Point(x + 0.20 * side, y - 0.12 * side),
                new Point(x, y + 0.10 * side),
                new Point(x - 0.16 * side, y + 0.30 * side),
                new Point(x + 0.16 * side, y + 0.30 * side));
    }

    /** Between the eyes. */
    Point eyes() {
        return middle(leftEye, rightEye);
    }

    /** Between the corners of the mouth. */
    Point mouth() {
        return middle(leftMouth, rightMouth);
    }

    private static Point middle(Point a, Point b) {
        return new Point((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }
}
