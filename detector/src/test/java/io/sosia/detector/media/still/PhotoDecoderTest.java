package io.sosia.detector.media.still;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.RgbImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoDecoderTest {

    private final PhotoDecoder decoder = new PhotoDecoder();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "webp"})
    void wholePicturesAreDecoded(String format) throws Exception {
        try (StillPicture picture = decode(encoded(format))) {
            assertEquals(90, picture.width());
            assertEquals(60, picture.height());
            // Left red, right blue: the order of the channels.
            assertNear(Color.RED, picture, 20, 30);
            assertNear(Color.BLUE, picture, 70, 30);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "webp"})
    void cutOffPicturesAreRefused(String format) throws Exception {
        byte[] whole = encoded(format);
        for (int tenth = 1; tenth < 10; tenth++) {
            byte[] part = Arrays.copyOf(whole, whole.length * tenth / 10);
            MediaException refused =
                    assertThrows(MediaException.class, () -> decode(part).close());
            assertNotEquals(MediaFailure.UNREADABLE, refused.reason());
        }
        byte[] almost = Arrays.copyOf(whole, whole.length - 3);
        assertThrows(MediaException.class, () -> decode(almost).close());
    }

    /** Whatever single bytes become, the answer is a picture or a refusal. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "webp"})
    void damagedPicturesNeverCrash(String format) throws Exception {
        byte[] whole = encoded(format);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 4; j++) {
                damaged[random.nextInt(i < 100 ? Math.min(64, whole.length) : whole.length)] =
                        (byte) random.nextInt(256);
            }
            try (StillPicture picture = decode(damaged)) {
                assertTrue((long) picture.width() * picture.height() <= PhotoDecoder.MOST_PIXELS);
            } catch (MediaException e) {
                assertNotEquals("", e.detail());
            }
        }
    }

    @Test
    void headersThatClaimTooMuchAreRefusedBeforeDecoding() throws Exception {
        assertReason(MediaFailure.TOO_LARGE, png(100_000, 100_000));
        assertReason(MediaFailure.TOO_LARGE, png(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertReason(MediaFailure.TOO_LARGE, png(-1, -1));
        assertReason(MediaFailure.DAMAGED, png(0, 10));
        byte[] jpeg = encoded("jpg");
        int frame = indexOf(jpeg, (byte) 0xff, (byte) 0xc0);
        Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xff);
        assertReason(MediaFailure.TOO_LARGE, jpeg);
        byte[] bmp = encoded("bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 100_000).putInt(22, -100_000);
        MediaException refused =
                assertThrows(MediaException.class, () -> decode(bmp).close());
        assertTrue(refused.reason() == MediaFailure.TOO_LARGE || refused.reason() == MediaFailure.TRUNCATED);
    }

    @Test
    void otherFormatsAreRefused() throws Exception {
        assertReason(MediaFailure.UNKNOWN_FORMAT, "just text".getBytes(StandardCharsets.UTF_8));
        assertReason(MediaFailure.UNKNOWN_FORMAT, encoded("gif"));
        assertReason(MediaFailure.UNKNOWN_FORMAT, new byte[] {(byte) 0xff});
        assertReason(MediaFailure.TRUNCATED, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
    }

    @Test
    void whatIsNoRegularFileIsRefused() throws Exception {
        assertEquals(MediaFailure.UNREADABLE, refusal(folder));
        assertEquals(MediaFailure.UNREADABLE, refusal(folder.resolve("missing.jpg")));
        Path empty = Files.createFile(folder.resolve("empty.jpg"));
        assertEquals(MediaFailure.EMPTY, refusal(empty));
    }

    /** Opening a pipe that nobody writes to would wait for ever. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAreRefused() throws Exception {
        Path pipe = folder.resolve("pipe.jpg");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(MediaFailure.UNREADABLE, refusal(pipe));
    }

    /** EXIF orientation 6: the camera was held upright, the sensor lay on its side. */
    @Test
    void orientationIsApplied() throws Exception {
        byte[] jpeg = encoded("jpg");
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] turned = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, turned, 0, 2);
        System.arraycopy(exif, 0, turned, 2, exif.length);
        System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);
        try (StillPicture picture = decode(turned)) {
            assertEquals(60, picture.width());
            assertEquals(90, picture.height());
            assertNear(Color.RED, picture, 30, 20);
            assertNear(Color.BLUE, picture, 30, 70);
        }
    }

    @Test
    void aClosedPictureSaysSo() throws Exception {
        StillPicture picture = decode(encoded("png"));
        picture.close();
        assertThrows(IllegalStateException.class, () -> picture.region(new PixelBox(0, 0, 10, 10), 1));
        assertThrows(IllegalStateException.class, () -> picture.scaledBgrPlanes(8, 8, 8, 8, new byte[192]));
    }

    @Test
    void planesArePaddedWithZeros() throws Exception {
        byte[] planes = new byte[3 * 64 * 32];
        Arrays.fill(planes, (byte) 99);
        try (StillPicture picture = decode(encoded("png"))) {
            picture.scaledBgrPlanes(45, 30, 64, 32, planes);
            assertThrows(IllegalArgumentException.class, () -> picture.scaledBgrPlanes(65, 30, 64, 32, planes));
            assertThrows(IllegalArgumentException.class, () -> picture.scaledBgrPlanes(45, 30, 64, 33, planes));
        }
        assertEquals(0, planes[10]);
        assertEquals((byte) 255, planes[40]);
        assertEquals((byte) 255, planes[2 * 64 * 32 + 10]);
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 64; x++) {
                    if (x >= 45 || y >= 30) {
                        assertEquals(0, planes[plane * 64 * 32 + y * 64 + x]);
                    }
                }
            }
        }
    }

    @Test
    void regionsAreClippedAndShrunk() throws Exception {
        try (StillPicture picture = decode(encoded("png"))) {
            var region = picture.region(new PixelBox(-10, 20.5, 30.2, 500), 0.5);
            assertEquals(new PixelBox(0, 20, 31, 60), region.box());
            assertEquals(16, region.image().width());
            assertEquals(20, region.image().height());
            assertThrows(IllegalArgumentException.class, () -> picture.region(new PixelBox(90, 0, 99, 9), 1));
            assertThrows(IllegalArgumentException.class, () -> picture.region(new PixelBox(0, 0, 9, 9), 1.1));
            assertThrows(IllegalArgumentException.class, () -> picture.region(new PixelBox(0, 0, 9, 9), 0));
        }
    }

    private StillPicture decode(byte[] content) throws MediaException {
        return decoder.decode(Path.of("photo"), content);
    }

    private MediaFailure refusal(Path file) {
        return assertThrows(MediaException.class, () -> decoder.read(file)).reason();
    }

    private void assertReason(MediaFailure reason, byte[] content) {
        MediaException refused =
                assertThrows(MediaException.class, () -> decode(content).close());
        assertEquals(reason, refused.reason(), refused::detail);
    }

    private static void assertNear(Color expected, StillPicture picture, int x, int y) {
        RgbImage pixel = picture.region(new PixelBox(x, y, x + 1, y + 1), 1).image();
        assertEquals(expected.getRed(), pixel.rgb()[0] & 0xff, 12);
        assertEquals(expected.getGreen(), pixel.rgb()[1] & 0xff, 12);
        assertEquals(expected.getBlue(), pixel.rgb()[2] & 0xff, 12);
    }

    private static byte[] encoded(String format) throws Exception {
        BufferedImage image = new BufferedImage(90, 60, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 60; y++) {
            for (int x = 0; x < 90; x++) {
                image.setRGB(x, y, (x < 45 ? Color.RED : Color.BLUE).getRGB());
            }
        }
        if (format.equals("webp")) {
            return webp(RgbImage.of(image));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    private static byte[] webp(RgbImage image) {
        byte[] bgr = new byte[image.rgb().length];
        for (int i = 0; i < bgr.length; i++) {
            bgr[i] = image.rgb()[i - i % 3 + 2 - i % 3];
        }
        try (BytePointer data = new BytePointer(bgr);
                Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, data);
                BytePointer out = new BytePointer()) {
            assertTrue(opencv_imgcodecs.imencode(".webp", mat, out));
            byte[] bytes = new byte[(int) out.limit()];
            out.get(bytes);
            return bytes;
        }
    }

    /** A PNG of nothing but a header and an end, both with right checksums. */
    private static byte[] png(int width, int height) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + 25 + 12);
        buffer.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a});
        ByteBuffer header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        for (byte[] chunk : new byte[][] {header.array(), "IEND".getBytes(StandardCharsets.US_ASCII)}) {
            CRC32 checksum = new CRC32();
            checksum.update(chunk);
            buffer.putInt(chunk.length - 4).put(chunk).putInt((int) checksum.getValue());
        }
        return buffer.array();
    }

    private static int indexOf(byte[] bytes, byte first, byte second) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == first && bytes[i + 1] == second) {
                return i;
            }
        }
        throw new AssertionError("no such marker");
    }
}
