package io.sosia.indexer.calibration;

/**
 * A likelihood ratio that is a straight line of the score, for scores of pairs whose truth is known: logistic
 * regression with both kinds weighted alike (Brümmer and du Preez 2006; Morrison 2013).
 *
 * @param offset natural logarithm of the ratio at score 0
 * @param slope by how much it rises with 1 of score
 */
public record LogisticCalibration(double offset, double slope) {

    private static final int STEPS = 100;

    /**
     * Stands for a pair of each kind at the other's mean, so that scores which do not overlap have no infinite slope.
     */
    private static final double PRIOR = 1;

    /**
     * Fits.
     *
     * @param mated scores of pairs of one person, at least one
     * @param nonMated scores of others, at least one
     */
    public static LogisticCalibration fit(double[] mated, double[] nonMated) {
        if (mated.length == 0 || nonMated.length == 0) {
            throw new IllegalArgumentException(
                    "calibration needs mated and non-mated scores, not " + mated.length + " and " + nonMated.length);
        }
        double matedMean = mean(mated);
        double nonMatedMean = mean(nonMated);
        double offset = 0;
        double slope = 0;
        for (int step = 0; step < STEPS; step++) {
            Sums sums = new Sums(offset, slope);
            for (double score : mated) {
                sums.add(score, 1, 1.0 / (mated.length + PRIOR));
            }
            sums.add(nonMatedMean, 1, PRIOR / (mated.length + PRIOR));
            for (double score : nonMated) {
                sums.add(score, 0, 1.0 / (nonMated.length + PRIOR));
            }
            sums.add(matedMean, 0, PRIOR / (nonMated.length + PRIOR));
            double determinant = sums.h00 * sums.h11 - sums.h01 * sums.h01;
            if (!(determinant > 1e-300)) {
                break;
            }
            double offsetStep = (sums.h11 * sums.g0 - sums.h01 * sums.g1) / determinant;
            double slopeStep = (sums.h00 * sums.g1 - sums.h01 * sums.g0) / determinant;
            // Newton's step may leap where the curve is flat.
            double shorten = Math.min(1, 20 / Math.max(Math.abs(slopeStep), 1e-9));
            offset += shorten * offsetStep;
            slope += shorten * slopeStep;
            if (Math.abs(offsetStep) + Math.abs(slopeStep) < 1e-9) {
                break;
            }
        }
        return new LogisticCalibration(offset, slope);
    }

    /** The decadic logarithm of a score's ratio. */
    public double log10(double score) {
        return (offset + slope * score) / Math.log(10);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Gradient and curvature at a line. */
    private static final class Sums {
        private final double offset;
        private final double slope;
        private double g0;
        private double g1;
        private double h00;
        private double h01;
        private double h11;

        Sums(double offset, double slope) {
            this.offset = offset;
            this.slope = slope;
        }

        void add(double score, int truth, double weight) {
            double probability = 1 / (1 + Math.exp(-(offset + slope * score)));
            double error = weight * (truth - probability);
            double curve = weight * probability * (1 - probability);
            g0 += error;
            g1 += error * score;
            h00 += curve;
            h01 += curve * score;
            h11 += curve * score * score;
        }
    }
}
