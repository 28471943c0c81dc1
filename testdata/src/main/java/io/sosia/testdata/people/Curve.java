package io.sosia.testdata.people;

/** A smooth function through knots that never overshoots them (Fritsch and Carlson's monotone cubic). */
final class Curve {

    private final double[] x;
    private final double[] y;
    private final double[] slope;

    /**
     * A curve through (x0, y0, x1, y1, …), x rising; beyond its ends it keeps its end values.
     */
    Curve(double... knots) {
        int n = knots.length / 2;
        x = new double[n];
        y = new double[n];
        slope = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = knots[2 * i];
            y[i] = knots[2 * i + 1];
            if (i > 0 && x[i] <= x[i - 1]) {
                throw new IllegalArgumentException("knots must rise: " + x[i - 1] + ", " + x[i]);
            }
        }
        for (int i = 1; i < n - 1; i++) {
            double before = (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
            double after = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
            slope[i] = before * after <= 0 ? 0 : 2 * before * after / (before + after);
        }
    }

    double at(double t) {
        int n = x.length;
        if (t <= x[0]) {
            return y[0];
        }
        if (t >= x[n - 1]) {
            return y[n - 1];
        }
        int i = 0;
        while (t > x[i + 1]) {
            i++;
        }
        double width = x[i + 1] - x[i];
        double s = (t - x[i]) / width;
        double s2 = s * s;
        double s3 = s2 * s;
        return (2 * s3 - 3 * s2 + 1) * y[i]
                + (s3 - 2 * s2 + s) * width * slope[i]
                + (3 * s2 - 2 * s3) * y[i + 1]
                + (s3 - s2) * width * slope[i + 1];
    }
}
