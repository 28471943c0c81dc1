package io.sosia.jobs.evaluate;

import io.sosia.indexer.calibration.LikelihoodRatioCost;
import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.ErrorRates.OperatingPoint;
import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.evaluate.statistics.Resampling;
import io.sosia.jobs.evaluate.statistics.Trials;
import io.sosia.jobs.evaluate.statistics.Tried;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether two pictures show one person. Where the pairs come in folds, accuracy is measured as Labeled Faces in the Wild
 * prescribes (Huang et al., 2007, "image restricted"): each fold is judged with the threshold that is best on the others.
 *
 * <p>A pair belongs to a part of the people if both of its people do; one that shows two parts counts for everybody
 * alone.
 *
 * @param folds of accuracy; empty where the pairs come in none
 * @param parts everybody first
 * @param halves for each rate the threshold that keeps to it on pairs of the tuning half of the people
 *     ({@link PeopleHalf}), tried on pairs of the reporting half. Rates that the tuning half cannot measure are left out,
 *     and all of them where only one half is compared
 * @param same cosines of the pairs of one person; negative infinity where a picture shows no face
 * @param different likewise of the pairs of two
 * @param ratios what likelihood ratios are worth that a line fitted to pairs of the tuning half gives those of the
 *     reporting half; empty where only one half is compared
 */
public record Verification(
        Optional<Folds> folds,
        List<PartResult> parts,
        List<Tried> halves,
        Trials same,
        Trials different,
        Optional<LikelihoodRatioCost> ratios) {

    /** The false accept rates that are reported. */
    public static final List<Double> RATES = List.of(0.01, 0.001);

    /** Copies the lists. */
    public Verification {
        parts = List.copyOf(parts);
        halves = List.copyOf(halves);
    }

    /**
     * Measures pairs in folds.
     *
     * @param parts everybody first
     * @throws IllegalArgumentException unless there are two folds or more, with both kinds of pairs
     */
    public static Verification of(List<ScoredPair> pairs, List<Part> parts, Resampling resampling) {
        FoldedPairs folded = FoldedPairs.of(pairs);
        People people = folded.people();
        Trials same = folded.trials(true);
        Trials different = folded.trials(false);
        double[] folds = folded.accuracies();
        List<Proportion> accuracies = folded.accuracies(parts, resampling);
        List<PartResult> results = new ArrayList<>();
        for (PartErrors errors : errors(same, different, people, parts, resampling)) {
            results.add(new PartResult(Optional.of(accuracies.get(results.size())), errors));
        }
        return new Verification(
                Optional.of(new Folds(mean(folds), deviation(folds))),
                results,
                halves(same, different, people, resampling),
                same,
                different,
                ratios(same, different, people));
    }

    /**
     * Measures pairs that come in no folds.
     *
     * @param same pairs of one person, at least one
     * @param different pairs of two people, at least one
     */
    static Verification of(Trials same, Trials different, People people, List<Part> parts, Resampling resampling) {
        return new Verification(
                Optional.empty(),
                errors(same, different, people, parts, resampling).stream()
                        .map(errors -> new PartResult(Optional.empty(), errors))
                        .toList(),
                halves(same, different, people, resampling),
                same,
                different,
                ratios(same, different, people));
    }

    private static Optional<LikelihoodRatioCost> ratios(Trials same, Trials different, People people) {
        int[] tuning = people.stratum(name -> PeopleHalf.of(name) == PeopleHalf.TUNING);
        return RatioCosts.of(same, different, person -> tuning[person] >= 0);
    }

    private static List<Tried> halves(Trials same, Trials different, People people, Resampling resampling) {
        int[] reporting = people.stratum(name -> PeopleHalf.of(name) == PeopleHalf.REPORTING);
        return Tried.of(
                RATES,
                different.where(person -> reporting[person] < 0),
                same.where(person -> reporting[person] >= 0),
                different.where(person -> reporting[person] >= 0),
                reporting,
                resampling);
    }

    private static List<PartErrors> errors(
            Trials same, Trials different, People people, List<Part> parts, Resampling resampling) {
        if (same.size() == 0 || different.size() == 0) {
            throw new IllegalArgumentException("verification needs pairs of one person and of two, not " + same.size()
                    + " and " + different.size());
        }
        List<PartErrors> results = new ArrayList<>();
        List<OperatingPoint> everybody = List.of();
        for (Part part : parts) {
            int[] strata = people.stratum(part::holds);
            Trials partSame = same.where(person -> strata[person] >= 0);
            Trials partDifferent = different.where(person -> strata[person] >= 0);
            ErrorRates own = ErrorRates.of(partSame, partDifferent, RATES, strata, resampling);
            if (results.isEmpty()) {
                everybody = own.points();
            }
            List<Tried> common = everybody.stream()
                    .map(point ->
                            Tried.of(point.rate(), point.threshold(), partSame, partDifferent, strata, resampling))
                    .toList();
            results.add(new PartErrors(part, own, common));
        }
        return results;
    }

    /** Everybody's figures. */
    public PartResult everybody() {
        return parts.getFirst();
    }

    /** How many. */
    public int pairs() {
        return same.size() + different.size();
    }

    /** For each false accept rate, over all pairs together, the share of true pairs accepted. */
    public Map<Double, Double> tarAtFar() {
        Map<Double, Double> tarAtFar = new LinkedHashMap<>();
        everybody()
                .errors()
                .own()
                .points()
                .forEach(point ->
                        tarAtFar.put(point.rate(), point.missed().others().rate()));
        return tarAtFar;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }

    /**
     * What the folds came to.
     *
     * @param accuracy mean of the folds' accuracies
     * @param deviation sample standard deviation of the folds' accuracies
     */
    public record Folds(double accuracy, double deviation) {}

    /**
     * The figures of a part.
     *
     * @param accuracy pairs judged rightly, each with the threshold that is best on everybody's pairs in the other folds;
     *     empty where there are no folds
     */
    public record PartResult(Optional<Proportion> accuracy, PartErrors errors) {}
}
