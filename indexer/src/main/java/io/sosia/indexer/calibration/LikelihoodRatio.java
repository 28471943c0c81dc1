package io.sosia.indexer.calibration;

/**
 * How many times more probable a score is if one proposition is true than if the other is. It is no probability that
 * either is.
 *
 * @param log10 decadic logarithm
 * @param capped whether the model gave more than the data supports, so that it was cut down to that
 * @param first what the ratio speaks for where it is above 1
 * @param second the alternative
 * @param population whose scores stand for the alternative
 */
public record LikelihoodRatio(double log10, boolean capped, String first, String second, String population) {

    /** @throws IllegalArgumentException if it is no finite number */
    public LikelihoodRatio {
        if (!Double.isFinite(log10)) {
            throw new IllegalArgumentException("log10: " + log10 + " is not finite");
        }
    }
}
