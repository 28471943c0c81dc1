package io.sosia.indexer.calibration;

import org.apache.commons.statistics.distribution.PoissonDistribution;

/**
 * Whether a night's count is what a calibration expects. Counts of independent rare events are Poisson's; tracks of one
 * work are not independent, so that both counts are divided by how many come together before they are compared
 * (quasi-Poisson, McCullagh and Nelder 1989, 6.2).
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
     * Compares.
     *
     * @param expected 0 or more
     * @param observed 0 or more
     * @param clustering 1 or more: how many times wider than Poisson's the count varies
     */
    public static Drift of(double expected, long observed, double clustering) {
        if (!(expected >= 0) || observed < 0 || !(clustering >= 1)) {
            throw new IllegalArgumentException("no counts to compare: " + expected + " expected, " + observed
                    + " observed, clustering " + clustering);
        }
        double mean = expected / clustering;
        double probability;
        if (observed > expected) {
            int events = Math.max(1, (int) Math.min(Integer.MAX_VALUE, Math.round(observed / clustering)));
            probability = mean == 0 ? 0 : PoissonDistribution.of(mean).survivalProbability(events - 1);
        } else {
            int events = (int) Math.min(Integer.MAX_VALUE, Math.round(observed / clustering));
            probability = mean == 0 ? 1 : PoissonDistribution.of(mean).cumulativeProbability(events);
        }
        return new Drift(expected, observed, probability, probability < LEVEL);
    }
}
