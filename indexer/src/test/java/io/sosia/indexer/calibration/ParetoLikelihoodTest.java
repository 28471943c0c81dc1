package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoLikelihoodTest {

    private static final GeneralisedPareto START = new GeneralisedPareto(-0.1, 0.01);

    @ParameterizedTest
    @ValueSource(doubles = {-0.3, -0.1, 0})
    void aTailThatIsKnownIsFoundAgain(double shape) {
        GeneralisedPareto truth = new GeneralisedPareto(shape, 0.05);
        GeneralisedPareto fitted = fit(drawn(truth, 20_000), 1);
        // Three asymptotic standard errors (Smith 1985): (1 + shape) / sqrt(n), and twice that of the scale.
        assertEquals(shape, fitted.shape(), 3 * (1 + shape) / Math.sqrt(20_000));
        assertEquals(0.05, fitted.scale(), 0.05 * 3 * Math.sqrt(2.0 / 20_000));
    }

    @Test
    void itIsUphillFromEverywhereNear() {
        double[] excess = drawn(new GeneralisedPareto(-0.2, 0.05), 500);
        GeneralisedPareto best = fit(excess, 0.1);
        double highest = value(excess, best);
        for (double shape : new double[] {-0.01, 0, 0.01}) {
            for (double scale : new double[] {0.98, 1, 1.02}) {
                double near = value(excess, new GeneralisedPareto(best.shape() + shape, best.scale() * scale));
                assertTrue(near <= highest + 1e-6, () -> near + " is above " + highest);
            }
        }
    }

    @Test
    void fewExcessesHaveTheShapeThatIsExpected() {
        assertEquals(
                -0.1, fit(drawn(new GeneralisedPareto(-0.3, 0.05), 5), 0.01).shape(), 0.01);
    }

    @Test
    void aCosineHasNoTailWithoutAnEnd() {
        assertEquals(0, fit(drawn(new GeneralisedPareto(0.3, 0.05), 5_000), 1).shape(), 1e-9);
    }

    @Test
    void aWeightIsSoManyExcesses() {
        double[] excess = drawn(new GeneralisedPareto(-0.1, 0.05), 200);
        double[] twice = Arrays.copyOf(excess, 400);
        System.arraycopy(excess, 0, twice, 200, 200);
        double[] weights = new double[200];
        Arrays.fill(weights, 2);
        GeneralisedPareto weighted = ParetoLikelihood.maximise(excess, weights, -0.1, 0.1, START);
        GeneralisedPareto repeated = fit(twice, 0.1);
        assertEquals(repeated.shape(), weighted.shape(), 1e-5);
        assertEquals(repeated.scale(), weighted.scale(), 1e-6);
    }

    private static double value(double[] excess, GeneralisedPareto tail) {
        double distance = (tail.shape() + 0.1) / 0.1;
        return Arrays.stream(excess).map(tail::logDensity).sum() - distance * distance / 2;
    }

    private static GeneralisedPareto fit(double[] excess, double deviation) {
        double[] weights = new double[excess.length];
        Arrays.fill(weights, 1);
        return ParetoLikelihood.maximise(excess, weights, -0.1, deviation, START);
    }

    private static double[] drawn(GeneralisedPareto tail, int count) {
        SplittableRandom random = new SplittableRandom(7);
        double[] excess = new double[count];
        Arrays.setAll(excess, i -> tail.excess(1 - random.nextDouble()));
        return excess;
    }
}
