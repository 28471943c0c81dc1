package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.PersonId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LikelihoodModelTest {

    private static final Optional<PersonId> ANYBODY = Optional.of(new PersonId("p-9"));

    private final LikelihoodModel model = new LikelihoodModel(CalibrationTest.calibration(List.of(), Map.of(), 1), 400);

    @Test
    void betweenTheBoundsItIsTheRatioOfTheDensities() {
        double score = 0.45;
        LikelihoodRatio ratio = model.ratio(score, ANYBODY);
        double densities =
                (ScoreStream.MATED.logDensity(score) - CalibrationTest.TAIL.logDensity(score, 400)) / Math.log(10);
        assertEquals(densities, ratio.log10(), 0.02);
        assertFalse(ratio.capped());
    }

    @Test
    void itRisesWithTheScoreAndEndsWhereTheDataDoes() {
        double last = Double.NEGATIVE_INFINITY;
        for (double score = 0.2; score <= 1; score += 0.01) {
            double now = model.ratio(score, ANYBODY).log10();
            assertTrue(now >= last, "at " + score);
            last = now;
        }
        LikelihoodRatio highest = model.ratio(0.95, ANYBODY);
        assertTrue(highest.capped());
        // 1,000 independent works cannot show that something is rarer than one in 1,001.
        assertTrue(highest.log10() <= Math.log10(1001), () -> highest.toString());
        assertTrue(highest.log10() > 2, () -> highest.toString());
    }

    @Test
    void whoHasDoublesIsLessSurelyMeant() {
        PersonId many = new PersonId("p-1");
        LikelihoodModel doubles =
                new LikelihoodModel(CalibrationTest.calibration(List.of(), Map.of(many, 10.0), 0.97), 400);
        double less = doubles.ratio(0.45, Optional.of(many)).log10();
        double more = doubles.ratio(0.45, ANYBODY).log10();
        assertEquals(Math.log10(10 / 0.97), more - less, 1e-9);
    }

    @Test
    void theMoreAreSearchedTheLessTheBestSays() {
        LikelihoodModel larger = new LikelihoodModel(CalibrationTest.calibration(List.of(), Map.of(), 1), 4000);
        assertTrue(
                larger.ratio(0.5, ANYBODY).log10() < model.ratio(0.5, ANYBODY).log10());
    }

    @Test
    void thePropositionsAreSaid() {
        LikelihoodRatio ratio = model.ratio(0.5, ANYBODY);
        assertTrue(ratio.first().contains("registered person named"));
        assertTrue(ratio.second().contains("not registered"));
        assertTrue(ratio.second().contains("400"));
        assertEquals("this platform's uploads", ratio.population());
    }
}
