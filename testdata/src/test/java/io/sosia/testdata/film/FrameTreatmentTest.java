package io.sosia.testdata.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.testdata.film.FilmSettings.FrameFormat;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Frames drawn by hand, and what becomes of their pixels. */
class FrameTreatmentTest {

    private static final FrameFormat FORMAT = new FrameFormat(200, 400, 5);

    /** Luma that grows to the right and, by less, downwards; U 100 on the left half and 150 on the right; V 120. */
    private static ByteBuffer drawn() {
        ByteBuffer planes = ByteBuffer.allocateDirect(200 * 400 * 3 / 2);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 200; x++) {
                planes.put(y * 200 + x, (byte) luma(x, y));
            }
        }
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 100; x++) {
                planes.put(200 * 400 + y * 100 + x, (byte) (x < 50 ? 100 : 150));
                planes.put(200 * 400 * 5 / 4 + y * 100 + x, (byte) 120);
            }
        }
        return planes;
    }

    private static int luma(int x, int y) {
        return 30 + x * 3 / 4 + y / 10;
    }

    private static byte[] treated(FrameTreatment treatment, FrameFormat filmed) {
        ByteBuffer drawn = drawn();
        byte[] bytes = new byte[filmed.width() * filmed.height() * 3 / 2];
        try (TreatedFrames frames = new TreatedFrames(FORMAT, filmed, treatment)) {
            ByteBuffer first = frames.next(drawn);
            first.duplicate().rewind().get(bytes);
        }
        assertEquals(drawn(), drawn.rewind(), "the drawn frame stays as it is");
        return bytes;
    }

    private static int at(byte[] planes, int x, int y) {
        return planes[y * 200 + x] & 255;
    }

    private static int u(byte[] planes, int x, int y) {
        return planes[200 * 400 + y / 2 * 100 + x / 2] & 255;
    }

    @Test
    void mirrorExchangesLeftAndRight() {
        byte[] planes = treated(FrameTreatment.mirrored(), FORMAT);
        for (int x = 0; x < 200; x++) {
            assertEquals(luma(199 - x, 77), at(planes, x, 77));
        }
        assertEquals(150, u(planes, 10, 77));
        assertEquals(100, u(planes, 190, 77));
    }

    @Test
    void cropKeepsTheMiddleEightyPerCent() {
        byte[] planes = treated(FrameTreatment.cropped(0.1), FORMAT);
        // The corners show what lay a tenth of the sides inwards; the middle stays.
        assertEquals(luma(20, 40), at(planes, 0, 0), 1);
        assertEquals(luma(179, 359), at(planes, 199, 399), 1);
        assertEquals(luma(100, 200), at(planes, 100, 200), 1);
        assertEquals(luma(60, 120), at(planes, 50, 100), 1);
    }

    @Test
    void borderShowsTheWholePictureSmallerInOneColour() {
        byte[] planes = treated(FrameTreatment.bordered(0.1), FORMAT);
        int border = at(planes, 0, 0);
        for (int x = 0; x < 200; x++) {
            assertEquals(border, at(planes, x, 39));
            assertEquals(border, at(planes, x, 360));
        }
        assertEquals(border, at(planes, 19, 200));
        assertEquals(luma(0, 0), at(planes, 20, 40), 1);
        assertEquals(luma(199, 399), at(planes, 179, 359), 1);
        assertEquals(100, u(planes, 40, 200));
        assertEquals(150, u(planes, 160, 200));
    }

    @Test
    void brightnessIsAGainThatEndsAtWhite() {
        byte[] brighter = treated(FrameTreatment.lit(1.4), FORMAT);
        assertEquals(16 + 1.4 * (luma(40, 100) - 16), at(brighter, 40, 100), 1);
        assertEquals(235, at(brighter, 199, 399));
        assertEquals(128 + 1.4 * (150 - 128), u(brighter, 199, 200), 1);
        byte[] darker = treated(FrameTreatment.lit(0.6), FORMAT);
        assertEquals(16 + 0.6 * (luma(199, 399) - 16), at(darker, 199, 399), 1);
        assertEquals(128 + 0.6 * (100 - 128), u(darker, 0, 200), 1);
    }

    @Test
    void blurSoftensAnEdge() {
        byte[] soft = treated(FrameTreatment.blurred(0.02), FORMAT);
        // U steps from 100 to 150 at column 100, and the deviation is 4 pixels of luma.
        assertEquals(125, (u(soft, 98, 200) + u(soft, 100, 200)) / 2.0, 1);
        assertTrue(u(soft, 94, 200) > 101 && u(soft, 94, 200) < 115);
        assertEquals(100, u(soft, 60, 200));
    }

    @Test
    void scaleHalvesBothSides() {
        FrameFormat half = new FrameFormat(100, 200, 5);
        byte[] planes = treated(FrameTreatment.resized(), half);
        assertEquals((luma(100, 200) + luma(101, 201)) / 2.0, planes[100 * 100 + 50] & 255, 1);
    }

    @Test
    void subtitlesAreWhiteOnBlackInTheLowerPartAndChange() {
        ByteBuffer drawn = drawn();
        try (TreatedFrames frames = new TreatedFrames(FORMAT, FORMAT, FrameTreatment.subtitled())) {
            byte[] first = bytes(frames.next(drawn));
            for (int y = 0; y < 240; y++) {
                assertEquals(luma(33, y), at(first, 33, y), "above the letters nothing changes");
            }
            int white = 0;
            int black = 0;
            for (int i = 240 * 200; i < 310 * 200; i++) {
                white += (first[i] & 255) > 225 ? 1 : 0;
                black += (first[i] & 255) < 25 ? 1 : 0;
            }
            assertTrue(white > 20 && black > 100, white + " white and " + black + " black pixels");
            byte[] same = bytes(frames.next(drawn));
            assertTrue(java.util.Arrays.equals(first, same));
            byte[] later = same;
            for (int frame = 2; frame <= 10; frame++) {
                later = bytes(frames.next(drawn));
            }
            assertTrue(!java.util.Arrays.equals(first, later), "two seconds later somebody says something else");
        }
    }

    private static byte[] bytes(ByteBuffer planes) {
        byte[] bytes = new byte[planes.capacity()];
        planes.duplicate().rewind().get(bytes);
        return bytes;
    }
}
