package io.sosia.indexer.calibration;

import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTable.ClaimPoint;
import java.util.Comparator;
import java.util.Locale;

/**
 * From which score on a named claim ("this shows me") is borne out. Somebody was named beforehand, so that one person is
 * compared and nobody searched for: chance has one try instead of as many as people are registered, and what counts is
 * how often somebody else would be taken for that person (FMR), not how many alarms a night has.
 *
 * @param fmr false match rate of the operating point
 * @param threshold score
 * @param fnmr false non-match rate measured there
 * @param population whose faces stand for somebody else's
 * @param dataSet where it was measured
 */
public record ClaimRule(double fmr, double threshold, double fnmr, String population, String dataSet) {

    /**
     * The point of a table that misses least of those that keep to a rate.
     *
     * @param fmr the highest false match rate that is allowed
     * @throws IllegalArgumentException if no point of the table keeps to it; the message names the strictest
     */
    public static ClaimRule of(PopulationTable table, double fmr) {
        ClaimPoint point = table.claimPoints().stream()
                // Rates are written in decimals.
                .filter(candidate -> candidate.fmr() <= fmr * (1 + 1e-9))
                .min(Comparator.comparingDouble(ClaimPoint::threshold))
                .orElseThrow(() -> new IllegalArgumentException("fmr: " + fmr + " is below the lowest that the table "
                        + table.population() + " has, "
                        + table.claimPoints().stream()
                                .mapToDouble(ClaimPoint::fmr)
                                .min()
                                .orElse(1)));
        return new ClaimRule(point.fmr(), point.threshold(), point.fnmr(), table.population(), table.dataSet());
    }

    /**
     * The rule by which tracks are decided. As in searches, what is for review counts: review begins at the operating
     * point, and the rule's threshold lies above it by the margin. Nobody else is compared, so that there is no margin to
     * the next person.
     *
     * @param reviewMargin cosine, 0 to 1
     */
    public DecisionRule decisions(double reviewMargin) {
        return new DecisionRule(
                DecisionRule.upwards(threshold + reviewMargin),
                reviewMargin,
                0,
                String.format(
                        Locale.ROOT,
                        "%.2g of comparisons with somebody else, by the table of the population %s for named claims",
                        fmr,
                        population));
    }
}
