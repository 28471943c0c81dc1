package io.sosia.jobs.evaluate.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Bootstrap over people: what a measurement would have given with other people like these. In each replicate as many
 * people are drawn as there are, with replacement, and a trial counts as often as its person was drawn; a trial of two
 * people counts the product of both numbers. Nothing is compared or searched again.
 *
 * <p>Trials of one person are alike, so drawing trials one by one would promise too much: Bolle, Ratha and Pankanti,
 * "Error analysis of pattern recognition systems: the subsets bootstrap", Computer Vision and Image Understanding 93
 * (2004), draw a person's trials together; Wu, Martin and Kacker, "Measures, uncertainties, and significance test in
 * operational ROC analysis", Journal of Research of NIST 116 (2011), draw both samples, mated and non-mated, since a
 * threshold is set on one of them. That a pair hangs on both of its people the subsets bootstrap leaves out, and its
 * intervals of false matches are too short for it (Li et al., "Second-level partition for estimating FAR confidence
 * intervals", ICB 2009). Products of numbers of people account for both: Owen and Eckles, "Bootstrapping data arrays of
 * arbitrary order", Annals of Applied Statistics 6 (2012), who show that they err towards too wide; as the "vertex
 * bootstrap" it is among what Fogliato, Patil and Perona compare for face verification, "Confidence intervals for error
 * rates in 1:1 matching tasks", International Journal of Computer Vision (2024). Where pairs share few people, as the
 * mismatched ones of Labeled Faces in the Wild do, intervals of their rate come out up to √3 times too wide.
 *
 * @param replicates how many, 100 or more
 * @param seed of the draws: equal data and seed give equal intervals
 */
public record Resampling(int replicates, long seed) {

    /** So few that a percentile of 2.5 is told by more than two of them. */
    public static final int LEAST_REPLICATES = 100;

    /** More tell nothing more. */
    public static final int MOST_REPLICATES = 100_000;

    /** @throws IllegalArgumentException if there are too few or too many replicates */
    public Resampling {
        if (replicates < LEAST_REPLICATES || replicates > MOST_REPLICATES) {
            throw new IllegalArgumentException(
                    "replicates: " + replicates + " is not in " + LEAST_REPLICATES + ".." + MOST_REPLICATES);
        }
    }

    /**
     * Measures in every replicate.
     *
     * @param strata for each person, numbered from 0, the stratum from 0 within which they are drawn; below 0 for
     *     people who are in no replicate
     * @param figures how many figures are measured
     * @return for each figure, its value in each replicate
     */
    public double[][] run(int[] strata, int figures, Measure measure) {
        int[][] members = members(strata);
        RandomGenerator random = new SplittableRandom(seed);
        double[][] measured = new double[figures][replicates];
        double[] into = new double[figures];
        int[] times = new int[strata.length];
        for (int replicate = 0; replicate < replicates; replicate++) {
            Arrays.fill(times, 0);
            for (int[] stratum : members) {
                for (int draw = 0; draw < stratum.length; draw++) {
                    times[stratum[random.nextInt(stratum.length)]]++;
                }
            }
            Arrays.fill(into, Double.NaN);
            measure.measure(times, into);
            for (int figure = 0; figure < figures; figure++) {
                measured[figure][replicate] = into[figure];
            }
        }
        return measured;
    }

    private static int[][] members(int[] strata) {
        int count = Arrays.stream(strata).max().orElse(-1) + 1;
        int[][] members = new int[count][];
        for (int stratum = 0; stratum < count; stratum++) {
            int wanted = stratum;
            members[stratum] = java.util.stream.IntStream.range(0, strata.length)
                    .filter(person -> strata[person] == wanted)
                    .toArray();
        }
        return members;
    }

    /**
     * What the middle 95 % of the replicates span (Efron's percentile interval).
     *
     * @param values those that are not numbers are left out
     * @return empty where none is a number
     */
    public static Optional<Interval> interval(double[] values) {
        double[] ascending =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (ascending.length == 0) {
            return Optional.empty();
        }
        double tail = (1 - Interval.CONFIDENCE) / 2;
        int low = (int) Math.floor(tail * (ascending.length - 1));
        return Optional.of(new Interval(ascending[low], ascending[ascending.length - 1 - low]));
    }

    /** What is measured in a replicate. */
    @FunctionalInterface
    public interface Measure {

        /**
         * Measures.
         *
         * @param times how often each person was drawn; lent
         * @param into where the figures go; not a number beforehand, and left so where nothing can be measured
         */
        void measure(int[] times, double[] into);
    }
}
