package io.sosia.detector.media;

import io.sosia.detector.geometry.PixelBox;

/**
 * A decoded frame, lent to a callback: it is valid only until the callback returns, and only on its thread. Pixels are
 * converted from the codec's own planes on demand, so that what nobody asks for costs nothing.
 */
public interface VideoFrame {

    /** Presentation time. */
    MediaTime time();

    /** Whether the codec decoded it without any other frame. */
    boolean keyFrame();

    /** Pixels of the upright frame, 1 or more. */
    int width();

    /** Pixels of the upright frame, 1 or more. */
    int height();

    /**
     * The whole upright frame scaled to {@code width × height} as planar B, G, R: three planes of
     * {@code planeStride * planeRows} bytes one after another, the picture at the top left of each, the rest 0.
     *
     * @param planes receives {@code 3 * planeStride * planeRows} bytes
     * @throws IllegalArgumentException if the picture does not fit the planes or the planes the array
     */
    void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes);

    /**
     * A part of the upright frame, converted to RGB and scaled. Where {@code box} reaches beyond the frame, the part
     * inside is taken.
     *
     * @param box in pixels of the upright frame; it must overlap the frame
     * @param scale 1 for full size, less to shrink (area-averaged); never more than 1
     * @return the picture, and the box that it really shows
     */
    Region region(PixelBox box, double scale);

    /**
     * A cut-out.
     *
     * @param box what it shows, in pixels of the upright frame, whole numbers
     * @param image {@code round(box size * scale)} pixels, at least 1
     */
    record Region(PixelBox box, RgbImage image) {}
}
