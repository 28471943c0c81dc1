package io.sosia.detector.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.RgbImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StyleMeterTest {

    private static final int SIZE = StyleMeter.SIZE;

    private final StyleMeter meter = new StyleMeter();

    @Test
    void patchesOfFewLevelsAreDrawnAndSmoothLightWithNoiseIsNot() {
        double drawn = meter.measure(shaded(64, 0));
        double photographed = meter.measure(shaded(1, 3));

        assertTrue(drawn > 0, () -> "drawn " + drawn);
        assertTrue(photographed < 0, () -> "photographed " + photographed);
    }

    @Test
    void otherSizesAreRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> meter.measure(new RgbImage(2, 2, new byte[12])));

        assertEquals("chip: 2×2 is not 128×128", refused.getMessage());
    }

    /** Light from the side over soft bumps. */
    private static RgbImage shaded(int step, double noise) {
        Random random = new Random(1);
        byte[] rgb = new byte[3 * SIZE * SIZE];
        for (int y = 0, at = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double level = 60 + 0.9 * x + 30 * Math.sin(x / 9.0) * Math.sin(y / 11.0);
                int shown = (int) Math.clamp(level + noise * random.nextGaussian(), 0, 255) / step * step;
                for (int c = 0; c < 3; c++) {
                    rgb[at++] = (byte) Math.clamp(shown + (c == 0 ? 20 : 0), 0, 255);
                }
            }
        }
        return new RgbImage(SIZE, SIZE, rgb);
    }
}
