package io.sosia.jobs.evaluate;

import io.sosia.indexer.calibration.LikelihoodRatioCost;
import io.sosia.indexer.calibration.LogisticCalibration;
import io.sosia.jobs.evaluate.statistics.Trials;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What likelihood ratios made of scores are worth: a line from scores to ratios is fitted to the trials of the tuning half
 * of the people ({@link PeopleHalf}) and its ratios are judged on those of the reporting half, whom it has never met.
 * Trials without a score have no ratio and are left out, and so are pairs of which each half has one.
 */
final class RatioCosts {

    private RatioCosts() {}

    /**
     * Measures.
     *
     * @param tuning whether the person of a number belongs to the tuning half; all others belong to the reporting half
     * @return empty where either half has no mated or no non-mated trial
     */
    static Optional<LikelihoodRatioCost> of(Trials mated, Trials nonMated, IntPredicate tuning) {
        double[] matedTuning = scores(mated.where(tuning));
        double[] nonMatedTuning = scores(nonMated.where(tuning));
        double[] matedReporting = scores(mated.where(tuning.negate()));
        double[] nonMatedReporting = scores(nonMated.where(tuning.negate()));
        if (matedTuning.length == 0
                || nonMatedTuning.length == 0
                || matedReporting.length == 0
                || nonMatedReporting.length == 0) {
            return Optional.empty();
        }
        LogisticCalibration line = LogisticCalibration.fit(matedTuning, nonMatedTuning);
        return Optional.of(LikelihoodRatioCost.of(
                Arrays.stream(matedReporting).map(line::log10).toArray(),
                Arrays.stream(nonMatedReporting).map(line::log10).toArray()));
    }

    private static double[] scores(Trials trials) {
        return Arrays.stream(trials.scores()).filter(Double::isFinite).toArray();
    }
}
