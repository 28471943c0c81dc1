package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.calibration.LikelihoodRatio;
import io.sosia.indexer.calibration.VerbalScale;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a score counts as a finding, and how much it says.
 *
 * @param mode {@code 1:N}: the person was the most alike of everybody registered; {@code 1:1}: the person was named
 *     beforehand and nobody else was compared
 * @param aboveThreshold score less threshold; below 0 for what is for review
 * @param thresholdBy the setting that the threshold follows from
 * @param budget how many false alarms there may be
 * @param calibration what scores mean
 * @param likelihoodRatio how much more probable the score is if it is the person
 */
public record Grounds(
        String mode,
        double aboveThreshold,
        String thresholdBy,
        Budget budget,
        Calibrated calibration,
        Ratio likelihoodRatio) {

    /** Everybody registered is compared. */
    public static final String SEARCH = "1:N";

    /** One person is compared. */
    public static final String CLAIM = "1:1";

    /**
     * A budget.
     *
     * @param alarmsPerNight false ones
     * @param tracksPerNight where it is known
     * @param perTrack the probability with which a stranger's track may be taken for somebody
     * @param people registered and searched for
     */
    public record Budget(double alarmsPerNight, Optional<Double> tracksPerNight, double perTrack, int people) {}

    /**
     * A calibration.
     *
     * @param version 0 for a table of the catalogue
     * @param date when it was fitted or measured
     * @param population whose scores
     * @param description of them
     * @param tracks it was fitted to
     * @param works they came from
     * @param provisional whether it stands in until the platform's own tracks have told more
     */
    public record Calibrated(
            int version,
            Instant date,
            String population,
            String description,
            long tracks,
            int works,
            boolean provisional) {

        static Calibrated of(Calibration calibration) {
            return new Calibrated(
                    calibration.version(),
                    calibration.created(),
                    calibration.population(),
                    calibration.description(),
                    calibration.tracks(),
                    calibration.works(),
                    calibration.provisional());
        }
    }

    /**
     * A likelihood ratio. It is no probability that it is this person.
     *
     * @param log10 decadic logarithm
     * @param capped whether it was cut down to what the data supports
     * @param words for it
     * @param scale that the words are from
     * @param first proposition that it speaks for where it is above 0
     * @param second the alternative
     * @param population whose scores stand for the alternative
     */
    public record Ratio(
            double log10, boolean capped, String words, String scale, String first, String second, String population) {

        static Ratio of(LikelihoodRatio ratio, VerbalScale scale) {
            return new Ratio(
                    Math.round(ratio.log10() * 100) / 100.0,
                    ratio.capped(),
                    scale.words(ratio.log10()),
                    scale.name(),
                    ratio.first(),
                    ratio.second(),
                    ratio.population());
        }
    }
}
