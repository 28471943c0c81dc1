package io.sosia.testdata.people;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortraitistTest {

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Test
    void theSameSeedAndShotGiveTheSamePicture() {
        Shot shot = Shot.random(random(5));
        int[] once = pixels(Portraitist.draw(SyntheticPerson.fromSeed(11), shot, 96));
        int[] again = pixels(Portraitist.draw(SyntheticPerson.fromSeed(11), Shot.random(random(5)), 96));
        assertArrayEquals(once, again);
        assertFalse(Arrays.equals(once, pixels(Portraitist.draw(SyntheticPerson.fromSeed(12), shot, 96))));
    }

    @Test
    void aKeptPortraitistDrawsWhatAFreshOneDraws() {
        SyntheticPerson person = SyntheticPerson.fromSeed(3);
        Portraitist kept = new Portraitist(person);
        kept.draw(Shot.random(random(1)), 64);
        assertArrayEquals(pixels(Portraitist.draw(person, Shot.frontal(), 64)), pixels(kept.draw(Shot.frontal(), 64)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aHeadStandsInTheMiddleOnNothing(long seed) {
        Portraitist portraitist = new Portraitist(SyntheticPerson.fromSeed(seed));
        Shot shot = Shot.random(random(seed));
        BufferedImage image = portraitist.draw(shot, 128);
        assertEquals(BufferedImage.TYPE_INT_ARGB, image.getType());
        assertEquals(128, image.getWidth());
        assertEquals(128, image.getHeight());
        assertEquals(0, image.getRGB(2, 64) >>> 24, "left of the head");
        assertEquals(0, image.getRGB(125, 64) >>> 24, "right of the head");
        List<Point2D> landmarks = portraitist.landmarks(shot, 128);
        assertEquals(5, landmarks.size());
        for (Point2D landmark : landmarks) {
            int alpha = image.getRGB((int) landmark.getX(), (int) landmark.getY()) >>> 24;
            assertTrue(alpha > 128, "a landmark lies on the face: " + landmark);
        }
        assertTrue(landmarks.get(0).getX() < landmarks.get(1).getX());
        assertTrue(landmarks.get(0).getY() < landmarks.get(3).getY());
    }

    @Test
    void aTurnedHeadMovesItsNose() {
        Portraitist portraitist = new Portraitist(SyntheticPerson.fromSeed(1));
        double ahead = nose(portraitist, 0, 0).getX();
        assertTrue(nose(portraitist, 20, 0).getX() > ahead + 5, "positive yaw is to the picture's right");
        assertTrue(nose(portraitist, -20, 0).getX() < ahead - 5);
        assertTrue(
                nose(portraitist, 0, 10).getY() < nose(portraitist, 0, -10).getY(), "positive pitch raises the chin");
    }

    private static Point2D nose(Portraitist portraitist, double yaw, double pitch) {
        Shot frontal = Shot.frontal();
        Shot turned = new Shot(
                new Pose(yaw, pitch, 0), frontal.expression(), frontal.light(), 0, false, false, frontal.clothingHue());
        return portraitist.landmarks(turned, 200).get(2);
    }

    @Test
    void blurLeavesTheMeanAlphaAsItWas() {
        Shot frontal = Shot.frontal();
        Shot blurred = new Shot(frontal.pose(), frontal.expression(), frontal.light(), 0.02, true, true, 0.1);
        Shot sharp = new Shot(frontal.pose(), frontal.expression(), frontal.light(), 0, true, true, 0.1);
        Portraitist portraitist = new Portraitist(SyntheticPerson.fromSeed(9));
        double before = Arrays.stream(pixels(portraitist.draw(sharp, 128)))
                .mapToDouble(p -> p >>> 24)
                .average()
                .orElseThrow();
        double after = Arrays.stream(pixels(portraitist.draw(blurred, 128)))
                .mapToDouble(p -> p >>> 24)
                .average()
                .orElseThrow();
        assertEquals(before, after, 0.03 * before);
    }

    @Test
    void boundsAreNamed() {
        assertEquals(
                "yaw is 46.0, outside -45.0..45.0",
                assertThrows(IllegalArgumentException.class, () -> new Pose(46, 0, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Pose(0, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new Expression(0, 1.1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Light(0, 0, -1, 0, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Shot(Pose.FRONTAL, Expression.NEUTRAL, Light.STUDIO, 0.5, false, false, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> Portraitist.draw(SyntheticPerson.fromSeed(1), Shot.frontal(), 15));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SyntheticPerson("Ann", SyntheticPerson.fromSeed(1).traits()));
    }

    @Test
    void everySeedGivesTraitsWithinBoundsAndShotsWithinTheirs() {
        for (long seed = -200; seed < 200; seed++) {
            SyntheticPerson person = SyntheticPerson.fromSeed(seed);
            assertEquals(person, SyntheticPerson.fromSeed(seed));
            Shot shot = Shot.random(random(seed));
            assertTrue(Math.abs(shot.pose().yaw()) <= 20);
            assertTrue(Math.abs(shot.pose().pitch()) <= 10);
        }
    }
}
