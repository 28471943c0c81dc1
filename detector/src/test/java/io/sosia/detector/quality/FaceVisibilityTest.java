package io.sosia.detector.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.RgbImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaceVisibilityTest {

    private static final int SIDE = 112;

    /** Structure everywhere but in a rectangle. */
    private static RgbImage chip(int left, int top, int right, int bottom) {
        Random random = new Random(3);
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean plain = x >= left && x < right && y >= top && y < bottom;
                byte level = (byte) (plain ? 20 : 60 + x + random.nextInt(40));
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * SIDE + x) + c] = level;
                }
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    @Test
    void aPlainPatchHidesWhatIsUnderIt() {
        FaceVisibility open = FaceVisibility.of(chip(0, 0, 0, 0));
        assertTrue(open.eyes() > 0.2 && open.mouth() > 0.2, open::toString);
        FaceVisibility glasses = FaceVisibility.of(chip(20, 40, 92, 62));
        assertEquals(0, glasses.eyes(), 1e-6);
        assertTrue(glasses.mouth() > 0.15, glasses::toString);
        FaceVisibility oneEye = FaceVisibility.of(chip(60, 40, 92, 62));
        assertEquals(0, oneEye.eyes(), 1e-6);
        FaceVisibility mask = FaceVisibility.of(chip(20, 75, 92, 112));
        assertEquals(0, mask.mouth(), 1e-6);
        assertTrue(mask.eyes() > 0.15, mask::toString);
    }

    @Test
    void aFaceInTheDarkHasNoFeatures() {
        FaceVisibility black = FaceVisibility.of(new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]));
        assertEquals(0, black.eyes());
        assertEquals(0, black.mouth());
    }
}
