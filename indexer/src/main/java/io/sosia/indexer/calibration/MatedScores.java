package io.sosia.indexer.calibration;

import io.sosia.models.catalogue.PopulationTable;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How scores of registered people with their own templates are distributed: normally, near enough between a threshold
 * and the mean, which is where decisions are made.
 *
 * @param mean of the decision score
 * @param deviation standard, above 0
 * @param people of whom scores were measured, 1 or more
 */
public record MatedScores(double mean, double deviation, int people) {

    /** @throws IllegalArgumentException if the mean is no score or the deviation is not above 0 */
    public MatedScores {
        if (!(mean >= -1 && mean <= 1)) {
            throw new IllegalArgumentException("mean: " + mean + " is not in -1..1");
        }
        if (!(deviation > 0 && deviation <= 1)) {
            throw new IllegalArgumentException("deviation: " + deviation + " is not above 0 and up to 1");
        }
        if (people < 1) {
            throw new IllegalArgumentException("people: " + people + " is not 1 or more");
        }
    }

    /** As a catalogue's table has them. */
    public static MatedScores of(PopulationTable.Mated mated) {
        return new MatedScores(mated.mean(), mated.deviation(), mated.people());
    }

    /** The share of mated tracks that score higher. */
    public double survival(double score) {
        return normal().survivalProbability(score);
    }

    /** The logarithm of the density. */
    public double logDensity(double score) {
        return normal().logDensity(score);
    }

    private NormalDistribution normal() {
        return NormalDistribution.of(mean, deviation);
    }
}
