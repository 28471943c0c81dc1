package io.sosia.jobs.bench;

import java.util.Arrays;

/** The middle of some measurements. */
final class Median {

    private Median() {}

    /** @throws IllegalArgumentException if there are no values */
    static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        int half = ascending.length / 2;
        return ascending.length % 2 == 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
    }
}
