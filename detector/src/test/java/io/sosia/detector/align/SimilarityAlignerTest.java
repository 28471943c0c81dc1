package io.sosia.detector.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.geometry.SimilarityTransform;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.models.catalogue.AlignmentCard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarityAlignerTest {

    private static final AlignmentCard CARD = new AlignmentCard(
            "test-112",
            112,
            List.of(
                    List.of(38.0, 52.0),
                    List.of(74.0, 52.0),
                    List.of(56.0, 72.0),
                    List.of(42.0, 92.0),
                    List.of(70.0, 92.0)));

    private interface Pixel {
        /** 0xRRGGBB at the centre of a pixel. */
        int at(int x, int y);
    }

    @Test
    void aFaceThatIsAlreadyInPlaceIsCopied() {
        RgbImage image = image(200, 180, (x, y) -> (x << 16) | (y << 8) | ((x * 7 + y * 13) & 0xff));
        AlignedFace face = align(image, new SimilarityTransform(1, 0, 30, 20));
        assertEquals(1, face.scale(), 1e-9);
        for (int y = 0; y < 112; y++) {
            for (int x = 0; x < 112; x++) {
                for (int c = 0; c < 3; c++) {
                    assertEquals(
                            image.rgb()[3 * ((y + 20) * 200 + x + 30) + c],
                            face.chip().rgb()[3 * (y * 112 + x) + c],
                            "x " + x + " y " + y + " c " + c);
                }
            }
        }
    }

    /** A picture whose red and green grow evenly shows, wherever it is sampled, where that was. */
    @ParameterizedTest
    @CsvSource({"1.0, 0.0", "1.0, 0.5", "0.8, -1.2", "2.0, 0.3", "3.1, 0", "0.5, 3.0"})
    void pixelsComeFromWhereTheyShould(double scale, double angle) {
        int size = 600;
        RgbImage image = image(size, size, (x, y) -> ((255 * x / size) << 16) | ((255 * y / size) << 8));
        double a = scale * Math.cos(angle);
        double b = scale * Math.sin(angle);
        // The chip's middle comes from the picture's.
        SimilarityTransform toPicture = new SimilarityTransform(a, b, 300 - 56 * a + 56 * b, 300 - 56 * b - 56 * a);
        AlignedFace face = align(image, toPicture);
        assertEquals(1 / scale, face.scale(), 1e-9);
        for (int y = 6; y < 112; y += 10) {
            for (int x = 6; x < 112; x += 10) {
                PixelPoint p = toPicture.apply(new PixelPoint(x + 0.5, y + 0.5));
                if (p.x() < 4 || p.y() < 4 || p.x() > size - 4 || p.y() > size - 4) {
                    continue;
                }
                int at = 3 * (y * 112 + x);
                // Half a pixel to its centre, half a level that whole numbers lost.
                assertEquals(255 * (p.x() - 0.5) / size - 0.5, face.chip().rgb()[at] & 0xff, 1.2);
                assertEquals(255 * (p.y() - 0.5) / size - 0.5, face.chip().rgb()[at + 1] & 0xff, 1.2);
            }
        }
    }

    /** Sampled point by point, a chessboard of single pixels would give black and white at random. */
    @Test
    void fineDetailOfLargeFacesIsAveraged() {
        RgbImage image = image(900, 900, (x, y) -> (x + y) % 2 == 0 ? 0xffffff : 0);
        AlignedFace face = align(image, new SimilarityTransform(7.3, 0.4, 30, 20));
        for (int y = 20; y < 90; y++) {
            for (int x = 20; x < 90; x++) {
                assertEquals(127.5, face.chip().rgb()[3 * (y * 112 + x)] & 0xff, 12);
            }
        }
    }

    @Test
    void whatLiesBeyondThePictureIsBlack() {
        RgbImage image = image(100, 100, (x, y) -> 0xffffff);
        AlignedFace face = align(image, new SimilarityTransform(1, 0, -56, 0));
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 112; x++) {
                int expected = x < 56 ? 0 : 255;
                assertEquals(expected, face.chip().rgb()[3 * (y * 112 + x)] & 0xff, "x " + x + " y " + y);
            }
        }
        assertEquals(0, face.chip().rgb()[3 * (105 * 112 + 80)]);
    }

    @Test
    void aFaceWhollyOutsideIsBlack() {
        RgbImage image = image(50, 50, (x, y) -> 0xffffff);
        AlignedFace face = align(image, new SimilarityTransform(1, 0, 400, 400));
        for (byte value : face.chip().rgb()) {
            assertTrue(value == 0);
        }
    }

    private static AlignedFace align(RgbImage image, SimilarityTransform toPicture) {
        List<PixelPoint> p = CARD.points().stream()
                .map(q -> toPicture.apply(new PixelPoint(q.get(0) + 0.5, q.get(1) + 0.5)))
                .toList();
        Landmarks landmarks = new Landmarks(p.get(0), p.get(1), p.get(2), p.get(3), p.get(4));
        try (StillPicture picture = StillPicture.of(image)) {
            return new SimilarityAligner(CARD).align(picture, landmarks);
        }
    }

    private static RgbImage image(int width, int height, Pixel pixel) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            int value = pixel.at(i % width, i / width);
            rgb[3 * i] = (byte) (value >> 16);
            rgb[3 * i + 1] = (byte) (value >> 8);
            rgb[3 * i + 2] = (byte) value;
        }
        return new RgbImage(width, height, rgb);
    }
}
