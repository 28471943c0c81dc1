package io.sosia.indexer.calibration;

/**
 * How far a score lies above a level, where it lies above it at all: the generalised Pareto distribution, the limit of
 * every distribution's tail (Balkema and de Haan 1974, Pickands 1975).
 *
 * @param shape -0.5 to 0.5; 0 is the exponential distribution, below 0 the tail ends at {@code -scale / shape}. Beyond
 *     these bounds the maximum of the likelihood has no known error (Smith 1985), and cosines do not need them.
 * @param scale above 0, in the unit of the score
 */
public record GeneralisedPareto(double shape, double scale) {

    /** A shape so near 0 is taken for 0: the formulas lose more digits than the difference is worth. */
    private static final double NO_SHAPE = 1e-6;

    /** Bound of the shape on either side. */
    public static final double GREATEST_SHAPE = 0.5;

    /** @throws IllegalArgumentException if a parameter is out of its range */
    public GeneralisedPareto {
        if (!(Math.abs(shape) <= GREATEST_SHAPE)) {
            throw new IllegalArgumentException(
                    "shape: " + shape + " is not in -" + GREATEST_SHAPE + ".." + GREATEST_SHAPE);
        }
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("scale: " + scale + " is not above 0");
        }
    }

    /**
     * The probability of more.
     *
     * @param excess 0 or more
     */
    public double survival(double excess) {
        if (Math.abs(shape) < NO_SHAPE) {
            return Math.exp(-excess / scale);
        }
        double base = 1 + shape * excess / scale;
        return base <= 0 ? 0 : Math.exp(-Math.log(base) / shape);
    }

    /**
     * The logarithm of the density; negative infinity beyond the tail's end.
     *
     * @param excess 0 or more
     */
    public double logDensity(double excess) {
        if (Math.abs(shape) < NO_SHAPE) {
            return -Math.log(scale) - excess / scale;
        }
        double base = 1 + shape * excess / scale;
        return base <= 0 ? Double.NEGATIVE_INFINITY : -Math.log(scale) - (1 + 1 / shape) * Math.log(base);
    }

    /**
     * The excess that is surpassed with a probability.
     *
     * @param probability above 0, up to 1
     */
    public double excess(double probability) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: " + probability + " is not above 0 and up to 1");
        }
        if (Math.abs(shape) < NO_SHAPE) {
            return -scale * Math.log(probability);
        }
        return scale * Math.expm1(-shape * Math.log(probability)) / shape;
    }
}
