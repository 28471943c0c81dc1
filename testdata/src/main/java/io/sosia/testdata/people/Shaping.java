package io.sosia.testdata.people;

/** The bumps and edges that surfaces and skin are made of. */
final class Shaping {

    private Shaping() {}

    /** A Gaussian bump of height 1 at the origin, with these deviations. */
    static double bump(double x, double y, double sx, double sy) {
        double a = x / sx;
        double b = y / sy;
        double q = 0.5 * (a * a + b * b);
        return q > 9 ? 0 : Math.exp(-q);
    }

    /** 0 below {@code from}, 1 above {@code to}, smooth between; {@code from} may be the greater. */
    static double step(double from, double to, double x) {
        double t = (x - from) / (to - from);
        if (t <= 0) {
            return 0;
        }
        if (t >= 1) {
            return 1;
        }
        return t * t * (3 - 2 * t);
    }

    static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
