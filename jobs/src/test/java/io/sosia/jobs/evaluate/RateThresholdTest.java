package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RateThresholdTest {

    private static final double[] TEN = {0.1, 0.9, 0.3, 0.8, 0.5, 0.2, 0.7, 0.4, 0.6, 0.0};

    @Test
    void letsTheAllowedShareThroughAndNoMore() {
        assertEquals(0.9, RateThreshold.exceeding(TEN, 0.0));
        assertEquals(0.9, RateThreshold.exceeding(TEN, 0.09), "a tenth of 10 is the first whole impostor");
        assertEquals(0.8, RateThreshold.exceeding(TEN, 0.1), "only 0.9 exceeds 0.8");
        assertEquals(0.6, RateThreshold.exceeding(TEN, 0.3));
        assertEquals(Double.NEGATIVE_INFINITY, RateThreshold.exceeding(TEN, 1.0));
    }

    @Test
    void countsDecimalRatesAsTheyAreWritten() {
        double[] impostors = new double[3000];
        for (int i = 0; i < impostors.length; i++) {
            impostors[i] = i;
        }
        assertEquals(2996, RateThreshold.exceeding(impostors, 0.001), "2997, 2998 and 2999 are 3 of 3,000");
    }

    @Test
    void keepsToTheRateWhereImpostorsAreEquallyAlike() {
        assertEquals(0.5, RateThreshold.exceeding(new double[] {0.5, 0.5, 0.5, 0.1}, 0.25));
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThrows(IllegalArgumentException.class, () -> RateThreshold.exceeding(new double[0], 0.1));
        assertThrows(IllegalArgumentException.class, () -> RateThreshold.exceeding(TEN, 1.5));
        assertThrows(IllegalArgumentException.class, () -> RateThreshold.exceeding(TEN, Double.NaN));
    }
}
