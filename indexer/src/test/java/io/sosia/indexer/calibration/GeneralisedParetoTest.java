package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralisedParetoTest {

    @ParameterizedTest
    @ValueSource(doubles = {-0.4, -0.1, -1e-9, 0, 1e-9, 0.2})
    void anExcessAndItsProbabilityGoTogether(double shape) {
        GeneralisedPareto tail = new GeneralisedPareto(shape, 0.05);
        for (double probability : new double[] {1, 0.5, 0.01, 1e-6}) {
            assertEquals(probability, tail.survival(tail.excess(probability)), 1e-9 * probability + 1e-15);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.3, 0, 0.2})
    void theDensityIsTheSlopeOfTheSurvival(double shape) {
        GeneralisedPareto tail = new GeneralisedPareto(shape, 0.05);
        double step = 1e-6;
        double slope = (tail.survival(0.03) - tail.survival(0.03 + step)) / step;
        assertEquals(slope, Math.exp(tail.logDensity(0.03)), 1e-3);
    }

    @Test
    void aShapeBelowZeroEndsTheTail() {
        GeneralisedPareto tail = new GeneralisedPareto(-0.25, 0.05);
        assertEquals(0, tail.survival(0.2), 1e-12);
        assertEquals(0, tail.survival(0.3), 0);
        assertEquals(Double.NEGATIVE_INFINITY, tail.logDensity(0.3));
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertEquals(
                "shape: 0.7 is not in -0.5..0.5",
                assertThrows(IllegalArgumentException.class, () -> new GeneralisedPareto(0.7, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new GeneralisedPareto(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new GeneralisedPareto(0, 1).excess(0));
    }
}
