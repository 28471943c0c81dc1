package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.calibration.LikelihoodRatioCost;
import io.sosia.jobs.evaluate.statistics.Trials;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatioCostsTest {

    private static final int TRIALS = 2_000;

    private final SplittableRandom random = new SplittableRandom(9);

    /** Two normal distributions of one width, whose likelihood ratio is a line of the score. */
    private Trials normal(double mean, double unlessEven) {
        return Trials.ofPeople(
                IntStream.range(0, TRIALS)
                        .mapToDouble(i -> mean + (i % 2 == 0 ? 0 : unlessEven) + 0.1 * random.nextGaussian())
                        .toArray(),
                IntStream.range(0, TRIALS).toArray());
    }

    @Test
    void aLineThatHoldsForBothHalvesLosesLittle() {
        LikelihoodRatioCost cost = RatioCosts.of(normal(0.6, 0), normal(0.3, 0), person -> person % 2 == 0)
                .orElseThrow();
        assertEquals(TRIALS / 2, cost.mated());
        assertEquals(TRIALS / 2, cost.nonMated());
        assertTrue(cost.cost() < 0.5 && cost.cost() - cost.least() < 0.03, cost::toString);
    }

    @Test
    void whatTheOtherHalfIsLikeIsNotLookedAt() {
        LikelihoodRatioCost cost = RatioCosts.of(normal(0.6, -0.3), normal(0.3, -0.3), person -> person % 2 == 0)
                .orElseThrow();
        // The line stands where the tuning half has it, and the reporting half lies lower: its ratios mislead.
        assertTrue(cost.cost() - cost.least() > 0.2, cost::toString);
    }

    @Test
    void trialsWithoutAScoreHaveNoRatio() {
        Trials mated = Trials.ofPeople(
                new double[] {0.7, 0.8, 0.75, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY},
                new int[] {0, 1, 2, 3, 4});
        Trials nonMated = Trials.ofPeople(new double[] {0.1, 0.2}, new int[] {0, 1});
        LikelihoodRatioCost cost =
                RatioCosts.of(mated, nonMated, person -> person % 2 == 0).orElseThrow();
        assertEquals(1, cost.mated());
        assertEquals(1, cost.nonMated());
        assertEquals(Optional.empty(), RatioCosts.of(mated, nonMated, person -> true));
    }
}
