package io.sosia.jobs.evaluate;

import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.Proportion;
import java.util.List;

/**
 * The errors that concern a part of the people.
 *
 * @param part of whom
 * @param own with a threshold for each rate that was set on this part's own trials
 * @param common with the thresholds that were set on everybody's trials: what a system gives them that has one
 *     threshold for all. In the order of rates
 */
public record PartErrors(Part part, ErrorRates own, List<AtCommonThreshold> common) {

    /** Copies the list. */
    public PartErrors {
        common = List.copyOf(common);
    }

    /**
     * What a threshold that was set on everybody does to a part.
     *
     * @param rate of false positives for which it was set
     * @param threshold that a score must exceed, taken as given: the intervals hold no doubt of it
     * @param missed of the part's mated trials
     * @param falsePositives of its non-mated trials
     */
    public record AtCommonThreshold(double rate, double threshold, Proportion missed, Proportion falsePositives) {}
}
