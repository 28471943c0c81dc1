package io.sosia.jobs.evaluate.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialsTest {

    @Test
    void sortsDownwardsWithTheirPeople() {
        double none = Double.NEGATIVE_INFINITY;
        Trials trials = Trials.ofPairs(
                new double[] {0.1, none, 0.9, -0.5, 0.1}, new int[] {0, 1, 2, 3, 4}, new int[] {5, 1, 2, 0, 4});
        assertArrayEquals(new double[] {0.9, 0.1, 0.1, -0.5, none}, trials.scores());
        assertEquals(6, trials.numbers());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, trials.people());
        int[] times = {2, 3, 5, 7, 11, 13};
        assertEquals(5, trials.weight(0, times), "one person counts once");
        assertEquals(26, trials.weight(1, times), "two people count as their product");
        assertEquals(11, trials.weight(2, times));
        assertEquals(14, trials.weight(3, times));
        assertEquals(5 + 26 + 11 + 14 + 3, trials.weight(times));
    }

    @Test
    void partsScoresThatDifferByLessThanAFloatCanTell() {
        double[] scores = new SplittableRandom(3).doubles(2000, 0.5, 0.5 + 1e-6).toArray();
        int[] numbers = IntStream.range(0, scores.length).toArray();
        Trials trials = Trials.ofPeople(scores, numbers);
        int[] expected = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .mapToInt(i -> i)
                .toArray();
        assertArrayEquals(Arrays.stream(expected).mapToDouble(i -> scores[i]).toArray(), trials.scores());
    }

    @Test
    void countsWhatIsAboveAThreshold() {
        Trials trials = Trials.ofPeople(new double[] {0.1, 0.5, 0.5, 0.9}, new int[] {0, 0, 1, 2});
        assertEquals(0, trials.above(0.9));
        assertEquals(1, trials.above(0.5));
        assertEquals(3, trials.above(0.49));
        assertEquals(4, trials.above(Double.NEGATIVE_INFINITY));
        assertEquals(0, trials.above(Double.POSITIVE_INFINITY));
    }

    @Test
    void keepsTrialsAllOfWhosePeopleAreWanted() {
        Trials trials = Trials.ofPairs(new double[] {0.3, 0.2, 0.1}, new int[] {0, 0, 1}, new int[] {1, 2, 1});
        assertArrayEquals(
                new double[] {0.3, 0.1}, trials.where(person -> person != 2).scores());
    }

    @Test
    void refusesWhatIsNoScore() {
        assertThrows(IllegalArgumentException.class, () -> Trials.ofPeople(new double[] {Double.NaN}, new int[] {0}));
        assertThrows(IllegalArgumentException.class, () -> Trials.ofPeople(new double[] {0.1}, new int[] {0, 1}));
    }
}
