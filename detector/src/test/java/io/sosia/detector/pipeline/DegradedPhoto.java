package io.sosia.detector.pipeline;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Photos made worse, or only made other, in the ways that happen to them. */
enum DegradedPhoto {
    AS_IS,
    BLURRED_05,
    BLURRED_08,
    BLURRED_12,
    BLURRED_17,
    DARK_40,
    DARK_20,
    DARK_10,
    DARK_05,
    HALF_GREY,
    HALF_BACKGROUND,
    BLACK_GLASSES,
    BLACK_PATCH,
    PLAIN_MASK,
    MOUTH_BACKGROUND;

    private static final int GREY = 0x787878;
    private static final int BLACK = 0x0f0f0f;
    private static final int PALE_BLUE = 0x96b4cd;

    /** The photo, made worse where its face is. */
    RgbImage of(RgbImage photo, Landmarks face) {
        double eyes = Math.hypot(
                face.rightEye().x() - face.leftEye().x(),
                face.rightEye().y() - face.leftEye().y());
        return switch (this) {
            case AS_IS -> photo;
            case BLURRED_05 -> blurred(photo, 0.05 * eyes);
            case BLURRED_08 -> blurred(photo, 0.08 * eyes);
            case BLURRED_12 -> blurred(photo, 0.12 * eyes);
            case BLURRED_17 -> blurred(photo, 0.17 * eyes);
            case DARK_40 -> darkened(photo, 0.4);
            case DARK_20 -> darkened(photo, 0.2);
            case DARK_10 -> darkened(photo, 0.1);
            case DARK_05 -> darkened(photo, 0.05);
            case HALF_GREY, HALF_BACKGROUND, BLACK_GLASSES, BLACK_PATCH, PLAIN_MASK, MOUTH_BACKGROUND ->
                covered(photo, face, eyes);
        };
    }

    /**
     * Whether a point is covered.
     *
     * @param across from the middle of the eyes, in distances between them
     * @param down likewise, in distances from there to the mouth
     */
    private boolean covers(double across, double down) {
        return switch (this) {
            case HALF_GREY, HALF_BACKGROUND -> across > 0.05 && across < 1.3 && down > -1 && down < 1.8;
            case BLACK_GLASSES -> Math.abs(across) < 0.95 && Math.abs(down) < 0.28;
            case BLACK_PATCH -> across > 0.12 && across < 0.95 && Math.abs(down) < 0.3;
            case PLAIN_MASK, MOUTH_BACKGROUND -> Math.abs(across) < 0.95 && down > 0.45 && down < 1.7;
            case AS_IS, BLURRED_05, BLURRED_08, BLURRED_12, BLURRED_17, DARK_40, DARK_20, DARK_10, DARK_05 -> false;
        };
    }

    private RgbImage covered(RgbImage photo, Landmarks face, double eyes) {
        double ux = (face.rightEye().x() - face.leftEye().x()) / eyes;
        double uy = (face.rightEye().y() - face.leftEye().y()) / eyes;
        double middleX = (face.leftEye().x() + face.rightEye().x()) / 2;
        double middleY = (face.leftEye().y() + face.rightEye().y()) / 2;
        double mouth = ((face.leftMouth().x() + face.rightMouth().x()) / 2 - middleX) * -uy
                + ((face.leftMouth().y() + face.rightMouth().y()) / 2 - middleY) * ux;
        int width = photo.width();
        int height = photo.height();
        byte[] source = photo.rgb();
        byte[] rgb = source.clone();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double across = ((x - middleX) * ux + (y - middleY) * uy) / eyes;
                double down = ((x - middleX) * -uy + (y - middleY) * ux) / mouth;
                if (covers(across, down)) {
                    int at = 3 * (y * width + x);
                    // The picture's upper quarter, turned over.
                    int row = (height - 1 - y) % Math.max(1, height / 4);
                    int from = 3 * (row * width + width - 1 - x);
                    for (int c = 0; c < 3; c++) {
                        rgb[at + c] = switch (this) {
                            case HALF_GREY -> level(GREY, c);
                            case BLACK_GLASSES, BLACK_PATCH -> level(BLACK, c);
                            case PLAIN_MASK -> level(PALE_BLUE, c);
                            case HALF_BACKGROUND, MOUTH_BACKGROUND -> source[from + c];
                            case AS_IS,
                                    BLURRED_05,
                                    BLURRED_08,
                                    BLURRED_12,
                                    BLURRED_17,
                                    DARK_40,
                                    DARK_20,
                                    DARK_10,
                                    DARK_05 -> source[at + c];
                        };
                    }
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static byte level(int colour, int channel) {
        return (byte) (colour >> (8 * (2 - channel)));
    }

    private static RgbImage darkened(RgbImage photo, double gain) {
        byte[] rgb = photo.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round((rgb[i] & 0xff) * gain);
        }
        return new RgbImage(photo.width(), photo.height(), rgb);
    }

    /** By a Gaussian; sigma in pixels. */
    private static RgbImage blurred(RgbImage photo, double sigma) {
        byte[] across = blurred(photo.rgb(), photo.width(), photo.height(), sigma, 1, 0);
        return new RgbImage(photo.width(), photo.height(), blurred(across, photo.width(), photo.height(), sigma, 0, 1));
    }

    private static byte[] blurred(byte[] rgb, int width, int height, double sigma, int stepX, int stepY) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] weights = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = Math.exp(-i * i / (2 * sigma * sigma));
            sum += weights[i + reach];
        }
        byte[] out = new byte[rgb.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double value = 0;
                    for (int i = -reach; i <= reach; i++) {
                        int fromX = Math.clamp(x + i * stepX, 0, width - 1);
                        int fromY = Math.clamp(y + i * stepY, 0, height - 1);
                        value += weights[i + reach] * (rgb[3 * (fromY * width + fromX) + c] & 0xff);
                    }
                    out[3 * (y * width + x) + c] = (byte) Math.round(value / sum);
                }
            }
        }
        return out;
    }

    /** As a mirror shows it. */
    static RgbImage mirrored(RgbImage photo) {
        byte[] rgb = new byte[photo.rgb().length];
        for (int y = 0; y < photo.height(); y++) {
            for (int x = 0; x < photo.width(); x++) {
                System.arraycopy(
                        photo.rgb(),
                        3 * (y * photo.width() + photo.width() - 1 - x),
                        rgb,
                        3 * (y * photo.width() + x),
                        3);
            }
        }
        return new RgbImage(photo.width(), photo.height(), rgb);
    }

    /** Area-averaged to half its sides. */
    static RgbImage halved(RgbImage photo) {
        try (StillPicture picture = StillPicture.of(photo)) {
            return picture.region(new PixelBox(0, 0, photo.width(), photo.height()), 0.5)
                    .image();
        }
    }

    /** Through a JPEG file of that quality, 1 to 100. */
    static RgbImage jpeg(RgbImage photo, int quality) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality / 100f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(photo.toBufferedImage(), null, null), settings);
        } finally {
            writer.dispose();
        }
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        return RgbImage.of(read);
    }
}
