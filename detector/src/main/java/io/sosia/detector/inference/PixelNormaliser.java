package io.sosia.detector.inference;

import io.sosia.detector.media.RgbImage;
import io.sosia.models.catalogue.InputCard;
import java.nio.FloatBuffer;

/**
 * Writes pixels into an input tensor as its card asks: {@code (pixel * scale - mean[c]) / deviation[c]}, NCHW, channels
 * in the card's order. Serves one thread at a time.
 */
public final class PixelNormaliser {

    /** Converted in pieces that stay in the first-level cache, then copied out of the heap in one go each. */
    private static final int PIECE = 4096;

    /** For R, G, B: where that channel lies in the tensor. */
    private final int[] planeOfRgb;

    /** For R, G, B: the value of each pixel value. */
    private final float[][] tables = new float[3][256];

    private final boolean plain;
    private final float[] piece = new float[PIECE];

    /** For tensors of this kind. */
    public PixelNormaliser(InputCard card) {
        planeOfRgb = card.channels().equals("RGB") ? new int[] {0, 1, 2} : new int[] {2, 1, 0};
        boolean unchanged = true;
        for (int colour = 0; colour < 3; colour++) {
            int c = planeOfRgb[colour];
            for (int pixel = 0; pixel < 256; pixel++) {
                double value = (pixel * card.scale() - card.mean().get(c))
                        / card.deviation().get(c);
                tables[colour][pixel] = (float) value;
                unchanged &= (float) value == pixel;
            }
        }
        plain = unchanged;
    }

    /**
     * From planar B, G, R bytes.
     *
     * @param planes three planes of {@code planeLength} bytes
     * @param tensor receives {@code 3 * planeLength} floats from position 0
     */
    public void fromBgrPlanes(byte[] planes, int planeLength, FloatBuffer tensor) {
        for (int plane = 0; plane < 3; plane++) {
            int colour = 2 - plane;
            int from = plane * planeLength;
            int to = planeOfRgb[colour] * planeLength;
            for (int done = 0; done < planeLength; done += PIECE) {
                int count = Math.min(PIECE, planeLength - done);
                if (plain) {
                    widen(planes, from + done, count);
                } else {
                    look(tables[colour], planes, from + done, count);
                }
                tensor.put(to + done, piece, 0, count);
            }
        }
    }

    /**
     * From an interleaved picture.
     *
     * @param mirrored whether to turn left and right round
     * @param tensor receives {@code 3 * width * height} floats from position 0
     */
    public void fromRgb(RgbImage image, boolean mirrored, FloatBuffer tensor) {
        int width = image.width();
        int height = image.height();
        byte[] rgb = image.rgb();
        int plane = width * height;
        float[] row = width <= PIECE ? piece : new float[width];
        for (int colour = 0; colour < 3; colour++) {
            float[] table = tables[colour];
            for (int y = 0; y < height; y++) {
                int at = 3 * y * width + colour;
                if (mirrored) {
                    for (int x = width - 1; x >= 0; x--, at += 3) {
                        row[x] = table[rgb[at] & 0xff];
                    }
                } else {
                    for (int x = 0; x < width; x++, at += 3) {
                        row[x] = table[rgb[at] & 0xff];
                    }
                }
                tensor.put(planeOfRgb[colour] * plane + y * width, row, 0, width);
            }
        }
    }

    /** A loop that the compiler turns into vector instructions, as it cannot the table's. */
    private void widen(byte[] bytes, int from, int count) {
        for (int i = 0; i < count; i++) {
            piece[i] = bytes[from + i] & 0xff;
        }
    }

    private void look(float[] table, byte[] bytes, int from, int count) {
        for (int i = 0; i < count; i++) {
            piece[i] = table[bytes[from + i] & 0xff];
        }
    }
}
