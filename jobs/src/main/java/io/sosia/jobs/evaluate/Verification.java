package io.sosia.jobs.evaluate;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether two pictures show one person, measured as Labeled Faces in the Wild prescribes (Huang et al., 2007, "image
 * restricted"): each fold is judged with the threshold that is best on the others.
 *
 * @param pairs how many
 * @param accuracy mean of the folds' accuracies
 * @param accuracySd sample standard deviation of the folds' accuracies; 0 with a single fold
 * @param tarAtFar for each false accept rate, over all pairs together: the share of true pairs accepted
 */
public record Verification(int pairs, double accuracy, double accuracySd, Map<Double, Double> tarAtFar) {

    /** The false accept rates that are reported. */
    public static final List<Double> RATES = List.of(0.01, 0.001);

    /**
     * Measures.
     *
     * @throws IllegalArgumentException unless there are two folds or more, with both kinds of pairs
     */
    public static Verification of(List<ScoredPair> pairs) {
        List<Integer> folds =
                pairs.stream().map(ScoredPair::fold).distinct().sorted().toList();
        if (folds.size() < 2) {
            throw new IllegalArgumentException("verification needs pairs in 2 folds or more, not " + folds.size());
        }
        double[] accuracies = new double[folds.size()];
        for (int f = 0; f < accuracies.length; f++) {
            int fold = folds.get(f);
            double threshold =
                    bestThreshold(pairs.stream().filter(p -> p.fold() != fold).toList());
            List<ScoredPair> judged =
                    pairs.stream().filter(p -> p.fold() == fold).toList();
            long right = judged.stream()
                    .filter(p -> (p.similarity() >= threshold) == p.same())
                    .count();
            accuracies[f] = (double) right / judged.size();
        }
        double[] same = similarities(pairs, true);
        double[] different = similarities(pairs, false);
        if (same.length == 0) {
            throw new IllegalArgumentException("verification needs pairs of one person");
        }
        Map<Double, Double> tarAtFar = new LinkedHashMap<>();
        for (double rate : RATES) {
            double threshold = RateThreshold.exceeding(different, rate);
            long accepted = 0;
            for (double similarity : same) {
                accepted += similarity > threshold ? 1 : 0;
            }
            tarAtFar.put(rate, (double) accepted / same.length);
        }
        return new Verification(pairs.size(), mean(accuracies), deviation(accuracies), tarAtFar);
    }

    /** Halfway between the two neighbouring similarities that part the pairs best. */
    static double bestThreshold(List<ScoredPair> pairs) {
        List<ScoredPair> descending = pairs.stream()
                .sorted(Comparator.comparingDouble(ScoredPair::similarity).reversed())
                .toList();
        // Above every similarity, all pairs are called different.
        long right = pairs.stream().filter(p -> !p.same()).count();
        long best = right;
        double threshold = Double.POSITIVE_INFINITY;
        for (int i = 0; i < descending.size(); i++) {
            right += descending.get(i).same() ? 1 : -1;
            double here = descending.get(i).similarity();
            double next = i + 1 < descending.size() ? descending.get(i + 1).similarity() : Double.NEGATIVE_INFINITY;
            if (here > next && right > best) {
                best = right;
                threshold = next == Double.NEGATIVE_INFINITY ? here : (here + next) / 2;
            }
        }
        return threshold;
    }

    private static double[] similarities(List<ScoredPair> pairs, boolean same) {
        return pairs.stream()
                .filter(p -> p.same() == same)
                .mapToDouble(ScoredPair::similarity)
                .toArray();
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
}
