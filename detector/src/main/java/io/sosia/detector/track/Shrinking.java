package io.sosia.detector.track;

import io.sosia.detector.media.RgbImage;

/** Makes pictures smaller. */
final class Shrinking {

    private Shrinking() {}

    /** The picture, its longer side at most so many pixels, each the mean of those that it covers. */
    static RgbImage toLongerSide(RgbImage picture, int longerSide) {
        int longest = Math.max(picture.width(), picture.height());
        if (longest <= longerSide) {
            return picture;
        }
        int width = Math.max(1, picture.width() * longerSide / longest);
        int height = Math.max(1, picture.height() * longerSide / longest);
        byte[] from = picture.rgb();
        byte[] to = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            int top = y * picture.height() / height;
            int bottom = (y + 1) * picture.height() / height;
            for (int x = 0; x < width; x++) {
                int left = x * picture.width() / width;
                int right = (x + 1) * picture.width() / width;
                int count = (bottom - top) * (right - left);
                for (int channel = 0; channel < 3; channel++) {
                    int sum = 0;
                    for (int v = top; v < bottom; v++) {
                        for (int u = left; u < right; u++) {
                            sum += from[3 * (v * picture.width() + u) + channel] & 0xff;
                        }
                    }
                    to[3 * (y * width + x) + channel] = (byte) ((sum + count / 2) / count);
                }
            }
        }
        return new RgbImage(width, height, to);
    }
}
