package io.sosia.testdata.people;

/** Smooth pseudo-random functions of the plane: the same for the same seed on every machine. */
final class Noise {

    private final long seed;

    Noise(long seed) {
        this.seed = seed;
    }

    /** A value in 0..1 for this cell of this layer, without any relation to its neighbours'. */
    double cell(int layer, int x, int y) {
        long h = seed + layer * 0x9E3779B97F4A7C15L + x * 0xC2B2AE3D27D4EB4FL + y * 0x165667B19E3779F9L;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        h ^= h >>> 31;
        return (h >>> 11) * 0x1.0p-53;
    }

    /** A smooth value in −1..1, varying over about one unit. */
    double smooth(int layer, double x, double y) {
        int xi = (int) Math.floor(x);
        int yi = (int) Math.floor(y);
        double fx = x - xi;
        double fy = y - yi;
        fx = fx * fx * (3 - 2 * fx);
        fy = fy * fy * (3 - 2 * fy);
        double top = cell(layer, xi, yi) * (1 - fx) + cell(layer, xi + 1, yi) * fx;
        double bottom = cell(layer, xi, yi + 1) * (1 - fx) + cell(layer, xi + 1, yi + 1) * fx;
        return 2 * (top * (1 - fy) + bottom * fy) - 1;
    }
}
