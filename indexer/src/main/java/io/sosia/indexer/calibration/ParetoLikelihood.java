package io.sosia.indexer.calibration;

/**
 * The most probable generalised Pareto distribution of weighted excesses, with a normal prior for its shape: Fisher's
 * scoring, with the expected information of Smith (1985), so that each step is uphill in both parameters.
 */
final class ParetoLikelihood {

    private static final int STEPS = 60;
    private static final double SETTLED = 1e-8;
    /** Where the expected information still exists. */
    private static final double LEAST = -0.45;

    /**
     * A score that has a greatest value, as a cosine has, has no tail of a shape above 0 (Gnedenko 1943). Nothing but
     * registered people taken for others would ask for one.
     */
    private static final double GREATEST = 0;

    /** Below it formulas are replaced by their series. */
    private static final double NEARLY_NONE = 1e-3;
    /** Weights that are no longer a track's: a bin that another distribution explains. */
    private static final double NOTHING = 1e-9;

    private ParetoLikelihood() {}

    /**
     * Maximises.
     *
     * @param excess 0 or more
     * @param weights for each excess, 0 or more
     * @param from where to begin
     */
    static GeneralisedPareto maximise(
            double[] excess, double[] weights, double shapeMean, double shapeDeviation, GeneralisedPareto from) {
        double total = 0;
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < excess.length; i++) {
            if (weights[i] > NOTHING) {
                total += weights[i];
                sum += weights[i] * excess[i];
                largest = Math.max(largest, excess[i]);
            }
        }
        if (total < 1) {
            return from;
        }
        double shape = Math.clamp(from.shape(), LEAST, GREATEST);
        double scale = Math.max(from.scale(), least(shape, largest));
        double value = value(excess, weights, shape, scale, shapeMean, shapeDeviation);
        if (value == Double.NEGATIVE_INFINITY) {
            shape = 0;
            scale = sum / total;
            value = value(excess, weights, shape, scale, shapeMean, shapeDeviation);
        }
        for (int step = 0; step < STEPS; step++) {
            double byShape = -(shape - shapeMean) / (shapeDeviation * shapeDeviation);
            double byScale = 0;
            for (int i = 0; i < excess.length; i++) {
                if (weights[i] > NOTHING) {
                    double z = excess[i] / scale;
                    double q = z / (1 + shape * z);
                    byScale += weights[i] * ((shape + 1) * q - 1);
                    byShape += weights[i] * byShape(shape, z, q);
                }
            }
            // Of a single excess, for the shape and the logarithm of the scale.
            double shapes = total * 2 / ((1 + shape) * (1 + 2 * shape)) + 1 / (shapeDeviation * shapeDeviation);
            double both = total / ((1 + shape) * (1 + 2 * shape));
            double scales = total / (1 + 2 * shape);
            double determinant = shapes * scales - both * both;
            double shapeStep = (scales * byShape - both * byScale) / determinant;
            double scaleStep = (shapes * byScale - both * byShape) / determinant;
            if ((shape >= GREATEST && shapeStep > 0) || (shape <= LEAST && shapeStep < 0)) {
                shapeStep = 0;
                scaleStep = byScale / scales;
            }
            double part = 1;
            boolean higher = false;
            for (int halving = 0; halving < 30 && !higher; halving++, part /= 2) {
                double nextShape = Math.clamp(shape + part * shapeStep, LEAST, GREATEST);
                double nextScale = scale * Math.exp(Math.clamp(part * scaleStep, -1.0, 1.0));
                double next = value(excess, weights, nextShape, nextScale, shapeMean, shapeDeviation);
                if (next > value) {
                    higher = true;
                    boolean settled = next - value < SETTLED * (1 + Math.abs(value));
                    shape = nextShape;
                    scale = nextScale;
                    value = next;
                    if (settled) {
                        return new GeneralisedPareto(shape, scale);
                    }
                }
            }
            if (!higher) {
                break;
            }
        }
        return new GeneralisedPareto(shape, scale);
    }

    /** The smallest scale with which the largest excess is possible. */
    private static double least(double shape, double largest) {
        return shape < 0 ? -shape * largest * (1 + 1e-6) : 0;
    }

    private static double value(
            double[] excess, double[] weights, double shape, double scale, double shapeMean, double shapeDeviation) {
        GeneralisedPareto tail = new GeneralisedPareto(shape, scale);
        double distance = (shape - shapeMean) / shapeDeviation;
        double value = -distance * distance / 2;
        for (int i = 0; i < excess.length; i++) {
            if (weights[i] > NOTHING) {
                value += weights[i] * tail.logDensity(excess[i]);
            }
        }
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }

    /** The derivative of the log density by the shape. */
    private static double byShape(double shape, double z, double q) {
        if (Math.abs(shape) < NEARLY_NONE) {
            return z * z / 2 - z + shape * (z * z - 2 * z * z * z / 3);
        }
        return Math.log1p(shape * z) / (shape * shape) - (1 + 1 / shape) * q;
    }
}
