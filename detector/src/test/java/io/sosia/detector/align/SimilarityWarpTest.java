package io.sosia.detector.align;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.detector.geometry.SimilarityTransform;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pixel, those at the edges too, against the formula of bilinear interpolation. */
class SimilarityWarpTest {

    private static final int WIDTH = 23;
    private static final int HEIGHT = 19;

    @ParameterizedTest
    @CsvSource({"1, 0, 0, 0", "1, 0, 0.5, 0.25", "0.7, 0.4, -3, 5", "-0.5, 0.8, 17, 1", "0.3, -0.9, -2, 14"})
    void isBilinearToTheLastPixel(double a, double b, double tx, double ty) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        random.nextBytes(rgb);
        int size = 24;
        SimilarityTransform toPicture = new SimilarityTransform(a, b, tx, ty);
        try (StillPicture picture = StillPicture.of(new RgbImage(WIDTH, HEIGHT, rgb))) {
            byte[] square = SimilarityWarp.cut(picture, size, toPicture).rgb();
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    double sx = a * (x + 0.5) - b * (y + 0.5) + tx - 0.5;
                    double sy = b * (x + 0.5) + a * (y + 0.5) + ty - 0.5;
                    for (int c = 0; c < 3; c++) {
                        // Positions are rounded to 1/256 of a pixel, which moves a value by two steps at most.
                        assertEquals(
                                bilinear(rgb, sx, sy, c),
                                square[3 * (y * size + x) + c] & 0xff,
                                2,
                                "x " + x + " y " + y + " channel " + c);
                    }
                }
            }
        }
    }

    private static double bilinear(byte[] rgb, double x, double y, int channel) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        double wx = x - x0;
        double wy = y - y0;
        return (1 - wy) * ((1 - wx) * at(rgb, x0, y0, channel) + wx * at(rgb, x0 + 1, y0, channel))
                + wy * ((1 - wx) * at(rgb, x0, y0 + 1, channel) + wx * at(rgb, x0 + 1, y0 + 1, channel));
    }

    private static int at(byte[] rgb, int x, int y, int channel) {
        return x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT ? 0 : rgb[3 * (y * WIDTH + x) + channel] & 0xff;
    }
}
