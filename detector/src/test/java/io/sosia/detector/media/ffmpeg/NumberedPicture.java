package io.sosia.detector.media.ffmpeg;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;

/**
 * A picture that shows a number as a grid of dark and bright cells, 4 by 4, so that what comes out of a decoder can be
 * told apart and its orientation seen. The last cell is the parity of the others.
 */
final class NumberedPicture {

    static final int CELLS = 4;
    static final int DARK = 50;
    static final int BRIGHT = 200;

    private static final int BITS = CELLS * CELLS - 1;

    private NumberedPicture() {}

    /** Luma of an upright pixel. */
    static int luma(int number, int x, int y, int width, int height) {
        int bit = y * CELLS / height * CELLS + x * CELLS / width;
        boolean set = bit < BITS ? (number >> bit & 1) != 0 : Integer.bitCount(number) % 2 != 0;
        return set ? BRIGHT : DARK;
    }

    /** The number that a decoder's picture shows, seen as a whole, or -1 where it shows none clearly. */
    static int number(Picture picture) {
        int side = CELLS * 8;
        byte[] planes = new byte[3 * side * side];
        picture.scaledBgrPlanes(side, side, side, side, planes);
        return number((x, y) -> planes[side * side + (8 * y + 4) * side + 8 * x + 4] & 0xff);
    }

    /** As {@link #number}, but each cell cut out by itself at full size. */
    static int numberByRegions(Picture picture) {
        double w = picture.width() / (double) CELLS;
        double h = picture.height() / (double) CELLS;
        return number((x, y) -> {
            PixelBox middle = new PixelBox(x * w + w * 0.3, y * h + h * 0.3, x * w + w * 0.7, y * h + h * 0.7);
            RgbImage image = picture.region(middle, 1).image();
            return image.rgb()[3 * (image.height() / 2 * image.width() + image.width() / 2) + 1] & 0xff;
        });
    }

    private static int number(Cells cells) {
        int number = 0;
        boolean parity = false;
        for (int bit = 0; bit <= BITS; bit++) {
            int green = cells.green(bit % CELLS, bit / CELLS);
            if (green > 90 && green < 160) {
                return -1;
            }
            boolean set = green >= 160;
            if (bit == BITS) {
                parity = set;
            } else if (set) {
                number |= 1 << bit;
            }
        }
        return parity == (Integer.bitCount(number) % 2 != 0) ? number : -1;
    }

    private interface Cells {
        int green(int x, int y);
    }
}
