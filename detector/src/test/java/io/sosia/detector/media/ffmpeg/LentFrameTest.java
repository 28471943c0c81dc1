package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NV12;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_VAAPI;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Picture.Region;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LentFrameTest {

    private interface Look {
        void at(LentFrame frame);
    }

    /** A frame of constant chroma whose luma follows a function of the stored pixel. */
    private static void withFrame(
            int format,
            int width,
            int height,
            int space,
            int range,
            IntBinaryOperator luma,
            int u,
            int v,
            int turn,
            Look look) {
        AVFrame frame = av_frame_alloc();
        try (PictureConverter converter = new PictureConverter()) {
            frame.width(width).height(height).format(format).colorspace(space).color_range(range);
            assertTrue(av_frame_get_buffer(frame, 0) >= 0);
            boolean wide = format == AV_PIX_FMT_YUV420P10LE;
            boolean full = format == AV_PIX_FMT_YUV444P;
            fill(frame, 0, width, height, wide, luma);
            int chromaWidth = full ? width : (width + 1) / 2;
            int chromaHeight = full ? height : (height + 1) / 2;
            if (format == AV_PIX_FMT_NV12) {
                fill(frame, 1, 2 * chromaWidth, chromaHeight, false, (x, y) -> x % 2 == 0 ? u : v);
            } else {
                fill(frame, 1, chromaWidth, chromaHeight, wide, (x, y) -> u);
                fill(frame, 2, chromaWidth, chromaHeight, wide, (x, y) -> v);
            }
            look.at(new LentFrame(frame, converter, new Showing(turn, false, 1), MediaTime.ZERO, true));
        } finally {
            av_frame_free(frame);
        }
    }

    private static void fill(AVFrame frame, int plane, int width, int height, boolean wide, IntBinaryOperator value) {
        BytePointer data = frame.data(plane);
        byte[] row = new byte[wide ? 2 * width : width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sample = value.applyAsInt(x, y);
                if (wide) {
                    row[2 * x] = (byte) (sample << 2);
                    row[2 * x + 1] = (byte) (sample >> 6);
                } else {
                    row[x] = (byte) sample;
                }
            }
            data.position((long) y * frame.linesize(plane)).put(row);
        }
    }

    /** ITU-R BT.601 and BT.709: Kr, Kb, and 219 or 255 steps of luma. */
    private static int[] rgb(int y, int u, int v, double kr, double kb, boolean full) {
        double luma = full ? y / 255.0 : (y - 16) / 219.0;
        double blue = (u - 128) / (full ? 255.0 : 224.0);
        double red = (v - 128) / (full ? 255.0 : 224.0);
        double r = luma + 2 * (1 - kr) * red;
        double b = luma + 2 * (1 - kb) * blue;
        double g = (luma - kr * r - kb * b) / (1 - kr - kb);
        return new int[] {eight(r), eight(g), eight(b)};
    }

    private static int eight(double value) {
        return (int) Math.round(Math.clamp(value, 0.0, 1.0) * 255);
    }

    @ParameterizedTest
    @CsvSource({"yuv420p", "yuv420p10", "yuv444p", "nv12"})
    void coloursFollowTheMatrixAndTheRange(String name) {
        int format = switch (name) {
            case "yuv420p10" -> AV_PIX_FMT_YUV420P10LE;
            case "yuv444p" -> AV_PIX_FMT_YUV444P;
            case "nv12" -> AV_PIX_FMT_NV12;
            default -> AV_PIX_FMT_YUV420P;
        };
        for (int[] yuv : new int[][] {{128, 128, 128}, {90, 110, 170}, {180, 100, 120}, {60, 150, 125}}) {
            for (boolean full : new boolean[] {false, true}) {
                int range = full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
                int[] sd = rgb(yuv[0], yuv[1], yuv[2], 0.299, 0.114, full);
                int[] hd = rgb(yuv[0], yuv[1], yuv[2], 0.2126, 0.0722, full);
                assertColour(sd, format, 64, 48, AVCOL_SPC_SMPTE170M, range, yuv);
                assertColour(hd, format, 64, 48, AVCOL_SPC_BT709, range, yuv);
                assertColour(sd, format, 64, 48, AVCOL_SPC_UNSPECIFIED, range, yuv);
                assertColour(hd, format, 64, 720, AVCOL_SPC_UNSPECIFIED, range, yuv);
            }
        }
    }

    private static void assertColour(int[] rgb, int format, int width, int height, int space, int range, int[] yuv) {
        withFrame(format, width, height, space, range, (x, y) -> yuv[0], yuv[1], yuv[2], 0, frame -> {
            byte[] full = frame.region(new PixelBox(10, 10, 30, 30), 1).image().rgb();
            byte[] small =
                    frame.region(new PixelBox(10, 10, 30, 30), 0.37).image().rgb();
            byte[] planes = new byte[3 * 20 * 20];
            frame.scaledBgrPlanes(20, 20, 20, 20, planes);
            for (int c = 0; c < 3; c++) {
                assertEquals(rgb[c], full[3 * 205 + c] & 0xff, 4.0f, "full size, channel " + c);
                assertEquals(rgb[c], small[3 * 10 + c] & 0xff, 4.0f, "shrunk, channel " + c);
                assertEquals(rgb[c], planes[(2 - c) * 400 + 210] & 0xff, 4.0f, "planes, channel " + c);
            }
        });
    }

    /** Luma that tells a stored pixel's place within 8 by 8. */
    private static int place(int x, int y) {
        return 20 + 3 * (x % 8 + 8 * (y % 8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void aRegionShowsTheBoxThatItNames(int turn) {
        int width = 67;
        int height = 45;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(turn);
        withFrame(
                AV_PIX_FMT_YUV420P,
                width,
                height,
                AVCOL_SPC_BT709,
                AVCOL_RANGE_JPEG,
                LentFrameTest::place,
                128,
                128,
                turn,
                frame -> {
                    boolean lying = turn % 180 != 0;
                    assertEquals(lying ? height : width, frame.width());
                    assertEquals(lying ? width : height, frame.height());
                    for (int i = 0; i < 200; i++) {
                        double left = random.nextDouble(-20, frame.width() - 1);
                        double top = random.nextDouble(-20, frame.height() - 1);
                        PixelBox asked = new PixelBox(
                                left,
                                top,
                                Math.max(left, 0) + random.nextDouble(0.1, 40),
                                Math.max(top, 0) + random.nextDouble(0.1, 40));
                        Region region = frame.region(asked, 1);
                        PixelBox box = region.box();
                        assertTrue(box.left() >= 0 && box.right() <= frame.width() && box.top() >= 0);
                        assertTrue(box.bottom() <= frame.height());
                        assertTrue(box.left() <= Math.max(0, left) && box.top() <= Math.max(0, top));
                        assertTrue(box.right() >= Math.min(frame.width(), asked.right()));
                        assertTrue(box.bottom() >= Math.min(frame.height(), asked.bottom()));
                        assertEquals(box.width(), region.image().width());
                        assertEquals(box.height(), region.image().height());
                        for (int y = 0; y < region.image().height(); y++) {
                            for (int x = 0; x < region.image().width(); x++) {
                                int ux = (int) box.left() + x;
                                int uy = (int) box.top() + y;
                                int expected = switch (turn) {
                                    case 90 -> place(uy, height - 1 - ux);
                                    case 180 -> place(width - 1 - ux, height - 1 - uy);
                                    case 270 -> place(width - 1 - uy, ux);
                                    default -> place(ux, uy);
                                };
                                int got = region.image()
                                                .rgb()[3 * (y * region.image().width() + x) + 1]
                                        & 0xff;
                                assertTrue(Math.abs(expected - got) <= 2, "at " + ux + ", " + uy + " of " + asked);
                            }
                        }
                    }
                });
    }

    @Test
    void shrinkingAverages() {
        // Stripes one pixel wide: whatever is not averaged shows them.
        withFrame(
                AV_PIX_FMT_YUV420P,
                120,
                80,
                AVCOL_SPC_BT709,
                AVCOL_RANGE_JPEG,
                (x, y) -> x % 2 * 200,
                128,
                128,
                0,
                frame -> {
                    Region region = frame.region(new PixelBox(0, 0, 120, 80), 0.25);
                    assertEquals(30, region.image().width());
                    assertEquals(20, region.image().height());
                    for (byte value : region.image().rgb()) {
                        assertTrue(Math.abs((value & 0xff) - 100) <= 3);
                    }
                    byte[] planes = new byte[3 * 30 * 20];
                    frame.scaledBgrPlanes(30, 20, 30, 20, planes);
                    for (byte value : planes) {
                        assertTrue(Math.abs((value & 0xff) - 100) <= 3);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void planesArePaddedWithZeros(int turn) {
        withFrame(
                AV_PIX_FMT_YUV420P, 67, 45, AVCOL_SPC_BT709, AVCOL_RANGE_JPEG, (x, y) -> 100, 128, 128, turn, frame -> {
                    byte[] planes = new byte[3 * 40 * 50 + 7];
                    Arrays.fill(planes, (byte) 77);
                    frame.scaledBgrPlanes(31, 29, 40, 50, planes);
                    for (int i = 0; i < planes.length; i++) {
                        int x = i % 40;
                        int y = i / 40 % 50;
                        int expected = i >= 6000 ? 77 : x < 31 && y < 29 ? 100 : 0;
                        assertTrue(Math.abs(planes[i] - expected) <= 2, "byte " + i);
                    }
                });
    }

    @Test
    void refusesWhatDoesNotFit() {
        withFrame(AV_PIX_FMT_YUV420P, 64, 48, AVCOL_SPC_BT709, AVCOL_RANGE_JPEG, (x, y) -> 100, 128, 128, 0, frame -> {
            byte[] planes = new byte[300];
            assertThrows(IllegalArgumentException.class, () -> frame.scaledBgrPlanes(11, 10, 10, 10, planes));
            assertThrows(IllegalArgumentException.class, () -> frame.scaledBgrPlanes(10, 10, 10, 11, planes));
            assertThrows(IllegalArgumentException.class, () -> frame.scaledBgrPlanes(0, 10, 10, 10, planes));
            PixelBox outside = new PixelBox(64, 0, 70, 10);
            assertThrows(IllegalArgumentException.class, () -> frame.region(outside, 1));
            PixelBox inside = new PixelBox(0, 0, 10, 10);
            assertThrows(IllegalArgumentException.class, () -> frame.region(inside, 1.01));
            assertThrows(IllegalArgumentException.class, () -> frame.region(inside, 0));
            assertThrows(IllegalArgumentException.class, () -> frame.region(inside, Double.NaN));
            frame.takeBack();
            assertThrows(IllegalStateException.class, () -> frame.region(inside, 1));
        });
    }

    @Test
    void takesPlanesInMemoryOnly() {
        assertTrue(PictureConverter.accepts(AV_PIX_FMT_YUV420P10LE));
        assertFalse(PictureConverter.accepts(AV_PIX_FMT_VAAPI));
        assertFalse(PictureConverter.accepts(AV_PIX_FMT_PAL8));
        assertFalse(PictureConverter.accepts(-1));
    }
}
