package io.sosia.jobs.evaluate.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProportionTest {

    @Test
    void withoutAnErrorNearlyTheRuleOfThreeHolds() {
        Proportion none = Proportion.of(0, 300, 100, new double[] {0, 0, 0});
        assertEquals(0, none.rate());
        assertEquals(0, none.interval().orElseThrow().low());
        // 1 - 0.025^(1/100): of people, not of trials.
        assertEquals(0.03622, none.interval().orElseThrow().high(), 1e-5);
        Proportion all = none.others();
        assertEquals(300, all.count());
        assertEquals(1 - 0.03622, all.interval().orElseThrow().low(), 1e-5);
        assertEquals(1, all.interval().orElseThrow().high());
    }

    @Test
    void theExactIntervalIsTheLeast() {
        // Clopper and Pearson of 4 of 40: 0.02793 and 0.23664 (as R's binom.test prints).
        double[] narrow = new double[100];
        Arrays.fill(narrow, 0.1);
        Interval least = Proportion.of(4, 40, 40, narrow).interval().orElseThrow();
        assertEquals(0.02793, least.low(), 1e-5);
        assertEquals(0.23664, least.high(), 1e-5);
        double[] wide = new double[200];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = i / 200.0;
        }
        Interval resampled = Proportion.of(4, 40, 40, wide).interval().orElseThrow();
        assertEquals(0.02, resampled.low(), 1e-9);
        assertEquals(0.975, resampled.high(), 1e-9);
    }

    @Test
    void anErrorMoreNeverTellsMore() {
        double before = 0;
        for (int errors = 0; errors <= 200; errors++) {
            double[] replicates = new double[100];
            Arrays.fill(replicates, errors / 7484.0);
            double high = Proportion.of(errors, 7484, 400, replicates)
                    .interval()
                    .orElseThrow()
                    .high();
            assertTrue(high >= before, errors + " errors: " + high + " is below " + before);
            double[] mirrored = Arrays.stream(replicates).map(rate -> 1 - rate).toArray();
            assertEquals(
                    1 - high,
                    Proportion.of(7484 - errors, 7484, 400, mirrored)
                            .interval()
                            .orElseThrow()
                            .low(),
                    1e-12);
            before = high;
        }
        // 1 - 0.025^(1/400)
        assertTrue(
                Proportion.of(1, 7484, 400, new double[] {0, 0, 1 / 7484.0})
                                .interval()
                                .orElseThrow()
                                .high()
                        > 0.00918,
                "one error tells no more than none");
    }

    @Test
    void fewTrialsTellNoRate() {
        assertTrue(Proportion.of(1, 29, 29, new double[0]).tooFew());
        assertFalse(Proportion.of(1, 30, 30, new double[0]).tooFew());
        Proportion nothing = Proportion.of(0, 0, 0, new double[0]);
        assertEquals(Double.NaN, nothing.rate());
        assertEquals(Optional.empty(), nothing.interval());
    }

    @Test
    void refusesCountsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> Proportion.of(3, 2, 2, new double[0]));
        assertThrows(IllegalArgumentException.class, () -> Proportion.of(1, 2, 5, new double[0]));
        assertThrows(IllegalArgumentException.class, () -> new Interval(0.2, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Interval(Double.NaN, 0.1));
    }

    @Test
    void anEventThatDidNotHappenMayHappenYet() {
        // Garwood: -ln 0.025 = 3.68888 events.
        Frequency none = Frequency.of(0, 2, new double[] {0, 0});
        assertEquals(3.68888 / 2, none.interval().orElseThrow().high(), 1e-5);
        // Of 5 events 1.62349 and 11.66833 (Ulm, American Journal of Epidemiology 131, 1990).
        Interval five = Frequency.of(5, 1, new double[] {5, 5}).interval().orElseThrow();
        assertEquals(1.62349, five.low(), 1e-5);
        assertEquals(11.66833, five.high(), 1e-5);
        assertEquals(Double.NaN, Frequency.of(0, 0, new double[0]).rate());
    }

    @Test
    void countsScoresInBins() {
        ScoreHistogram histogram =
                ScoreHistogram.of(new double[] {0.1, 0.14, 0.3, 0.26, Double.NEGATIVE_INFINITY}, 0.1, 0.3, 0.1);
        assertEquals(java.util.List.of(2, 2), histogram.counts(), "the last edge belongs to the last bin");
        assertEquals(1, histogram.unscored());
        assertEquals(4, histogram.total());
        // 0.3 is a rounding error below three tenths.
        assertEquals(
                java.util.List.of(0, 0, 0, 1),
                ScoreHistogram.of(new double[] {0.1 * 3}, 0, 0.4, 0.1).counts());
    }
}
