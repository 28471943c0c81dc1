package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import java.util.Optional;

/**
 * Likelihood ratios of scores, from the two fitted densities. Rises with the score, and never says more than the data
 * it rests on: a ratio is cut where one more misleading score, the worst there could be, would make deciding by ratios
 * dearer than deciding without them (the empirical upper and lower bound of Vergeer, van Es, de Jongh, Alberink and
 * Stoel 2016, Science and Justice 56, 482–491). With {@code n} independent observations of the alternative that is
 * less than {@code n + 1}, whatever the densities say. Immutable.
 *
 * <p>The score is that of the best of everybody registered, and the alternative is that the track shows nobody
 * registered, for whom the best of everybody was reported too. So it is already accounted for that the more people are
 * searched, the better the best stranger fits; the ratio for "this person and not another of the registered" would be
 * larger.
 */
public final class LikelihoodModel {

    /** Steps at which the ratio is looked at: finer than scores differ by chance from frame to frame. */
    private static final double STEP = 0.0005;

    private final Calibration calibration;
    private final int registered;
    private final double[] ratios;
    private final double below;
    private final double greatest;
    private final double least;

    /**
     * A model.
     *
     * @param calibration on which it rests
     * @param registered people among whom is searched, 1 or more; 1 for a comparison with one person
     */
    public LikelihoodModel(Calibration calibration, int registered) {
        this.calibration = calibration;
        this.registered = registered;
        ImpostorTail tail = calibration.tail();
        MatedScores mated = calibration.mated();
        int steps = (int) Math.ceil((1 - tail.start()) / STEP) + 1;
        ratios = new double[steps];
        double highest = Double.NEGATIVE_INFINITY;
        double cap = Double.NEGATIVE_INFINITY;
        int observations = calibration.works();
        double startRate = tail.exceedance(tail.start(), registered);
        below = Math.log10((1 - mated.survival(tail.start())) / (1 - startRate));
        for (int i = 0; i < steps; i++) {
            double score = tail.start() + i * STEP;
            double ratio = (mated.logDensity(score) - tail.logDensity(score, registered)) / Math.log(10);
            // Beyond the tail's end no stranger was ever seen, which says nothing about where the next one will be.
            highest = Math.max(highest, Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio);
            ratios[i] = highest;
            double misleading = observations * tail.exceedance(score, registered) + 1;
            double supported = Math.log10(mated.survival(score) * (observations + 1) / misleading);
            cap = Math.max(cap, Math.min(highest, supported));
        }
        greatest = cap;
        // The same the other way round: so many people whose own score was low would have been seen.
        least = -Math.log10(mated.people() + 1.0);
    }

    /** The decadic logarithm of the ratio that no score surpasses. */
    public double greatest() {
        return greatest;
    }

    /**
     * The ratio of a score.
     *
     * @param score of the best of everybody registered; below the tail all scores are alike
     * @param person whom it is the score of: where they have more doubles than others, it says less
     */
    public LikelihoodRatio ratio(double score, Optional<PersonId> person) {
        double raw = raw(score, person.map(this::doubles).orElse(1.0));
        double log10 = Math.clamp(raw, Math.min(least, greatest), greatest);
        return new LikelihoodRatio(
                log10,
                log10 != raw,
                "the track shows the registered person named",
                registered == 1
                        ? "the track shows somebody else"
                        : "the track shows somebody who is not registered, and the most alike of " + registered
                                + " registered people was named",
                calibration.population());
    }

    /** Before it is cut. */
    double raw(double score, double doubles) {
        if (score < calibration.tail().start()) {
            return below;
        }
        int index = (int) Math.floor((score - calibration.tail().start()) / STEP);
        return ratios[Math.min(index, ratios.length - 1)] - Math.log10(doubles);
    }

    /** The lowest score with at least such a ratio. */
    double score(double log10, double doubles) {
        for (int i = 0; i < ratios.length; i++) {
            if (ratios[i] - Math.log10(doubles) >= log10) {
                return calibration.tail().start() + i * STEP;
            }
        }
        return 1;
    }

    private double doubles(PersonId person) {
        return calibration.doubles().getOrDefault(person, calibration.othersDoubles());
    }
}
