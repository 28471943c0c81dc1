package io.sosia.jobs.evaluate.statistics;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Scored trials of one kind, the highest score first, each with the people on whom it depends: one who was searched for,
 * or two who were compared. Immutable.
 *
 * <p>Scores grow with likeness; negative infinity belongs to a trial that no threshold accepts.
 */
public final class Trials {

    private static final int LOW_HALF = 32;

    private final double[] scores;
    private final int[] first;
    private final int[] second;

    private Trials(double[] scores, int[] first, int[] second) {
        this.scores = scores;
        this.first = first;
        this.second = second;
    }

    /**
     * Trials that hang on one person each.
     *
     * @param scores not one of them no number; copied
     * @param people their numbers, from 0; as many; copied
     */
    public static Trials ofPeople(double[] scores, int[] people) {
        return ofPairs(scores, people, people);
    }

    /**
     * Trials that hang on two people each, or on one where both are the same.
     *
     * @param scores not one of them no number; copied
     * @param first the numbers of one of both people, from 0; as many; copied
     * @param second likewise of the other
     */
    public static Trials ofPairs(double[] scores, int[] first, int[] second) {
        if (first.length != scores.length || second.length != scores.length) {
            throw new IllegalArgumentException(
                    scores.length + " scores of " + first.length + " and " + second.length + " people");
        }
        int[] order = descending(scores);
        double[] sorted = new double[order.length];
        int[] sortedFirst = new int[order.length];
        int[] sortedSecond = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = scores[order[i]];
            sortedFirst[i] = first[order[i]];
            sortedSecond[i] = second[order[i]];
        }
        return new Trials(sorted, sortedFirst, sortedSecond);
    }

    /** Positions from the highest score down, equals in their order. Sorts numbers, as millions of pairs are common. */
    private static int[] descending(double[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("score " + i + " is not a number");
            }
            int bits = Float.floatToIntBits((float) -scores[i]);
            // Ordered as signed numbers are: negative floats grow with their bits turned round.
            int ordered = bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
            keys[i] = ((long) ordered << LOW_HALF) | i;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int at = (int) keys[i];
            // What is equal as float is put in its place as double: few steps each.
            int place = i;
            while (place > 0 && scores[order[place - 1]] < scores[at]) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = at;
        }
        return order;
    }

    /** How many there are. */
    public int size() {
        return scores.length;
    }

    /** The score of the trial at a place, the highest at 0. */
    public double score(int place) {
        return scores[place];
    }

    /** All scores, descending; a copy. */
    public double[] scores() {
        return scores.clone();
    }

    /** One more than the largest number of a person; 0 without trials. */
    public int numbers() {
        int most = -1;
        for (int i = 0; i < scores.length; i++) {
            most = Math.max(most, Math.max(first[i], second[i]));
        }
        return most + 1;
    }

    /** The numbers of the people on whom any of these depends, ascending. */
    public int[] people() {
        boolean[] seen = new boolean[numbers()];
        for (int i = 0; i < scores.length; i++) {
            seen[first[i]] = true;
            seen[second[i]] = true;
        }
        int[] people = new int[seen.length];
        int count = 0;
        for (int person = 0; person < seen.length; person++) {
            if (seen[person]) {
                people[count++] = person;
            }
        }
        return Arrays.copyOf(people, count);
    }

    /** Those all of whose people are wanted. */
    public Trials where(IntPredicate wanted) {
        double[] kept = new double[scores.length];
        int[] keptFirst = new int[scores.length];
        int[] keptSecond = new int[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (wanted.test(first[i]) && wanted.test(second[i])) {
                kept[count] = scores[i];
                keptFirst[count] = first[i];
                keptSecond[count] = second[i];
                count++;
            }
        }
        return new Trials(
                Arrays.copyOf(kept, count), Arrays.copyOf(keptFirst, count), Arrays.copyOf(keptSecond, count));
    }

    /** How often the trial at a place counts where people count so often. */
    int weight(int place, int[] times) {
        int person = first[place];
        int other = second[place];
        return person == other ? times[person] : times[person] * times[other];
    }

    /** How often all of them together count where people count so often. */
    long weight(int[] times) {
        long weight = 0;
        for (int i = 0; i < scores.length; i++) {
            weight += weight(i, times);
        }
        return weight;
    }

    /** How many score above a threshold. */
    public int above(double threshold) {
        int low = 0;
        int high = scores.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scores[middle] > threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
