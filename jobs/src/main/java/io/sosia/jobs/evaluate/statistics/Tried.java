package io.sosia.jobs.evaluate.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a threshold that was set elsewhere: the promise and how it was kept.
 *
 * @param promised rate of false positives that the threshold was set for
 * @param threshold that a score must exceed; the intervals hold no doubt of it
 * @param falsePositives of the non-mated trials
 * @param missed of the mated trials
 */
public record Tried(double promised, double threshold, Proportion falsePositives, Proportion missed) {

    /** @throws IllegalArgumentException if the promise is no rate above 0 */
    public Tried {
        if (!(promised > 0 && promised <= 1)) {
            throw new IllegalArgumentException("promised: " + promised + " is not in 0..1, or 0");
        }
    }

    /**
     * Tries a threshold.
     *
     * @param strata as for {@link ErrorRates#of}
     */
    public static Tried of(
            double promised, double threshold, Trials mated, Trials nonMated, int[] strata, Resampling resampling) {
        return new Tried(
                promised,
                threshold,
                ErrorRates.above(nonMated, threshold, strata, resampling),
                ErrorRates.above(mated, threshold, strata, resampling).others());
    }

    /**
     * Tries the thresholds that keep to some rates on other trials. Rates that let not one of those through are left out:
     * no threshold keeps to them.
     *
     * @param elsewhere non-mated trials on which the thresholds are set, of other people
     */
    public static List<Tried> of(
            List<Double> rates, Trials elsewhere, Trials mated, Trials nonMated, int[] strata, Resampling resampling) {
        List<Tried> tried = new ArrayList<>();
        if (mated.size() > 0 && nonMated.size() > 0) {
            for (double rate : rates) {
                if (elsewhere.size() > 0 && DetCurve.allowed(rate, elsewhere.size()) > 0) {
                    tried.add(of(rate, DetCurve.threshold(elsewhere, rate), mated, nonMated, strata, resampling));
                }
            }
        }
        return List.copyOf(tried);
    }
}
