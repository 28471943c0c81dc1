package io.sosia.detector.geometry;

/**
 * An upright rectangle in pixels of an upright picture. It may reach beyond the picture.
 *
 * @param left smaller than {@code right}
 * @param top smaller than {@code bottom}
 * @param right exclusive
 * @param bottom exclusive
 */
public record PixelBox(double left, double top, double right, double bottom) {

    /** @throws IllegalArgumentException if a side is not finite or the box is empty */
    public PixelBox {
        if (!(left < right && top < bottom)
                || Double.isInfinite(left)
                || Double.isInfinite(top)
                || Double.isInfinite(right)
                || Double.isInfinite(bottom)) {
            throw new IllegalArgumentException(
                    "box: [" + left + ", " + top + ", " + right + ", " + bottom + "] is empty or not finite");
        }
    }

    /** Pixels, above 0. */
    public double width() {
        return right - left;
    }

    /** Pixels, above 0. */
    public double height() {
        return bottom - top;
    }

    /** Square pixels, above 0. */
    public double area() {
        return width() * height();
    }

    /** The centre. */
    public PixelPoint centre() {
        return new PixelPoint((left + right) / 2, (top + bottom) / 2);
    }

    /** Area of the overlap over area of the union, 0 to 1. */
    public double intersectionOverUnion(PixelBox other) {
        double w = Math.min(right, other.right) - Math.max(left, other.left);
        double h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        double overlap = w * h;
        return overlap / (area() + other.area() - overlap);
    }

    /** Area of the overlap over the area of the smaller box, 0 to 1: 1 where one lies in the other. */
    public double shareInside(PixelBox other) {
        double w = Math.min(right, other.right) - Math.max(left, other.left);
        double h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return w <= 0 || h <= 0 ? 0 : w * h / Math.min(area(), other.area());
    }

    /** Grown on every side by a share of its width and height. */
    public PixelBox grown(double share) {
        double dx = width() * share;
        double dy = height() * share;
        return new PixelBox(left - dx, top - dy, right + dx, bottom + dy);
    }

    /** Grown on every side by the same number of pixels, 0 or more. */
    public PixelBox grownBy(double pixels) {
        return new PixelBox(left - pixels, top - pixels, right + pixels, bottom + pixels);
    }

    /** Moved to the right and down. */
    public PixelBox shifted(double dx, double dy) {
        return new PixelBox(left + dx, top + dy, right + dx, bottom + dy);
    }

    /** All coordinates multiplied. */
    public PixelBox scaled(double factor) {
        return new PixelBox(left * factor, top * factor, right * factor, bottom * factor);
    }
}
