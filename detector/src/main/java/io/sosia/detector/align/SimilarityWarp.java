package io.sosia.detector.align;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.geometry.SimilarityTransform;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Cuts a turned, scaled square out of a picture. Parts much larger than the square are shrunk first, area-averaged, so
 * that no pixel is skipped over: sampling them directly would fold fine detail (hair, make-up, video noise) into false
 * patterns. What remains is sampled bilinearly; beyond the picture all is black.
 */
public final class SimilarityWarp {

    /**
     * How much finer than the square the picture is sampled where it is finer. At 1 the area average and the bilinear
     * sampling blur one after the other; beyond 2, which a third finer is, bilinear sampling begins to skip pixels.
     */
    private static final double FINENESS = 1.5;

    /** Pixels around what the square shows, so that bilinear sampling finds its neighbours. */
    private static final double MARGIN = 2;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Half of the last bit of a weight. */
    private static final long ROUNDING = 1L << 23;

    /** A half of a weight's unit in each half of a word, for rounding. */
    private static final long HALVES = 1L << 15 | 1L << 47;

    private SimilarityWarp() {}

    /**
     * Cuts.
     *
     * @param size pixels of the square, 1 or more
     * @param toPicture where in the picture each point of the square lies
     */
    public static RgbImage cut(Picture picture, int size, SimilarityTransform toPicture) {
        byte[] square = new byte[Math.multiplyExact(3, Math.multiplyExact(size, size))];
        PixelBox shown = bounds(toPicture, size).grownBy(MARGIN * Math.max(1, toPicture.scale()));
        boolean overlaps = shown.right() > 0
                && shown.bottom() > 0
                && shown.left() < picture.width()
                && shown.top() < picture.height();
        if (overlaps) {
            Picture.Region region = picture.regionAtLeast(shown, Math.min(1, FINENESS / toPicture.scale()));
            sample(region, toPicture, size, square);
        }
        return new RgbImage(size, size, square);
    }

    private static PixelBox bounds(SimilarityTransform toPicture, int size) {
        PixelPoint[] corners = {
            toPicture.apply(new PixelPoint(0, 0)),
            toPicture.apply(new PixelPoint(size, 0)),
            toPicture.apply(new PixelPoint(0, size)),
            toPicture.apply(new PixelPoint(size, size))
        };
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (PixelPoint corner : corners) {
            left = Math.min(left, corner.x());
            top = Math.min(top, corner.y());
            right = Math.max(right, corner.x());
            bottom = Math.max(bottom, corner.y());
        }
        return new PixelBox(left, top, right, bottom);
    }

    /** Fixed point with 8 bits of fraction for the weights: finer than 8-bit pixels can show. */
    private static void sample(Picture.Region region, SimilarityTransform toPicture, int size, byte[] square) {
        RgbImage image = region.image();
        double scaleX = image.width() / region.box().width();
        double scaleY = image.height() / region.box().height();
        int width = image.width();
        int height = image.height();
        byte[] rgb = image.rgb();
        long stepX = fixed(toPicture.a() * scaleX);
        long stepY = fixed(toPicture.b() * scaleY);
        for (int y = 0, at = 0; y < size; y++) {
            PixelPoint start = toPicture.apply(new PixelPoint(0.5, y + 0.5));
            // Half a pixel back: samples lie at the centres of pixels.
            long sx = fixed((start.x() - region.box().left()) * scaleX - 0.5) + ROUNDING;
            long sy = fixed((start.y() - region.box().top()) * scaleY - 0.5) + ROUNDING;
            for (int x = 0; x < size; x++, at += 3, sx += stepX, sy += stepY) {
                int x0 = (int) (sx >> 32);
                int y0 = (int) (sy >> 32);
                int wx = (int) (sx >> 24) & 0xff;
                int wy = (int) (sy >> 24) & 0xff;
                // Two pixels of a row are read at once, in 8 bytes of which 6 count.
                int p = 3 * (y0 * width + x0);
                int q = p + 3 * width;
                if (x0 >= 0 && y0 >= 0 && x0 + 1 < width && q + Long.BYTES <= rgb.length) {
                    long upper = (long) EIGHT_BYTES.get(rgb, p);
                    long lower = (long) EIGHT_BYTES.get(rgb, q);
                    int w11 = wx * wy;
                    int w10 = (wy << 8) - w11;
                    int w01 = (wx << 8) - w11;
                    int w00 = (1 << 16) - (wx << 8) - (wy << 8) + w11;
                    // Red in the lower half of a word and blue in the upper, 24 bits each with the weights' 16.
                    long redBlue = ((upper & 0xff) | (upper & 0xff_0000) << 16) * w00
                            + ((upper >>> 24 & 0xff) | (upper >>> 40 & 0xff) << 32) * w01
                            + ((lower & 0xff) | (lower & 0xff_0000) << 16) * w10
                            + ((lower >>> 24 & 0xff) | (lower >>> 40 & 0xff) << 32) * w11
                            + HALVES;
                    int green = (int) (upper >>> 8 & 0xff) * w00
                            + (int) (upper >>> 32 & 0xff) * w01
                            + (int) (lower >>> 8 & 0xff) * w10
                            + (int) (lower >>> 32 & 0xff) * w11
                            + (1 << 15);
                    square[at] = (byte) (redBlue >>> 16);
                    square[at + 1] = (byte) (green >>> 16);
                    square[at + 2] = (byte) (redBlue >>> 48);
                } else if (x0 >= -1 && y0 >= -1 && x0 < width && y0 < height) {
                    for (int c = 0; c < 3; c++) {
                        int upper = at(rgb, width, height, x0, y0, c) * (256 - wx)
                                + at(rgb, width, height, x0 + 1, y0, c) * wx;
                        int lower = at(rgb, width, height, x0, y0 + 1, c) * (256 - wx)
                                + at(rgb, width, height, x0 + 1, y0 + 1, c) * wx;
                        square[at + c] = (byte) ((upper * (256 - wy) + lower * wy + (1 << 15)) >> 16);
                    }
                }
            }
        }
    }

    /** With 32 bits of fraction, so that steps added up a thousand times are still true to the eighth bit. */
    private static long fixed(double value) {
        return Math.round(value * (1L << 32));
    }

    /** Black beyond the picture. */
    private static int at(byte[] rgb, int width, int height, int x, int y, int channel) {
        boolean inside = x >= 0 && y >= 0 && x < width && y < height;
        return inside ? rgb[3 * (y * width + x) + channel] & 0xff : 0;
    }
}
