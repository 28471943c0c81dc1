package io.sosia.jobs.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a search returns the right person and nobody else (open-set identification, as in NIST's FRVT 1:N). A mated
 * search is missed where its person is not the most alike, or not alike enough: only the best person is ever decided
 * about.
 *
 * @param gallery people registered
 * @param mated searches for them
 * @param nonMated searches for others
 * @param rank1 share of mated searches with the right person first, whatever the similarity
 * @param fnirAtFpir for each false positive rate: the share of mated searches missed at its threshold
 * @param thresholdAtFpir cosine that a similarity must exceed
 */
public record Identification(
        int gallery,
        int mated,
        int nonMated,
        double rank1,
        Map<Double, Double> fnirAtFpir,
        Map<Double, Double> thresholdAtFpir) {

    /** The false positive rates that are reported. */
    public static final List<Double> RATES = List.of(0.1, 0.01, 0.001);

    /**
     * Measures.
     *
     * @param gallery people registered
     * @param mated results of searches for them, at least one
     * @param nonMated the best similarity of each search for somebody else, at least one; negative infinity where no
     *     face was found
     */
    public static Identification of(int gallery, List<MatedSearch> mated, double[] nonMated) {
        if (mated.isEmpty() || nonMated.length == 0) {
            throw new IllegalArgumentException("identification needs mated and non-mated searches, not " + mated.size()
                    + " and " + nonMated.length);
        }
        long first = mated.stream().filter(MatedSearch::mateFirst).count();
        Map<Double, Double> fnir = new LinkedHashMap<>();
        Map<Double, Double> thresholds = new LinkedHashMap<>();
        for (double rate : RATES) {
            double threshold = RateThreshold.exceeding(nonMated, rate);
            long found = mated.stream()
                    .filter(s -> s.mateFirst() && s.similarity() > threshold)
                    .count();
            fnir.put(rate, 1 - (double) found / mated.size());
            thresholds.put(rate, threshold);
        }
        return new Identification(
                gallery, mated.size(), nonMated.length, (double) first / mated.size(), fnir, thresholds);
    }

    /**
     * A search for somebody registered.
     *
     * @param mateFirst whether the right person was the most alike
     * @param similarity of the most alike; negative infinity where no face was found
     */
    public record MatedSearch(boolean mateFirst, double similarity) {}
}
