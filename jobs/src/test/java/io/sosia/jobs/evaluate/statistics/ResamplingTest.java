package io.sosia.jobs.evaluate.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void drawsAsManyOfEachStratumAsThereAre() {
        int[] strata = {0, 1, 0, -1, 1, 1};
        List<int[]> drawn = new ArrayList<>();
        new Resampling(100, 5).run(strata, 0, (times, into) -> drawn.add(times.clone()));
        assertEquals(100, drawn.size());
        for (int[] times : drawn) {
            assertEquals(2, times[0] + times[2]);
            assertEquals(3, times[1] + times[4] + times[5]);
            assertEquals(0, times[3]);
        }
        assertTrue(drawn.stream().mapToInt(times -> times[0]).distinct().count() > 1);
    }

    @Test
    void equalSeedsGiveEqualDraws() {
        double[][] first = firsts(5);
        assertArrayEquals(first[0], firsts(5)[0]);
        assertTrue(!Arrays.equals(first[0], firsts(6)[0]));
    }

    private static double[][] firsts(long seed) {
        return new Resampling(100, seed).run(new int[20], 1, (times, into) -> into[0] = times[0]);
    }

    @Test
    void theMiddleOfTheReplicatesIsTheInterval() {
        double[] values = IntStream.rangeClosed(0, 40).asDoubleStream().toArray();
        assertEquals(Optional.of(new Interval(1, 39)), Resampling.interval(values));
        values[40] = Double.NaN;
        assertEquals(Optional.of(new Interval(0, 39)), Resampling.interval(values));
        assertEquals(Optional.empty(), Resampling.interval(new double[] {Double.NaN}));
    }

    @Test
    void refusesCountsThatTellNothing() {
        assertThrows(IllegalArgumentException.class, () -> new Resampling(99, 1));
        assertThrows(IllegalArgumentException.class, () -> new Resampling(100_001, 1));
    }

    /**
     * People err or do not, each in all of their five trials: what counts is their number. An interval over trials would
     * hold the truth in about 62 of 100 samples, being √5 times too short.
     */
    @Test
    void holdsTheTruthWhereTrialsOfOnePersonAreAlike() {
        double truth = 0.2;
        int people = 80;
        int trialsEach = 5;
        assertCoverage(0.92, 0.99, truth, random -> {
            double[] scores = new double[people * trialsEach];
            int[] owners = new int[scores.length];
            for (int person = 0; person < people; person++) {
                boolean errs = random.nextDouble() < truth;
                for (int trial = 0; trial < trialsEach; trial++) {
                    scores[person * trialsEach + trial] = errs ? 1 : 0;
                    owners[person * trialsEach + trial] = person;
                }
            }
            return ErrorRates.above(Trials.ofPeople(scores, owners), 0.5, new int[people], new Resampling(400, 1));
        });
    }

    /** Rare errors of people with a trial each: a bootstrap alone would hold the truth in about 78 of 100 samples. */
    @Test
    void holdsTheTruthWhereErrorsAreRare() {
        double truth = 0.01;
        int people = 150;
        assertCoverage(0.95, 1, truth, random -> {
            double[] scores = random.doubles(people).map(x -> x < truth ? 1 : 0).toArray();
            return ErrorRates.above(
                    Trials.ofPeople(scores, IntStream.range(0, people).toArray()),
                    0.5,
                    new int[people],
                    new Resampling(400, 1));
        });
    }

    /** Every two people are compared, and some people are like everybody: a pair's score is of both of them. */
    @Test
    void holdsTheTruthWherePairsShareTheirPeople() {
        int people = 40;
        double each = 0.2;
        // A pair matches where one of both is such a person.
        double truth = 1 - (1 - each) * (1 - each);
        assertCoverage(0.90, 0.99, truth, random -> {
            boolean[] alike = new boolean[people];
            for (int person = 0; person < people; person++) {
                alike[person] = random.nextDouble() < each;
            }
            int pairs = people * (people - 1) / 2;
            double[] scores = new double[pairs];
            int[] first = new int[pairs];
            int[] second = new int[pairs];
            int at = 0;
            for (int person = 0; person < people; person++) {
                for (int other = 0; other < person; other++) {
                    scores[at] = alike[person] || alike[other] ? 1 : 0;
                    first[at] = person;
                    second[at] = other;
                    at++;
                }
            }
            return ErrorRates.above(
                    Trials.ofPairs(scores, first, second), 0.5, new int[people], new Resampling(400, 1));
        });
    }

    /** The threshold moves with the strangers who are drawn: scores of both kinds normal, two deviations apart. */
    @Test
    void holdsTheTruthWhereTheThresholdIsMeasuredToo() {
        // 10 % of strangers lie above 1.2816 deviations; of mates 1 - Φ(2 - 1.2816) = 23.6 % below it.
        assertCoverage(0.91, 0.995, 0.2362, random -> {
            int each = 120;
            Trials mated = Trials.ofPeople(
                    IntStream.range(0, each)
                            .mapToDouble(i -> 2 + random.nextGaussian())
                            .toArray(),
                    IntStream.range(0, each).toArray());
            Trials nonMated = Trials.ofPeople(
                    IntStream.range(0, each)
                            .mapToDouble(i -> random.nextGaussian())
                            .toArray(),
                    IntStream.range(each, 2 * each).toArray());
            int[] strata = new int[2 * each];
            Arrays.fill(strata, each, 2 * each, 1);
            return ErrorRates.of(mated, nonMated, List.of(0.1), strata, new Resampling(400, 1))
                    .points()
                    .getFirst()
                    .missed();
        });
    }

    private interface Sample {
        Proportion draw(RandomGenerator random);
    }

    /** Of 400 samples this share has an interval with the truth in it; its own deviation is about 0.011. */
    private static void assertCoverage(double least, double most, double truth, Sample sample) {
        RandomGenerator random = new SplittableRandom(20261120);
        int samples = 400;
        long held = IntStream.range(0, samples)
                .filter(i -> sample.draw(random).interval().orElseThrow().holds(truth))
                .count();
        double share = (double) held / samples;
        assertTrue(share >= least && share <= most, "the truth was in " + share + " of the intervals");
    }
}
