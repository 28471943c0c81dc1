package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LikelihoodRatioCostTest {

    @Test
    void sayingNothingCostsOneBit() {
        LikelihoodRatioCost cost = LikelihoodRatioCost.of(new double[] {0, 0, 0}, new double[] {0, 0});
        assertEquals(1, cost.cost(), 1e-12);
        assertEquals(1, cost.least(), 1e-12);
    }

    @Test
    void ratiosOfThreeThatAreRightCostWhatTheFormulaSays() {
        double three = Math.log10(3);
        // log2(1 + 1/3) on both sides.
        LikelihoodRatioCost cost = LikelihoodRatioCost.of(new double[] {three}, new double[] {-three});
        assertEquals(Math.log(4.0 / 3) / Math.log(2), cost.cost(), 1e-12);
        assertEquals(0, cost.least(), 1e-12);
    }

    @Test
    void misleadingRatiosCostMoreThanNothing() {
        assertTrue(LikelihoodRatioCost.of(new double[] {-2}, new double[] {2}).cost() > 6);
    }

    @Test
    void inHindsightTheOrderAloneCounts() {
        // Of four pooled scores, those at 1 are one mated and one not: a ratio of 1, one bit each; the others are sure.
        LikelihoodRatioCost cost = LikelihoodRatioCost.of(new double[] {1, 2}, new double[] {0, 1});
        assertEquals(0.5, cost.least(), 1e-12);
        double[] mated = {0.1, 0.5, 0.9, 3};
        double[] nonMated = {-1, 0.2, 0.6};
        double[] matedStretched = Arrays.stream(mated).map(x -> x * x * x).toArray();
        double[] nonMatedStretched = Arrays.stream(nonMated).map(x -> x * x * x).toArray();
        assertEquals(
                LikelihoodRatioCost.of(mated, nonMated).least(),
                LikelihoodRatioCost.of(matedStretched, nonMatedStretched).least(),
                1e-12);
    }

    @Test
    void logisticCalibrationComesNearTheLeast() {
        SplittableRandom random = new SplittableRandom(3);
        double[] mated = new double[2000];
        double[] nonMated = new double[3000];
        Arrays.setAll(mated, i -> 0.7 + 0.1 * random.nextGaussian());
        Arrays.setAll(nonMated, i -> 0.4 + 0.1 * random.nextGaussian());
        LogisticCalibration line = LogisticCalibration.fit(mated, nonMated);
        // Two normal distributions of one deviation: the ratio's logarithm is exactly a line, of slope 0.3 / 0.01.
        assertEquals(30, line.slope(), 2);
        assertEquals(0, line.log10(0.55), 0.1);
        LikelihoodRatioCost cost = LikelihoodRatioCost.of(
                Arrays.stream(mated).map(line::log10).toArray(),
                Arrays.stream(nonMated).map(line::log10).toArray());
        assertTrue(cost.cost() >= cost.least());
        assertEquals(cost.least(), cost.cost(), 0.02);
    }

    @Test
    void scoresThatDoNotOverlapHaveNoInfiniteSlope() {
        LogisticCalibration line = LogisticCalibration.fit(new double[] {0.8, 0.9}, new double[] {0.1, 0.2});
        assertTrue(line.slope() > 0 && line.slope() < 1000, () -> line.toString());
    }

    @Test
    void bothKindsAreNeeded() {
        assertThrows(IllegalArgumentException.class, () -> LikelihoodRatioCost.of(new double[0], new double[] {1}));
        assertThrows(IllegalArgumentException.class, () -> LogisticCalibration.fit(new double[] {1}, new double[0]));
    }
}
