package io.sosia.detector.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimilarityTransformTest {

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void exactImagesAreRecovered(int seed) {
        RandomGenerator random = new SplittableRandom(seed);
        SimilarityTransform truth = transform(random);
        List<PixelPoint> from = points(random, 5);
        SimilarityTransform found = SimilarityTransform.leastSquares(
                from, from.stream().map(truth::apply).toList());
        assertEquals(truth.a(), found.a(), 1e-9);
        assertEquals(truth.b(), found.b(), 1e-9);
        assertEquals(truth.tx(), found.tx(), 1e-6);
        assertEquals(truth.ty(), found.ty(), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noNeighbouringTransformFitsBetter(int seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<PixelPoint> from = points(random, 5);
        List<PixelPoint> to = points(random, 5);
        SimilarityTransform best = SimilarityTransform.leastSquares(from, to);
        double least = squares(best, from, to);
        for (int i = 0; i < 40; i++) {
            double e = 1e-3;
            SimilarityTransform other = new SimilarityTransform(
                    best.a() + e * random.nextGaussian(),
                    best.b() + e * random.nextGaussian(),
                    best.tx() + random.nextGaussian(),
                    best.ty() + random.nextGaussian());
            assertTrue(squares(other, from, to) >= least);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void inverseLeadsBack(int seed) {
        RandomGenerator random = new SplittableRandom(seed);
        SimilarityTransform there = transform(random);
        for (PixelPoint p : points(random, 10)) {
            PixelPoint back = there.inverse().apply(there.apply(p));
            assertEquals(p.x(), back.x(), 1e-6);
            assertEquals(p.y(), back.y(), 1e-6);
        }
        assertEquals(1, there.scale() * there.inverse().scale(), 1e-9);
    }

    @Test
    void mirrorImagesAreNotMirrored() {
        List<PixelPoint> from = List.of(new PixelPoint(0, 0), new PixelPoint(2, 0), new PixelPoint(0, 1));
        List<PixelPoint> mirrored = List.of(new PixelPoint(0, 0), new PixelPoint(-2, 0), new PixelPoint(0, 1));
        SimilarityTransform found = SimilarityTransform.leastSquares(from, mirrored);
        // A similarity that turns keeps areas' sign: a² + b² is its determinant.
        assertTrue(found.scale() > 0);
        assertTrue(squares(found, from, mirrored) > 0.1);
    }

    @Test
    void onePointHasNoTransform() {
        PixelPoint p = new PixelPoint(3, 4);
        PixelPoint q = new PixelPoint(5, 4);
        assertThrows(
                IllegalArgumentException.class, () -> SimilarityTransform.leastSquares(List.of(p, p), List.of(p, q)));
        assertThrows(
                IllegalArgumentException.class, () -> SimilarityTransform.leastSquares(List.of(p, q), List.of(p, p)));
        assertThrows(IllegalArgumentException.class, () -> SimilarityTransform.leastSquares(List.of(p), List.of(p)));
    }

    private static SimilarityTransform transform(RandomGenerator random) {
        double scale = Math.exp(random.nextDouble(-2, 2));
        double angle = random.nextDouble(-Math.PI, Math.PI);
        return new SimilarityTransform(
                scale * Math.cos(angle),
                scale * Math.sin(angle),
                random.nextDouble(-500, 500),
                random.nextDouble(-500, 500));
    }

    private static List<PixelPoint> points(RandomGenerator random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PixelPoint(random.nextDouble(0, 1000), random.nextDouble(0, 1000)))
                .toList();
    }

    private static double squares(SimilarityTransform t, List<PixelPoint> from, List<PixelPoint> to) {
        double sum = 0;
        for (int i = 0; i < from.size(); i++) {
            PixelPoint p = t.apply(from.get(i));
            sum += Math.pow(p.x() - to.get(i).x(), 2)
                    + Math.pow(p.y() - to.get(i).y(), 2);
        }
        return sum;
    }
}
