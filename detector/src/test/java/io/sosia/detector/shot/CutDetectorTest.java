package io.sosia.detector.shot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.MediaTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutDetectorTest {

    private static final int WIDTH = 90;
    private static final int HEIGHT = 160;
    private static final int STRIDE = 96;

    /** A room seeded by colour blocks, seen from a camera moved by some pixels. */
    private static FrameSignature room(long seed, int moved) {
        Random random = new Random(seed);
        int blocks = 24;
        int[] colours = new int[blocks * blocks * 3];
        int base = random.nextInt(3);
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (i % 3 == base ? 100 : 20) + random.nextInt(90);
        }
        byte[] planes = new byte[3 * STRIDE * HEIGHT];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int block = (y / 20) * blocks + (x + moved) / 20;
                    planes[(channel * HEIGHT + y) * STRIDE + x] = (byte) colours[3 * block + channel];
                }
            }
        }
        return FrameSignature.of(planes, WIDTH, HEIGHT, STRIDE, HEIGHT);
    }

    @Test
    void theFirstFrameBeginsAShot() {
        assertTrue(new CutDetector(CutRules.standard()).cutBefore(MediaTime.ZERO, room(1, 0)));
    }

    @Test
    void aMovingCameraIsNoCut() {
        CutDetector detector = new CutDetector(CutRules.standard());
        detector.cutBefore(MediaTime.ZERO, room(1, 0));
        for (int i = 1; i < 20; i++) {
            assertFalse(detector.cutBefore(MediaTime.ofMillis(500L * i), room(1, 4 * i)), "frame " + i);
        }
    }

    @Test
    void anotherRoomIsACut() {
        // Seeds whose rooms differ in their main colour.
        FrameSignature here = room(1, 0);
        long seed = 2;
        while (here.colourDistance(room(seed, 0)) < 0.5) {
            seed++;
        }
        for (long gap : new long[] {40, 500, 2000}) {
            CutDetector detector = new CutDetector(CutRules.standard());
            detector.cutBefore(MediaTime.ZERO, here);
            assertTrue(detector.cutBefore(MediaTime.ofMillis(gap), room(seed, 0)), gap + " ms");
            assertFalse(detector.cutBefore(MediaTime.ofMillis(2 * gap), room(seed, 1)), gap + " ms");
        }
    }

    @Test
    void distancesAreZeroToOneAndSymmetric() {
        byte[] black = new byte[3 * 16 * 16];
        byte[] white = new byte[3 * 16 * 16];
        java.util.Arrays.fill(white, (byte) 255);
        FrameSignature dark = FrameSignature.of(black, 16, 16, 16, 16);
        FrameSignature light = FrameSignature.of(white, 16, 16, 16, 16);
        assertEquals(0, CutRules.distance(dark, dark), 1e-9);
        assertEquals(1, CutRules.distance(dark, light), 1e-6);
        assertEquals(CutRules.distance(light, dark), CutRules.distance(dark, light), 1e-12);
    }

    @Test
    void whatLiesBesideThePictureDoesNotCount() {
        byte[] planes = new byte[3 * 20 * 30];
        byte[] filled = planes.clone();
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < 30; y++) {
                for (int x = 0; x < 20; x++) {
                    if (x >= 10 || y >= 25) {
                        filled[(channel * 30 + y) * 20 + x] = 99;
                    }
                }
            }
        }
        assertEquals(
                0,
                CutRules.distance(FrameSignature.of(planes, 10, 25, 20, 30), FrameSignature.of(filled, 10, 25, 20, 30)),
                1e-9);
    }

    @Test
    void aPictureOfOnePixelHasASignature() {
        FrameSignature one = FrameSignature.of(new byte[] {1, 2, 3}, 1, 1, 1, 1);
        assertEquals(0, CutRules.distance(one, one), 1e-9);
    }

    @Test
    void refusesPicturesThatDoNotFit() {
        assertThrows(IllegalArgumentException.class, () -> FrameSignature.of(new byte[12], 3, 2, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> FrameSignature.of(new byte[11], 2, 2, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> new CutRules(1.5, 0.2, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new CutRules(0.1, 0.2, Duration.ZERO));
        CutDetector detector = new CutDetector(CutRules.standard());
        FrameSignature one = FrameSignature.of(new byte[] {1, 2, 3}, 1, 1, 1, 1);
        detector.cutBefore(MediaTime.ofMillis(5), one);
        assertThrows(IllegalArgumentException.class, () -> detector.cutBefore(MediaTime.ofMillis(5), one));
    }
}
