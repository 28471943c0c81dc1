package io.sosia.detector.align;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.geometry.SimilarityTransform;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.models.catalogue.AlignmentCard;
import java.util.List;

/**
 * Brings the five landmarks nearest to a template by a least-squares similarity and samples the picture bilinearly.
 * Faces much larger than the chip are shrunk first, area-averaged, so that no pixel is skipped over: sampling them
 * directly would fold fine detail (hair, make-up, video noise) into false patterns.
 */
public final class SimilarityAligner implements FaceAligner {

    /**
     * How much finer than the chip the picture is sampled where it is finer. At 1 the area average and the bilinear
     * sampling blur one after the other; beyond 2 bilinear sampling begins to skip pixels.
     */
    private static final double FINENESS = 1.5;

    /** Pixels around what the chip shows, so that bilinear sampling finds its neighbours. */
    private static final double MARGIN = 2;

    private final int size;
    private final List<PixelPoint> template;

    /** For a recogniser's template. */
    public SimilarityAligner(AlignmentCard card) {
        size = card.size();
        // A template counts from the centre of the top left pixel, PixelPoint from its corner.
        template = card.points().stream()
                .map(p -> new PixelPoint(p.get(0) + 0.5, p.get(1) + 0.5))
                .toList();
    }

    @Override
    public AlignedFace align(Picture picture, Landmarks landmarks) {
        SimilarityTransform toChip = SimilarityTransform.leastSquares(landmarks.points(), template);
        SimilarityTransform toPicture = toChip.inverse();
        byte[] chip = new byte[3 * size * size];
        PixelBox shown = bounds(toPicture).grownBy(MARGIN * Math.max(1, toPicture.scale()));
        boolean overlaps = shown.right() > 0
                && shown.bottom() > 0
                && shown.left() < picture.width()
                && shown.top() < picture.height();
        if (overlaps) {
            Picture.Region region = picture.region(shown, Math.min(1, FINENESS * toChip.scale()));
            warp(region, toPicture, chip);
        }
        return new AlignedFace(new RgbImage(size, size, chip), toChip.scale());
    }

    private PixelBox bounds(SimilarityTransform toPicture) {
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
    private void warp(Picture.Region region, SimilarityTransform toPicture, byte[] chip) {
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
                        chip[at + c] = (byte) ((upper * (256 - wy) + lower * wy + (1 << 15)) >> 16);
                    }
                } else if (x0 >= -1 && y0 >= -1 && x0 < width && y0 < height) {
                    for (int c = 0; c < 3; c++) {
                        int upper = at(rgb, width, height, x0, y0, c) * (256 - wx)
                                + at(rgb, width, height, x0 + 1, y0, c) * wx;
                        int lower = at(rgb, width, height, x0, y0 + 1, c) * (256 - wx)
                                + at(rgb, width, height, x0 + 1, y0 + 1, c) * wx;
                        chip[at + c] = (byte) ((upper * (256 - wy) + lower * wy + (1 << 15)) >> 16);
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
