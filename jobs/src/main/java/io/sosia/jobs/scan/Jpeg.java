package io.sosia.jobs.scan;

import io.sosia.detector.media.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** An encoded picture. Immutable. */
public final class Jpeg {

    /** Where faces show no blocks yet at a fifth of the bytes. */
    private static final float QUALITY = 0.85f;

    private final byte[] bytes;

    private Jpeg(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Encodes a picture, shrunk where its longer side exceeds {@code longestSide} pixels. */
    public static Jpeg of(RgbImage image, int longestSide) {
        BufferedImage picture = shrunk(image.toBufferedImage(), longestSide);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory", e);
        } finally {
            writer.dispose();
        }
        return new Jpeg(bytes.toByteArray());
    }

    private static BufferedImage shrunk(BufferedImage picture, int longestSide) {
        int longer = Math.max(picture.getWidth(), picture.getHeight());
        if (longer <= longestSide) {
            return picture;
        }
        int width = Math.max(1, picture.getWidth() * longestSide / longer);
        int height = Math.max(1, picture.getHeight() * longestSide / longer);
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.drawImage(picture, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return small;
    }

    /** A copy of the file's content. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
