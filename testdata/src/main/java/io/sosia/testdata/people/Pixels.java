package io.sosia.testdata.people;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** What is done to a finished picture (TYPE_INT_ARGB): halving and blurring, with transparency weighed in. */
final class Pixels {

    private Pixels() {}

    private static int[] data(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** The picture at half its width and height: each pixel the mean of four. */
    static BufferedImage halve(BufferedImage image) {
        int width = image.getWidth() / 2;
        int height = image.getHeight() / 2;
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] from = data(image);
        int[] to = data(out);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int k = 2 * y * 2 * width + 2 * x;
                int alpha = 0;
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int n = 0; n < 4; n++) {
                    int p = from[k + (n & 1) + (n >> 1) * 2 * width];
                    int a = p >>> 24;
                    alpha += a;
                    red += a * ((p >> 16) & 255);
                    green += a * ((p >> 8) & 255);
                    blue += a * (p & 255);
                }
                if (alpha > 0) {
                    to[y * width + x] = (((alpha + 2) / 4) << 24)
                            | (((red + alpha / 2) / alpha) << 16)
                            | (((green + alpha / 2) / alpha) << 8)
                            | ((blue + alpha / 2) / alpha);
                }
            }
        }
        return out;
    }

    /** The picture under a Gaussian blur of this deviation in pixels, made of three box blurs each way. */
    static BufferedImage blur(BufferedImage image, double deviation) {
        int width = image.getWidth();
        int height = image.getHeight();
        int n = width * height;
        float[][] planes = new float[4][n];
        int[] from = data(image);
        for (int i = 0; i < n; i++) {
            int p = from[i];
            float a = p >>> 24;
            planes[3][i] = a;
            planes[0][i] = a * ((p >> 16) & 255);
            planes[1][i] = a * ((p >> 8) & 255);
            planes[2][i] = a * (p & 255);
        }
        // Three boxes of half width r (with a fractional edge) have together the variance r(r+1) a box of 2r+1.
        double radius = (Math.sqrt(4 * deviation * deviation + 1) - 1) / 2;
        float[] scratch = new float[n];
        for (float[] plane : planes) {
            for (int pass = 0; pass < 3; pass++) {
                across(plane, scratch, width, height, radius);
                down(scratch, plane, width, height, radius);
            }
        }
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] to = data(out);
        for (int i = 0; i < n; i++) {
            float a = planes[3][i];
            if (a >= 0.5f) {
                to[i] = (Math.min(255, Math.round(a)) << 24)
                        | (Math.min(255, Math.round(planes[0][i] / a)) << 16)
                        | (Math.min(255, Math.round(planes[1][i] / a)) << 8)
                        | Math.min(255, Math.round(planes[2][i] / a));
            }
        }
        return out;
    }

    private static void across(float[] from, float[] to, int width, int height, double radius) {
        int whole = (int) radius;
        float edge = (float) (radius - whole);
        float norm = 1 / (2 * whole + 1 + 2 * edge);
        for (int y = 0; y < height; y++) {
            int at = y * width;
            float sum = 0;
            for (int i = 0; i <= whole && i < width; i++) {
                sum += from[at + i];
            }
            for (int i = 0; i < width; i++) {
                float left = i > whole ? from[at + i - whole - 1] : 0;
                float right = i + whole + 1 < width ? from[at + i + whole + 1] : 0;
                to[at + i] = (sum + edge * (left + right)) * norm;
                sum += right;
                if (i >= whole) {
                    sum -= from[at + i - whole];
                }
            }
        }
    }

    /** As {@link #across}, down the columns; it goes row by row, because that is how memory lies. */
    private static void down(float[] from, float[] to, int width, int height, double radius) {
        int whole = (int) radius;
        float edge = (float) (radius - whole);
        float norm = 1 / (2 * whole + 1 + 2 * edge);
        float[] sums = new float[width];
        float[] nothing = new float[width];
        for (int y = 0; y <= whole && y < height; y++) {
            for (int x = 0; x < width; x++) {
                sums[x] += from[y * width + x];
            }
        }
        for (int y = 0; y < height; y++) {
            float[] above = y > whole ? from : nothing;
            int aboveAt = y > whole ? (y - whole - 1) * width : 0;
            float[] below = y + whole + 1 < height ? from : nothing;
            int belowAt = y + whole + 1 < height ? (y + whole + 1) * width : 0;
            float[] leaving = y >= whole ? from : nothing;
            int leavingAt = y >= whole ? (y - whole) * width : 0;
            for (int x = 0; x < width; x++) {
                float right = below[belowAt + x];
                to[y * width + x] = (sums[x] + edge * (above[aboveAt + x] + right)) * norm;
                sums[x] = sums[x] + right - leaving[leavingAt + x];
            }
        }
    }
}
