package io.sosia.detector.media.ffmpeg;

/**
 * How a player shows a stored frame: its pixels made square, then turned, then mirrored.
 *
 * @param rotation degrees clockwise: 0, 90, 180 or 270
 * @param mirrored whether left and right are exchanged after that, as phones store what their front camera saw
 * @param pixelAspect width of a stored pixel over its height
 */
record Showing(int rotation, boolean mirrored, double pixelAspect) {

    /** The stored frame as it is. */
    static final Showing AS_STORED = new Showing(0, false, 1);

    /** Below it nobody sees a difference, and stretching every face would cost for nothing. */
    private static final double NOT_WORTH_STRETCHING = 0.02;

    /** Anamorphic film and discs stay below 2.5; what claims more is a mistake. */
    private static final double WIDEST = 4;

    /** @throws IllegalArgumentException if the rotation is no quarter turn, or the aspect is not above 0 */
    Showing {
        if (rotation != 0 && rotation != 90 && rotation != 180 && rotation != 270) {
            throw new IllegalArgumentException("rotation: " + rotation + " degrees is no quarter turn");
        }
        if (!(pixelAspect > 0)) {
            throw new IllegalArgumentException("pixel aspect: " + pixelAspect + " is not above 0");
        }
    }

    /**
     * From the four turning numbers of a display matrix, which moves the stored pixel (x, y) to
     * {@code (a x + c y, b x + d y)}; y points down. What lies between quarter turns counts as the nearest one, and a
     * matrix that flattens the picture as none.
     */
    static Showing of(long a, long b, long c, long d) {
        long determinant = a * d - b * c;
        if (determinant == 0) {
            return AS_STORED;
        }
        boolean mirrored = determinant < 0;
        double degrees = Math.toDegrees(Math.atan2((double) b, (double) (mirrored ? -a : a)));
        return new Showing(Math.floorMod(Math.round((float) (degrees / 90)) * 90, 360), mirrored, 1);
    }

    /** The same with other pixels; an aspect that is near 1, or none that pixels have, counts as 1. */
    Showing withPixelAspect(double aspect) {
        boolean counts = Math.abs(aspect - 1) > NOT_WORTH_STRETCHING && aspect <= WIDEST && aspect >= 1 / WIDEST;
        return new Showing(rotation, mirrored, counts ? aspect : 1);
    }

    /** Whether pixels come in the order in which they are stored. */
    boolean asStored() {
        return rotation == 0 && !mirrored;
    }

    /** Width of a stored frame once its pixels are square. Only ever enlarged, so that nothing stored is lost. */
    int squareWidth(int storedWidth) {
        return pixelAspect > 1 ? (int) Math.round(storedWidth * pixelAspect) : storedWidth;
    }

    /** Its height; see {@link #squareWidth}. */
    int squareHeight(int storedHeight) {
        return pixelAspect < 1 ? (int) Math.round(storedHeight / pixelAspect) : storedHeight;
    }
}
