package io.sosia.jobs.evaluate;

import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.evaluate.statistics.Resampling;
import io.sosia.jobs.evaluate.statistics.Trials;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Pairs in folds, the most alike first, each fold judged with the threshold that is best on the others. */
final class FoldedPairs {

    private final List<ScoredPair> pairs;
    private final People people = new People();
    private final double[] similarity;
    private final boolean[] same;
    /** Of each pair, from 0 without gaps. */
    private final int[] fold;

    private final int[] first;
    private final int[] second;
    private final int folds;

    private FoldedPairs(List<ScoredPair> pairs) {
        this.pairs = pairs.stream()
                .sorted(Comparator.comparingDouble(ScoredPair::similarity).reversed())
                .toList();
        int[] numbers =
                pairs.stream().mapToInt(ScoredPair::fold).distinct().sorted().toArray();
        this.folds = numbers.length;
        this.similarity =
                this.pairs.stream().mapToDouble(ScoredPair::similarity).toArray();
        this.fold = this.pairs.stream()
                .mapToInt(p -> Arrays.binarySearch(numbers, p.fold()))
                .toArray();
        this.first = this.pairs.stream().mapToInt(p -> people.number(p.first())).toArray();
        this.second =
                this.pairs.stream().mapToInt(p -> people.number(p.second())).toArray();
        this.same = new boolean[this.pairs.size()];
        for (int i = 0; i < same.length; i++) {
            same[i] = this.pairs.get(i).same();
        }
    }

    /** @throws IllegalArgumentException unless there are two folds or more */
    static FoldedPairs of(List<ScoredPair> pairs) {
        FoldedPairs folded = new FoldedPairs(pairs);
        if (folded.folds < 2) {
            throw new IllegalArgumentException("verification needs pairs in 2 folds or more, not " + folded.folds);
        }
        return folded;
    }

    People people() {
        return people;
    }

    /** The pairs of one kind. */
    Trials trials(boolean ofOnePerson) {
        int[] places = IntStream.range(0, same.length)
                .filter(i -> same[i] == ofOnePerson)
                .toArray();
        return Trials.ofPairs(
                Arrays.stream(places).mapToDouble(i -> similarity[i]).toArray(),
                Arrays.stream(places).map(i -> first[i]).toArray(),
                Arrays.stream(places).map(i -> second[i]).toArray());
    }

    /** Of each fold the share of its pairs that are judged rightly. */
    double[] accuracies() {
        int[] once = new int[similarity.length];
        Arrays.fill(once, 1);
        double[] thresholds = thresholds(once);
        return IntStream.range(0, folds)
                .mapToDouble(f -> (double) right(thresholds, once, i -> fold[i] == f) / count(once, i -> fold[i] == f))
                .toArray();
    }

    /** For each part of the people the pairs that are judged rightly; thresholds are found anew in each replicate. */
    List<Proportion> accuracies(List<Part> parts, Resampling resampling) {
        List<boolean[]> inPart = parts.stream().map(this::members).toList();
        int[] once = new int[similarity.length];
        Arrays.fill(once, 1);
        int[] weights = new int[similarity.length];
        double[][] replicates = resampling.run(people.stratum(name -> true), parts.size(), (times, into) -> {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = same[i] ? times[first[i]] : times[first[i]] * times[second[i]];
            }
            double[] thresholds = thresholds(weights);
            for (int part = 0; part < into.length; part++) {
                boolean[] members = inPart.get(part);
                into[part] = (double) right(thresholds, weights, i -> members[i]) / count(weights, i -> members[i]);
            }
        });
        double[] thresholds = thresholds(once);
        List<Proportion> accuracies = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            boolean[] members = inPart.get(part);
            accuracies.add(Proportion.of(
                    right(thresholds, once, i -> members[i]),
                    count(once, i -> members[i]),
                    peopleOf(members),
                    replicates[part]));
        }
        return accuracies;
    }

    private boolean[] members(Part part) {
        boolean[] members = new boolean[similarity.length];
        for (int i = 0; i < members.length; i++) {
            members[i] =
                    part.holds(pairs.get(i).first()) && part.holds(pairs.get(i).second());
        }
        return members;
    }

    private int peopleOf(boolean[] members) {
        return (int) IntStream.range(0, members.length)
                .filter(i -> members[i])
                .flatMap(i -> IntStream.of(first[i], second[i]))
                .distinct()
                .count();
    }

    private long right(double[] thresholds, int[] weights, IntPredicate wanted) {
        long right = 0;
        for (int i = 0; i < weights.length; i++) {
            if (wanted.test(i) && (similarity[i] >= thresholds[fold[i]]) == same[i]) {
                right += weights[i];
            }
        }
        return right;
    }

    private static long count(int[] weights, IntPredicate wanted) {
        long count = 0;
        for (int i = 0; i < weights.length; i++) {
            count += wanted.test(i) ? weights[i] : 0;
        }
        return count;
    }

    /** For each fold the threshold that parts the pairs of the others best. */
    private double[] thresholds(int[] weights) {
        double[] thresholds = new double[folds];
        for (int f = 0; f < folds; f++) {
            int leftOut = f;
            thresholds[f] = bestThreshold(weights, i -> fold[i] != leftOut);
        }
        return thresholds;
    }

    /**
     * Halfway between the two neighbouring similarities that part the wanted pairs best; the highest of several. Equal
     * similarities are never parted.
     */
    double bestThreshold(int[] weights, IntPredicate wanted) {
        // Above every similarity, all pairs are called different. Only differences count from there on.
        long gained = 0;
        long best = 0;
        double threshold = Double.POSITIVE_INFINITY;
        int here = -1;
        for (int next = 0; next <= weights.length; next++) {
            if (next < weights.length && (weights[next] == 0 || !wanted.test(next))) {
                continue;
            }
            double below = next < weights.length ? similarity[next] : Double.NEGATIVE_INFINITY;
            if (here >= 0 && similarity[here] > below && gained > best) {
                best = gained;
                threshold = below == Double.NEGATIVE_INFINITY ? similarity[here] : (similarity[here] + below) / 2;
            }
            if (next < weights.length) {
                gained += same[next] ? weights[next] : -weights[next];
                here = next;
            }
        }
        return threshold;
    }
}
