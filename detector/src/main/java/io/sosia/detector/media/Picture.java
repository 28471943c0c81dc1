package io.sosia.detector.media;

import io.sosia.detector.geometry.PixelBox;

/**
 * An upright picture whose pixels are converted on demand, so that what nobody asks for costs nothing. Used by one
 * thread at a time.
 */
public interface Picture {

    /** Pixels of the upright picture, 1 or more. */
    int width();

    /** Pixels of the upright picture, 1 or more. */
    int height();

    /**
     * The whole upright picture scaled to {@code width × height} as planar B, G, R: three planes of
     * {@code planeStride * planeRows} bytes one after another, the picture at the top left of each, the rest 0.
     *
     * @param planes receives {@code 3 * planeStride * planeRows} bytes
     * @throws IllegalArgumentException if the picture does not fit the planes or the planes the array
     */
    void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes);

    /**
     * A part of the upright picture, converted to RGB and scaled. Where {@code box} reaches beyond the picture, the
     * part inside is taken.
     *
     * @param box in pixels of the upright picture; it must overlap it
     * @param scale 1 for full size, less to shrink (area-averaged); never more than 1
     * @return the cut-out, and the box that it really shows
     * @throws IllegalArgumentException if the box lies outside, or the scale outside 0..1
     */
    Region region(PixelBox box, double scale);

    /**
     * As {@link #region}, but perhaps with more pixels, up to full size, where those cost less than shrinking them: for
     * callers that scale once more anyway.
     *
     * @param scale as for {@link #region}; what comes is at most a third finer
     */
    default Region regionAtLeast(PixelBox box, double scale) {
        return region(box, scale);
    }

    /**
     * A cut-out.
     *
     * @param box what it shows, in pixels of the upright picture, whole numbers
     * @param image {@code round(box size * scale)} pixels, at least 1; or those of the box, see {@link #regionAtLeast}
     */
    record Region(PixelBox box, RgbImage image) {}
}
