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
 * Whether a search returns the right person and nobody else (open-set identification, as in NIST's FRVT 1:N). A mated
 * search is missed where its person is not the most alike, or not alike enough: only the best person is ever decided
 * about.
 *
 * <p>Intervals tell of other people who are searched for, mated and non-mated drawn apart, in this very gallery.
 *
 * @param gallery people registered
 * @param parts everybody first
 * @param halves for each rate the threshold that keeps to it on the tuning half of the people ({@link PeopleHalf}), tried
 *     on the reporting half: what is promised of people whom nobody has seen, and what comes of it. Rates that the
 *     tuning half cannot measure are left out, and all of them where only one half is searched for
 * @param mates of each mated search, how alike its own person is, whoever else was more; negative infinity where no face
 *     was found
 * @param others of each other search the best; likewise
 * @param ratios what likelihood ratios are worth that a line fitted to the tuning half gives the reporting half, for
 *     searches that show a face and, of mated ones, have the right person first; empty where only one half is searched for
 */
public record Identification(
        int gallery,
        List<PartResult> parts,
        List<Tried> halves,
        Trials mates,
        Trials others,
        Optional<LikelihoodRatioCost> ratios) {

    /** The false positive rates that are reported. */
    public static final List<Double> RATES = List.of(0.1, 0.01, 0.001);

    /** Copies the lists. */
    public Identification {
        parts = List.copyOf(parts);
        halves = List.copyOf(halves);
    }

    /**
     * Measures.
     *
     * @param gallery people registered
     * @param mated results of searches for them, at least one
     * @param nonMated results of searches for others, at least one
     * @param parts everybody first
     */
    public static Identification of(
            int gallery,
            List<MatedSearch> mated,
            List<NonMatedSearch> nonMated,
            List<Part> parts,
            Resampling resampling) {
        if (mated.isEmpty() || nonMated.isEmpty()) {
            throw new IllegalArgumentException("identification needs mated and non-mated searches, not " + mated.size()
                    + " and " + nonMated.size());
        }
        People people = new People();
        int[] matedPeople =
                mated.stream().mapToInt(s -> people.number(s.person())).toArray();
        int registered = people.count();
        int[] nonMatedPeople =
                nonMated.stream().mapToInt(s -> people.number(s.person())).toArray();
        Trials searches = Trials.ofPeople(
                mated.stream().mapToDouble(MatedSearch::decisive).toArray(), matedPeople);
        Trials ranks = Trials.ofPeople(
                mated.stream().mapToDouble(s -> s.mateFirst() ? 1 : 0).toArray(), matedPeople);
        Trials others = Trials.ofPeople(
                nonMated.stream().mapToDouble(NonMatedSearch::similarity).toArray(), nonMatedPeople);

        List<PartResult> results = new ArrayList<>();
        List<OperatingPoint> everybody = List.of();
        for (Part part : parts) {
            int[] strata = people.strata(name -> !part.holds(name) ? -1 : people.number(name) < registered ? 0 : 1);
            Trials partSearches = searches.where(person -> strata[person] >= 0);
            Trials partOthers = others.where(person -> strata[person] >= 0);
            ErrorRates own = ErrorRates.of(partSearches, partOthers, RATES, strata, resampling);
            if (results.isEmpty()) {
                everybody = own.points();
            }
            List<Tried> common = everybody.stream()
                    .map(point ->
                            Tried.of(point.rate(), point.threshold(), partSearches, partOthers, strata, resampling))
                    .toList();
            results.add(new PartResult(
                    ErrorRates.above(ranks.where(person -> strata[person] >= 0), 0.5, strata, resampling),
                    new PartErrors(part, own, common)));
        }
        int[] reporting = people.strata(
                name -> PeopleHalf.of(name) == PeopleHalf.TUNING ? -1 : people.number(name) < registered ? 0 : 1);
        List<Tried> halves = Tried.of(
                RATES,
                others.where(person -> reporting[person] < 0),
                searches.where(person -> reporting[person] >= 0),
                others.where(person -> reporting[person] >= 0),
                reporting,
                resampling);
        return new Identification(
                gallery,
                results,
                halves,
                Trials.ofPeople(
                        mated.stream().mapToDouble(MatedSearch::mateSimilarity).toArray(), matedPeople),
                others,
                RatioCosts.of(searches, others, person -> reporting[person] < 0));
    }

    /** Everybody's figures. */
    public PartResult everybody() {
        return parts.getFirst();
    }

    /** For each false positive rate the share of mated searches missed at its threshold, over everybody. */
    public Map<Double, Double> fnirAtFpir() {
        Map<Double, Double> fnir = new LinkedHashMap<>();
        everybody()
                .errors()
                .own()
                .points()
                .forEach(point -> fnir.put(point.rate(), point.missed().rate()));
        return fnir;
    }

    /** For each false positive rate the cosine that a similarity must exceed. */
    public Map<Double, Double> thresholdAtFpir() {
        Map<Double, Double> thresholds = new LinkedHashMap<>();
        everybody().errors().own().points().forEach(point -> thresholds.put(point.rate(), point.threshold()));
        return thresholds;
    }

    /**
     * The figures of a part.
     *
     * @param rank1 mated searches with the right person first, whatever the similarity
     */
    public record PartResult(Proportion rank1, PartErrors errors) {}

    /**
     * A search for somebody registered.
     *
     * @param person who
     * @param mateFirst whether they were the most alike
     * @param mateSimilarity how alike they were; negative infinity where no face was found
     */
    public record MatedSearch(String person, boolean mateFirst, double mateSimilarity) {

        /** What must exceed the threshold for the search to find its person. */
        double decisive() {
            return mateFirst ? mateSimilarity : Double.NEGATIVE_INFINITY;
        }
    }

    /**
     * A search for somebody who is not registered.
     *
     * @param person who
     * @param similarity of the most alike; negative infinity where no face was found
     */
    public record NonMatedSearch(String person, double similarity) {}
}
