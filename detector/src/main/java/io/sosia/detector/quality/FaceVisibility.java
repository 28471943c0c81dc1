package io.sosia.detector.quality;

import io.sosia.detector.media.RgbImage;

/**
 * How much there is to see where a face has its features. What covers an eye or the mouth (a dark glass, a mask, a hand)
 * is usually smoother than they are.
 *
 * @param eyes contrast within the less structured of the two eyes: the deviation of luma in a square over it, in parts
 *     of the deviation of the mean luma of all such squares of the face
 * @param mouth likewise within the lower lip, in the more structured of two squares
 */
public record FaceVisibility(double eyes, double mouth) {

    /** Squares each way; the middle 96 of a chip's 112 pixels in squares of 12 pixels. */
    private static final int SQUARES = 8;

    private static final double MARGIN = 8.0 / 112;
    private static final double SIDE = 12.0 / 112;

    /** Levels of luma: keeps the noise of a face in the dark from looking like features. */
    private static final double NOISE = 5;

    /**
     * Measures.
     *
     * @param chip aligned by ArcFace's template, which puts the eyes at (38, 52) and (74, 52) and the mouth's corners at
     *     (42, 92) and (71, 92) of 112 pixels; of any size
     */
    public static FaceVisibility of(RgbImage chip) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < SQUARES; row++) {
            for (int column = 0; column < SQUARES; column++) {
                double mean = square(chip, row, column).mean;
                sum += mean;
                squares += mean * mean;
            }
        }
        int count = SQUARES * SQUARES;
        double face = Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count))) + NOISE;
        return new FaceVisibility(
                Math.min(square(chip, 3, 2).deviation, square(chip, 3, 5).deviation) / face,
                Math.max(square(chip, 7, 3).deviation, square(chip, 7, 4).deviation) / face);
    }

    private record Luma(double mean, double deviation) {}

    private static Luma square(RgbImage chip, int row, int column) {
        int left = (int) Math.round((MARGIN + column * SIDE) * chip.width());
        int right = (int) Math.round((MARGIN + (column + 1) * SIDE) * chip.width());
        int top = (int) Math.round((MARGIN + row * SIDE) * chip.height());
        int bottom = (int) Math.round((MARGIN + (row + 1) * SIDE) * chip.height());
        byte[] rgb = chip.rgb();
        double sum = 0;
        double squares = 0;
        int count = Math.max(1, (right - left) * (bottom - top));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = 3 * (y * chip.width() + x);
                double luma = 0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
                sum += luma;
                squares += luma * luma;
            }
        }
        return new Luma(sum / count, Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count))));
    }
}
