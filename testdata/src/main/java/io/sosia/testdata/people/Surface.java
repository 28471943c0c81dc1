package io.sosia.testdata.people;

/**
 * A grid of points in space, drawn as two triangles a cell. Positions are in head units; {@code u, v} say which point of
 * the skin (or of the hair's strands) a vertex shows; {@code cover} is how much of the material is there: below 0 the
 * surface has a hole.
 */
final class Surface {

    final Material material;
    final int rows;
    final int columns;
    final float[] x;
    final float[] y;
    final float[] z;
    final float[] u;
    final float[] v;
    final float[] cover;

    Surface(Material material, int rows, int columns) {
        this.material = material;
        this.rows = rows;
        this.columns = columns;
        int n = rows * columns;
        x = new float[n];
        y = new float[n];
        z = new float[n];
        u = new float[n];
        v = new float[n];
        cover = new float[n];
    }

    void set(int i, double px, double py, double pz, double pu, double pv, double pcover) {
        x[i] = (float) px;
        y[i] = (float) py;
        z[i] = (float) pz;
        u[i] = (float) pu;
        v[i] = (float) pv;
        cover[i] = (float) pcover;
    }

    /** What a surface is made of. */
    enum Material {
        SKIN,
        HAIR,
        CLOTH
    }
}
