package io.sosia.jobs.evaluate;

import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.Tried;
import java.util.List;

/**
 * The errors that concern a part of the people.
 *
 * @param part of whom
 * @param own with a threshold for each rate that was set on this part's own trials
 * @param common with the thresholds that were set on everybody's trials: what a system gives them that has one
 *     threshold for all. In the order of rates
 */
public record PartErrors(Part part, ErrorRates own, List<Tried> common) {

    /** Copies the list. */
    public PartErrors {
        common = List.copyOf(common);
    }
}
