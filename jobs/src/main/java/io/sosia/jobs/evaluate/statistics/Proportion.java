package io.sosia.jobs.evaluate.statistics;

import java.util.Optional;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * How many of some trials came out one way, with the 95 % interval of the rate behind them.
 *
 * <p>The interval's ends are those of the replicates of a bootstrap over people ({@link Resampling}), moved outwards to
 * those of Clopper and Pearson's exact binomial interval (Biometrika 26, 1934) where that is wider. Resampling sees how
 * trials of one person hang together, and how a threshold moves that was set on the same data; it is blind to errors
 * that were not made, and too sure where few were. So the exact interval of as many trials as there are people, if those
 * are fewer, is taken as well: from {@code n} people without an error follows hardly more than the rule of three, at most
 * {@code 3 / n} (Hanley and Lippman-Hand, JAMA 249, 1983; ISO/IEC 19795-1 names it too; with both ends {@code 3.7 / n}).
 * With a few errors the same share of so many trials is taken for their count, a fraction (Korn and Graubard, Survey
 * Methodology 24, 1998), and with more than {@value #FEW} the bound stays there, for the replicates then see for
 * themselves. Thus an error more never lowers the least upper bound. The other end is that of the trials without error.
 *
 * @param count of the trials, those that came out this way
 * @param trials 0 and up
 * @param people on whom they rest, one or two each; none only where there are none
 * @param interval empty without trials
 */
public record Proportion(long count, long trials, int people, Optional<Interval> interval) {

    /** Of fewer trials no rate is told: with 29 and no error at all, 1 in 10 may still be missed (rule of three). */
    public static final int LEAST_TRIALS = 30;

    /** Of fewer people intervals come out too short, since so few hardly show how much people differ. */
    public static final int LEAST_PEOPLE = 30;

    /** Usual least count at which a proportion's errors are taken to be near their mean; replicates of fewer are lumpy. */
    static final int FEW = 10;

    private static final double ERROR = 1 - Interval.CONFIDENCE;

    /** @throws IllegalArgumentException if a count is out of range, or an interval is missing or too much */
    public Proportion {
        if (count < 0 || count > trials || trials > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(count + " of " + trials + " trials");
        }
        if (people < 0 || people > 2 * trials || (people == 0) != (trials == 0)) {
            throw new IllegalArgumentException(trials + " trials of " + people + " people");
        }
        if (interval.isPresent() != (trials > 0)) {
            throw new IllegalArgumentException("an interval belongs to trials, of which there are " + trials);
        }
    }

    /**
     * With an interval from replicates.
     *
     * @param replicates the same rate in each replicate; those that are not numbers are left out, as nothing was drawn
     */
    public static Proportion of(long count, long trials, int people, double[] replicates) {
        if (trials == 0) {
            return new Proportion(0, 0, 0, Optional.empty());
        }
        Interval exact = exact(count, trials);
        double high = ofPeople(count, trials, people);
        double low = 1 - ofPeople(trials - count, trials, people);
        Interval least = new Interval(Math.min(low, exact.low()), Math.max(high, exact.high()));
        return new Proportion(
                count,
                trials,
                people,
                Optional.of(Resampling.interval(replicates).map(least::with).orElse(least)));
    }

    /** The upper end where a person's trials count as one; of more than a few errors, that of a few. */
    private static double ofPeople(long count, long trials, int people) {
        double independent = Math.min(people, trials);
        double counted = Math.min(count, FEW) * independent / trials;
        return counted >= independent
                ? 1
                : BetaDistribution.of(counted + 1, independent - counted).inverseSurvivalProbability(ERROR / 2);
    }

    /** The exact interval of independent trials. */
    static Interval exact(long count, long trials) {
        var interval = BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(
                Math.toIntExact(trials), Math.toIntExact(count), ERROR);
        return new Interval(interval.getLowerBound(), interval.getUpperBound());
    }

    /** {@code count / trials}; not a number without trials. */
    public double rate() {
        return trials == 0 ? Double.NaN : (double) count / trials;
    }

    /** The same trials, those counted that came out the other way. */
    public Proportion others() {
        return new Proportion(
                trials - count, trials, people, interval.map(i -> new Interval(1 - i.high(), 1 - i.low())));
    }

    /** Whether there are fewer trials than a rate can be told of. */
    public boolean tooFew() {
        return trials < LEAST_TRIALS;
    }
}
