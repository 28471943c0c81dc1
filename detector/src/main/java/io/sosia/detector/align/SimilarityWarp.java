package io.sosia.detector.align;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.geometry.SimilarityTransform;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;

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
        double stepX = toPicture.a() * scaleX;
        double stepY = toPicture.b() * scaleY;
        for (int y = 0, at = 0; y < size; y++) {
            PixelPoint start = toPicture.apply(new PixelPoint(0.5, y + 0.5));
            // Half a pixel back: samples lie at the centres of pixels.
            double sx = (start.x() - region.box().left()) * scaleX - 0.5;
            double sy = (start.y() - region.box().top()) * scaleY - 0.5;
            for (int x = 0; x < size; x++, at += 3, sx += stepX, sy += stepY) {
                int fx = (int) Math.floor(sx * 256 + 0.5);
                int fy = (int) Math.floor(sy * 256 + 0.5);
                int x0 = fx >> 8;
                int y0 = fy >> 8;
                int wx = fx & 0xff;
                int wy = fy & 0xff;
                if (x0 >= 0 && y0 >= 0 && x0 + 1 < width && y0 + 1 < height) {
                    int p = 3 * (y0 * width + x0);
                    int q = p + 3 * width;
                    for (int c = 0; c < 3; c++) {
                        int upper = (rgb[p + c] & 0xff) * (256 - wx) + (rgb[p + 3 + c] & 0xff) * wx;
                        int lower = (rgb[q + c] & 0xff) * (256 - wx) + (rgb[q + 3 + c] & 0xff) * wx;
                        square[at + c] = (byte) ((upper * (256 - wy) + lower * wy + (1 << 15)) >> 16);
                    }
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

    /** Black beyond the picture. */
    private static int at(byte[] rgb, int width, int height, int x, int y, int channel) {
        boolean inside = x >= 0 && y >= 0 && x < width && y < height;
        return inside ? rgb[3 * (y * width + x) + channel] & 0xff : 0;
    }
}
