package io.sosia.indexer.calibration;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How good likelihood ratios are: the cost of the log-likelihood ratio of Brümmer and du Preez (2006, Computer Speech
 * and Language 20, 230–275). 0 is perfect, 1 is what it costs to say nothing (a ratio of 1 always); misleading ratios
 * cost the more, the stronger they are.
 *
 * @param cost of the ratios as they are
 * @param least what the same order of scores would cost at best, with ratios made in hindsight by pooling adjacent
 *     violators: the difference to {@code cost} is what calibration loses
 * @param mated how many ratios of true pairs it is of
 * @param nonMated how many of false ones
 */
public record LikelihoodRatioCost(double cost, double least, int mated, int nonMated) {

    /**
     * Adds up.
     *
     * @param mated decadic logarithms of the ratios where the first proposition is true, at least one
     * @param nonMated of those where the second is, at least one
     */
    public static LikelihoodRatioCost of(double[] mated, double[] nonMated) {
        if (mated.length == 0 || nonMated.length == 0) {
            throw new IllegalArgumentException(
                    "a cost needs mated and non-mated ratios, not " + mated.length + " and " + nonMated.length);
        }
        double cost = (mean(mated, -1) + mean(nonMated, 1)) / 2;
        return new LikelihoodRatioCost(cost, least(mated, nonMated), mated.length, nonMated.length);
    }

    /** The mean number of bits that ratios cost. */
    private static double mean(double[] log10, int sign) {
        double sum = 0;
        for (double ratio : log10) {
            double x = sign * ratio * Math.log(10);
            // log(1 + e^x) without overflow.
            sum += (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))) / Math.log(2);
        }
        return sum / log10.length;
    }

    private static double least(double[] mated, double[] nonMated) {
        record Score(double value, boolean mated) {}
        Score[] scores = new Score[mated.length + nonMated.length];
        for (int i = 0; i < mated.length; i++) {
            scores[i] = new Score(mated[i], true);
        }
        for (int i = 0; i < nonMated.length; i++) {
            scores[mated.length + i] = new Score(nonMated[i], false);
        }
        Arrays.sort(scores, Comparator.comparingDouble(Score::value));
        // Pools of equal scores first, then of neighbours whose shares of mated ones do not rise.
        double[] trues = new double[scores.length];
        double[] sizes = new double[scores.length];
        int pools = 0;
        for (int from = 0; from < scores.length; ) {
            int to = from;
            double t = 0;
            while (to < scores.length && scores[to].value == scores[from].value) {
                t += scores[to].mated ? 1 : 0;
                to++;
            }
            trues[pools] = t;
            sizes[pools] = (double) to - from;
            pools++;
            while (pools > 1 && trues[pools - 2] * sizes[pools - 1] >= trues[pools - 1] * sizes[pools - 2]) {
                trues[pools - 2] += trues[pools - 1];
                sizes[pools - 2] += sizes[pools - 1];
                pools--;
            }
            from = to;
        }
        double odds = (double) mated.length / nonMated.length;
        double matedCost = 0;
        double nonMatedCost = 0;
        for (int pool = 0; pool < pools; pool++) {
            double falses = sizes[pool] - trues[pool];
            if (trues[pool] > 0 && falses > 0) {
                double ratio = trues[pool] / falses / odds;
                matedCost += trues[pool] * Math.log1p(1 / ratio);
                nonMatedCost += falses * Math.log1p(ratio);
            }
        }
        return (matedCost / mated.length + nonMatedCost / nonMated.length) / 2 / Math.log(2);
    }
}
