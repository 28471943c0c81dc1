package io.sosia.indexer.calibration;

import org.apache.commons.statistics.distribution.PoissonDistribution;

/**
 * Whether a night's count is what a calibration expects. Counts of independent rare events are Poisson's; tracks of one
 * work are not independent, and the expectation is not known exactly either, so that both counts are divided by how many
 * times wider than Poisson's they vary before they are compared (quasi-Poisson, McCullagh and Nelder 1989, 6.2).
 *
 * @param expected 0 or more
 * @param observed 0 or more
 * @param probability that chance alone departs as far as this in the direction in which it does, or further
 * @param drifts whether that is less than {@link #LEVEL}
 */
public record Drift(double expected, long observed, double probability, boolean drifts) {

    /** In a stream that has not changed, chance alone warns in one night of 500. */
    public static final double LEVEL = 0.001;

    /**
     * Compares with an expectation that is exact.
     *
     * @param expected 0 or more
     * @param observed 0 or more
     * @param clustering 1 or more: how many times wider than Poisson's the count varies
     */
    public static Drift of(double expected, long observed, double clustering) {
        return of(expected, 0, observed, clustering);
    }

    /**
     * Compares with an expectation that was itself fitted to a sample: it might as well have been another, and a count
     * varies about it by the variance of both together.
     *
     * @param expected 0 or more
     * @param deviation standard deviation of what might have been expected, 0 or more
     * @param observed 0 or more
     * @param clustering 1 or more: how many times wider than Poisson's the count varies
     */
    public static Drift of(double expected, double deviation, long observed, double clustering) {
        if (!(expected >= 0) || !(deviation >= 0) || observed < 0 || !(clustering >= 1)) {
            throw new IllegalArgumentException("no counts to compare: " + expected + " ± " + deviation + " expected, "
                    + observed + " observed, clustering " + clustering);
        }
        double together = expected == 0 ? clustering : clustering + deviation * deviation / expected;
        double mean = expected / together;
        double probability;
        if (observed > expected) {
            int events = Math.max(1, (int) Math.min(Integer.MAX_VALUE, Math.round(observed / together)));
            probability = mean == 0 ? 0 : PoissonDistribution.of(mean).survivalProbability(events - 1);
        } else {
            int events = (int) Math.min(Integer.MAX_VALUE, Math.round(observed / together));
            probability = mean == 0 ? 1 : PoissonDistribution.of(mean).cumulativeProbability(events);
        }
        return new Drift(expected, observed, probability, probability < LEVEL);
    }
}
