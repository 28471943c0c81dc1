package io.sosia.jobs.evaluate;

import java.util.Arrays;

/** The threshold that lets a given share of impostors through. */
final class RateThreshold {

    /** Absorbs what a rate such as 0.001 loses in binary, so that 0.001 of 3,000 is 3. */
    private static final double ROUNDING = 1e-9;

    private RateThreshold() {}

    /**
     * The similarity that a true pair must exceed so that at most {@code rate} of the impostors do. It is an impostor's
     * own similarity: the lowest that keeps to the rate, so no other threshold finds more.
     *
     * @param impostors similarities of pairs that do not belong together, at least one, in any order
     * @param rate 0 to 1
     * @return negative infinity where the rate lets everybody through
     */
    static double exceeding(double[] impostors, double rate) {
        if (impostors.length == 0) {
            throw new IllegalArgumentException("a threshold needs at least one impostor");
        }
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate: " + rate + " is not in 0..1");
        }
        double[] ascending = impostors.clone();
        Arrays.sort(ascending);
        int allowed = (int) Math.floor(rate * ascending.length + ROUNDING);
        return allowed >= ascending.length ? Double.NEGATIVE_INFINITY : ascending[ascending.length - 1 - allowed];
    }
}
