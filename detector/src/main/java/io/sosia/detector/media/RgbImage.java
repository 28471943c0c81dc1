package io.sosia.detector.media;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Objects;

/**
 * An upright picture on the Java heap, owned by whoever holds it. Not copied on the way in or out: hand over arrays
 * that nobody else writes.
 *
 * @param width 1 or more
 * @param height 1 or more
 * @param rgb interleaved R, G, B, one unsigned byte each, rows without padding; {@code 3 * width * height} long
 */
@SuppressWarnings("ArrayRecordComponent") // a frame's pixels: copying them at each boundary would double the cost
public record RgbImage(int width, int height, byte[] rgb) {

    /** @throws IllegalArgumentException if the array does not fit the size */
    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != Math.multiplyExact(3, Math.multiplyExact(width, height))) {
            throw new IllegalArgumentException(rgb.length + " bytes are not " + width + "x" + height + " RGB pixels");
        }
    }

    /** A picture for Java2D and ImageIO, of type {@code TYPE_INT_RGB}. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0, j = 0; i < pixels.length; i++, j += 3) {
            pixels[i] = (rgb[j] & 0xff) << 16 | (rgb[j + 1] & 0xff) << 8 | (rgb[j + 2] & 0xff);
        }
        return image;
    }

    /** From any Java2D picture; transparency is laid over black. */
    public static RgbImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] row = new int[width];
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0, j = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                int alpha = argb >>> 24;
                rgb[j++] = (byte) ((argb >> 16 & 0xff) * alpha / 255);
                rgb[j++] = (byte) ((argb >> 8 & 0xff) * alpha / 255);
                rgb[j++] = (byte) ((argb & 0xff) * alpha / 255);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RgbImage other
                && width == other.width
                && height == other.height
                && java.util.Arrays.equals(rgb, other.rgb);
    }

    @Override
    public int hashCode() {
        return Objects.hash(width, height, java.util.Arrays.hashCode(rgb));
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + "x" + height + "]";
    }
}
