package io.sosia.jobs.evaluate.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.jobs.evaluate.statistics.DetCurve.Step;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetCurveTest {

    private static final Trials TEN = trials(0.1, 0.9, 0.3, 0.8, 0.5, 0.2, 0.7, 0.4, 0.6, 0.0);

    /** Each of another person. */
    private static Trials trials(double... scores) {
        return Trials.ofPeople(scores, IntStream.range(0, scores.length).toArray());
    }

    @Test
    void aThresholdLetsTheAllowedShareThroughAndNoMore() {
        assertEquals(0.9, DetCurve.threshold(TEN, 0.0));
        assertEquals(0.9, DetCurve.threshold(TEN, 0.09), "a tenth of 10 is the first whole impostor");
        assertEquals(0.8, DetCurve.threshold(TEN, 0.1), "only 0.9 exceeds 0.8");
        assertEquals(0.6, DetCurve.threshold(TEN, 0.3));
        assertEquals(Double.NEGATIVE_INFINITY, DetCurve.threshold(TEN, 1.0));
    }

    @Test
    void countsDecimalRatesAsTheyAreWritten() {
        Trials impostors = trials(IntStream.range(0, 3000).asDoubleStream().toArray());
        assertEquals(2996, DetCurve.threshold(impostors, 0.001), "2997, 2998 and 2999 are 3 of 3,000");
    }

    @Test
    void aThresholdKeepsToTheRateWhereImpostorsAreEquallyAlike() {
        assertEquals(0.5, DetCurve.threshold(trials(0.5, 0.5, 0.5, 0.1), 0.25));
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThrows(IllegalArgumentException.class, () -> DetCurve.threshold(trials(), 0.1));
        assertThrows(IllegalArgumentException.class, () -> DetCurve.threshold(TEN, 1.5));
        assertThrows(IllegalArgumentException.class, () -> DetCurve.threshold(TEN, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> DetCurve.of(trials(), TEN));
        assertThrows(IllegalArgumentException.class, () -> DetCurve.of(TEN, trials()));
    }

    @Test
    void fallsWhereAThresholdFindsMore() {
        DetCurve curve = DetCurve.of(trials(0.95, 0.65, 0.65, 0.05), trials(0.9, 0.7, 0.6, 0.6, 0.1));
        assertEquals(
                List.of(
                        // Above 0.9 one of four is found, and no more above 0.7; above 0.6 three; the last by all.
                        new Step(0.0, 0.75, 0.9),
                        new Step(0.4, 0.25, 0.6),
                        new Step(1.0, 0.0, Double.NEGATIVE_INFINITY)),
                curve.steps());
        assertEquals(0.75, curve.missedAt(0.39));
        assertEquals(0.25, curve.missedAt(0.4));
        assertEquals(0.25, curve.missedAt(0.99));
    }

    @Test
    void aReplicateCountsPeopleAsOftenAsTheyWereDrawn() {
        Trials mated = trials(0.9, 0.5, 0.2);
        // Strangers 3, 4 and 5.
        Trials nonMated = Trials.ofPeople(new double[] {0.6, 0.4, 0.1}, new int[] {3, 4, 5});
        double[] rates = {0.1, 0.34, 0.7, 1.0};
        double[] missed = new double[rates.length];
        double[] thresholds = new double[rates.length];

        DetCurve.replicate(mated, nonMated, rates, new int[] {1, 1, 1, 1, 1, 1}, missed, thresholds);
        assertArrayEquals(new double[] {0.6, 0.4, 0.1, Double.NEGATIVE_INFINITY}, thresholds);
        assertArrayEquals(new double[] {2 / 3.0, 1 / 3.0, 0, 0}, missed, 1e-12);

        // The first mate and the first stranger twice, the others of their kinds once and never.
        DetCurve.replicate(mated, nonMated, rates, new int[] {2, 1, 0, 2, 1, 0}, missed, thresholds);
        assertArrayEquals(new double[] {0.6, 0.6, 0.4, Double.NEGATIVE_INFINITY}, thresholds);
        assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 0, 0}, missed, 1e-12);

        DetCurve.replicate(mated, nonMated, rates, new int[] {0, 0, 0, 1, 1, 1}, missed, thresholds);
        assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}, missed);
    }

    @Test
    void aReplicateOfEverybodyOnceIsTheCurve() {
        Trials mated = trials(0.95, 0.8, 0.65, 0.65, 0.3, 0.05);
        Trials nonMated = Trials.ofPairs(
                new double[] {0.9, 0.7, 0.6, 0.6, 0.1}, new int[] {0, 1, 2, 3, 4}, new int[] {1, 2, 3, 4, 5});
        double[] rates = DetCurve.bandRates(nonMated.size());
        double[] missed = new double[rates.length];
        DetCurve.replicate(mated, nonMated, rates, new int[] {1, 1, 1, 1, 1, 1}, missed, new double[rates.length]);
        DetCurve curve = DetCurve.of(mated, nonMated);
        for (int i = 0; i < rates.length; i++) {
            assertEquals(curve.missedAt(rates[i]), missed[i], 1e-12);
        }
    }
}
