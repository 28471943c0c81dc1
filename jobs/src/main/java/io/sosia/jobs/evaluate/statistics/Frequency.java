package io.sosia.jobs.evaluate.statistics;

import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How often something happened in some time, with the 95 % interval of the rate behind it.
 *
 * <p>The interval's ends are those of the bootstrap's replicates, moved outwards to those of Garwood's exact interval of
 * a Poisson count (Biometrika 28, 1936) where that is wider: of nothing in {@code h} hours no more follows than about
 * {@code 3.7 / h} (the rule of three with both ends).
 *
 * @param count how often
 * @param exposure in the unit that the rate is told by, for example hours; 0 and up
 * @param interval of the rate; empty without exposure
 */
public record Frequency(long count, double exposure, Optional<Interval> interval) {

    private static final double TAIL = (1 - Interval.CONFIDENCE) / 2;

    /** @throws IllegalArgumentException if a number is out of range, or an interval is missing or too much */
    public Frequency {
        if (count < 0 || !(exposure >= 0)) {
            throw new IllegalArgumentException(count + " in " + exposure);
        }
        if (interval.isPresent() != (exposure > 0)) {
            throw new IllegalArgumentException("an interval belongs to an exposure, which is " + exposure);
        }
    }

    /**
     * With an interval from replicates.
     *
     * @param replicates the count in each replicate; those that are not numbers are left out
     */
    public static Frequency of(long count, double exposure, double[] replicates) {
        if (exposure == 0) {
            return new Frequency(count, 0, Optional.empty());
        }
        Interval exact = exact(count);
        Interval counts = count == 0
                ? exact
                : Resampling.interval(replicates).map(exact::with).orElse(exact);
        return new Frequency(
                count, exposure, Optional.of(new Interval(counts.low() / exposure, counts.high() / exposure)));
    }

    private static Interval exact(long count) {
        double low = count == 0 ? 0 : ChiSquaredDistribution.of(2.0 * count).inverseCumulativeProbability(TAIL) / 2;
        double high = ChiSquaredDistribution.of(2.0 * (count + 1)).inverseSurvivalProbability(TAIL) / 2;
        return new Interval(low, high);
    }

    /** {@code count / exposure}; not a number without exposure. */
    public double rate() {
        return exposure == 0 ? Double.NaN : count / exposure;
    }
}
