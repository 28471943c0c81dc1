package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.AlarmBudget;
import io.sosia.indexer.calibration.AlarmThresholds;
import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.calibration.LikelihoodModel;
import io.sosia.indexer.calibration.LikelihoodRatio;
import io.sosia.indexer.calibration.VerbalScale;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTables;
import io.sosia.models.vector.Cosine;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * On what a scan's decisions rest: which calibration, which budget, and the thresholds that follow. Immutable.
 *
 * @param calibration what scores mean
 * @param budget how many false alarms there may be
 * @param thresholds that keep to it
 * @param set a threshold that was set by hand and stands in their place
 * @param scale words for likelihood ratios
 */
public record DecisionBasis(
        Calibration calibration,
        AlarmBudget budget,
        AlarmThresholds thresholds,
        Optional<Double> set,
        VerbalScale scale) {

    /**
     * By what was calibrated, or, on a first night, by the catalogue's table for the population of the settings.
     *
     * @param scoring what scores are made of
     * @param registered people among whom is searched
     * @throws NotReadyException if there is neither
     */
    public static DecisionBasis of(
            ScanSettings settings,
            String scoring,
            int registered,
            Optional<StoredCalibrations.Applied> applied,
            PopulationTables tables)
            throws NotReadyException {
        Calibration calibration;
        Optional<Double> tracksPerNight = settings.tracksPerNight();
        if (applied.isPresent()) {
            calibration = applied.get().calibration();
            tracksPerNight = tracksPerNight.or(applied.get()::tracksPerNight);
        } else {
            calibration = Calibration.ofTable(table(settings, scoring, tables));
        }
        AlarmBudget budget = new AlarmBudget(settings.alarmsPerNight(), tracksPerNight, settings.alarmRate());
        return new DecisionBasis(
                calibration,
                budget,
                AlarmThresholds.of(calibration, budget.perTrack(), registered),
                settings.threshold(),
                settings.verbalScale());
    }

    /**
     * The catalogue's table for the population of the settings.
     *
     * @param scoring what scores are made of
     * @throws NotReadyException if there is none
     */
    public static PopulationTable table(ScanSettings settings, String scoring, PopulationTables tables)
            throws NotReadyException {
        Optional<PopulationTable> table = tables.find(settings.population(), scoring);
        if (table.isPresent()) {
            return table.get();
        }
        if (!tables.populations().contains(settings.population())) {
            throw new NotReadyException("scan.population '" + settings.population()
                    + "' in the home's sosia.json is none that was measured; there are "
                    + String.join(", ", tables.populations()));
        }
        throw new NotReadyException(
                "no scores have been measured for the population " + settings.population() + " with " + scoring
                        + "; 'sosia evaluate budget --tables' measures them, and other recognisers have been");
    }

    /** The rule that decides. */
    public DecisionRule rule(double reviewMargin, double runnerUpMargin) {
        return set.map(threshold -> new DecisionRule(
                        new Cosine(threshold), reviewMargin, runnerUpMargin, "scan.threshold in the home's settings"))
                .orElseGet(() -> DecisionRule.of(thresholds, reviewMargin, runnerUpMargin, source()));
    }

    /** Where the thresholds come from, for people to read. */
    private String source() {
        return String.format(
                Locale.ROOT,
                "%s of strangers' tracks among %d people, %s",
                percent(thresholds.expected()),
                thresholds.registered(),
                calibration.provisional()
                        ? "provisionally by the table of the population " + calibration.population()
                        : "calibration " + calibration.version() + " on " + calibration.tracks()
                                + " tracks of this platform");
    }

    private static String percent(double share) {
        return share >= 0.0001
                ? String.format(Locale.ROOT, "%.2f %%", 100 * share)
                : String.format(Locale.ROOT, "%.2g", share);
    }

    /** The likelihood ratios that go with it. */
    LikelihoodModel likelihoods() {
        return new LikelihoodModel(calibration, Math.max(1, thresholds.registered()));
    }

    /** What a finding says of all this. */
    Grounds grounds(LikelihoodModel model, PersonId person, double score, double threshold) {
        LikelihoodRatio ratio = model.ratio(score, Optional.of(person));
        return new Grounds(
                Grounds.SEARCH,
                Math.round((score - threshold) * 10_000) / 10_000.0,
                set.isPresent() ? "scan.threshold" : "scan.alarmsPerNight",
                new Grounds.Budget(
                        budget.alarmsPerNight(), budget.tracksPerNight(), budget.perTrack(), thresholds.registered()),
                Grounds.Calibrated.of(calibration),
                Grounds.Ratio.of(ratio, scale));
    }

    /** What of it takes part in decisions besides the general threshold. */
    Conditions.Calibrated conditions() {
        return new Conditions.Calibrated(
                calibration.version(), calibration.population(), budget.perTrack(), thresholds.registered());
    }

    /** Thresholds of people with many doubles. */
    public Map<PersonId, Double> own() {
        return set.isPresent() ? Map.of() : thresholds.own();
    }
}
