package io.sosia.jobs.evaluate.statistics;

/**
 * Both ends of an interval, included.
 *
 * @param low at most {@code high}; may be negative infinity
 * @param high may be positive infinity
 */
public record Interval(double low, double high) {

    /** The share of samples of people whose interval holds what all people would give. */
    public static final double CONFIDENCE = 0.95;

    /** @throws IllegalArgumentException if an end is not a number, or they are the wrong way round */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high);
        }
    }

    /** The shortest that holds both. */
    public Interval with(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** Whether a value lies in it. */
    public boolean holds(double value) {
        return low <= value && value <= high;
    }
}
