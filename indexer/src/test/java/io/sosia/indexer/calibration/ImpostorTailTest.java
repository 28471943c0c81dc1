package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ImpostorTailTest {

    private static final ImpostorTail TAIL = new ImpostorTail(0.36, 0.25, 400, new GeneralisedPareto(-0.1, 0.035));

    @Test
    void aScoreIsSurpassedWithTheProbabilityItWasAskedFor() {
        for (int registered : new int[] {100, 400, 5000}) {
            for (double probability : new double[] {0.05, 0.01, 1e-5}) {
                double score = TAIL.score(probability, registered);
                assertEquals(probability, TAIL.exceedance(score, registered), 1e-9);
            }
        }
    }

    @Test
    void twiceAsManyPeopleAreTwoIndependentChances() {
        double score = 0.45;
        double one = TAIL.exceedance(score, 400);
        assertEquals(1 - (1 - one) * (1 - one), TAIL.exceedance(score, 800), 1e-12);
    }

    @Test
    void whatLiesBelowTheTailCountsAsItsStart() {
        assertEquals(0.25, TAIL.exceedance(0.1, 400), 1e-12);
        assertEquals(0.36, TAIL.score(0.9, 400), 0);
    }

    @Test
    void theDensityIsTheSlopeOfTheExceedance() {
        double step = 1e-6;
        double slope = (TAIL.exceedance(0.45, 900) - TAIL.exceedance(0.45 + step, 900)) / step;
        assertEquals(slope, Math.exp(TAIL.logDensity(0.45, 900)), 1e-3);
    }

    @Test
    void moreDoublesAreMoreChances() {
        assertTrue(TAIL.exceedance(0.45, 400, 3) > 2.5 * TAIL.exceedance(0.45, 400, 1));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        GeneralisedPareto excess = new GeneralisedPareto(0, 0.03);
        assertThrows(IllegalArgumentException.class, () -> new ImpostorTail(0.3, 0, 1, excess));
        assertThrows(IllegalArgumentException.class, () -> new ImpostorTail(0.3, 0.2, 0, excess));
        assertThrows(IllegalArgumentException.class, () -> TAIL.score(0, 400));
    }
}
