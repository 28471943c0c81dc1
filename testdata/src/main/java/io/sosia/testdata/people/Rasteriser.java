package io.sosia.testdata.people;

import static io.sosia.testdata.people.Shaping.step;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns surfaces into pixels: first who is nearest in each pixel, then that pixel's colour under the light. For one
 * drawing; not thread-safe.
 */
final class Rasteriser {

    /** A triangle is named by its surface, its cell and its half of the cell; a surface has fewer than 2^19 cells. */
    private static final int SURFACE_SHIFT = 20;

    private static final int STRANDS_ACROSS = 1024;
    private static final int STRANDS_ALONG = 64;
    private static final int[] TO_SRGB = new int[4097];

    static {
        for (int i = 0; i < TO_SRGB.length; i++) {
            TO_SRGB[i] = (int) Math.round(255 * Math.pow(i / 4096.0, 1 / 2.2));
        }
    }

    private final int size;
    private final Traits traits;
    private final Shot shot;
    private final float[] texture;
    private final double[] tone;
    private final double[] hair;
    private final double[] cloth;
    private final float[] strands;
    private final float[] depth;
    private final int[] triangles;
    private final List<Shown> shown = new ArrayList<>();

    Rasteriser(int size, Traits traits, Skin skin, Shot shot, float[] strands) {
        this.size = size;
        this.traits = traits;
        this.shot = shot;
        this.strands = strands;
        texture = skin.paint(shot.expression());
        tone = skin.tone();
        hair = Skin.hairColour(traits);
        int rgb = Color.HSBtoRGB((float) shot.clothingHue(), 0.45f, 0.42f);
        cloth = new double[] {
            Math.pow(((rgb >> 16) & 255) / 255.0, 2.2),
            Math.pow(((rgb >> 8) & 255) / 255.0, 2.2),
            Math.pow((rgb & 255) / 255.0, 2.2)
        };
        int n = size * size;
        depth = new float[n];
        triangles = new int[n];
    }

    /** A picture of strands, wrapping across: brightness 0..1. */
    static float[] strands(Noise noise, double curl) {
        float[] out = new float[STRANDS_ACROSS * STRANDS_ALONG];
        for (int j = 0; j < STRANDS_ALONG; j++) {
            for (int i = 0; i < STRANDS_ACROSS; i++) {
                double wave = curl * 14 * Math.sin(j * 0.55 + 2 * noise.smooth(51, i * 0.02, j * 0.1));
                double v = 0.5
                        + 0.30 * noise.smooth(52, (i + wave) * 0.55, j * 0.09)
                        + 0.22 * noise.smooth(53, (i + wave) * 0.16, j * 0.06);
                out[j * STRANDS_ACROSS + i] = (float) v;
            }
        }
        return out;
    }

    private double strand(double angle, double y) {
        double x = (angle / Math.PI + 1) * 0.5 * STRANDS_ACROSS;
        double z = (y + 3) * 9;
        int xi = (int) Math.floor(x);
        int yi = (int) Math.floor(z);
        double fx = x - xi;
        double fy = z - yi;
        int x0 = Math.floorMod(xi, STRANDS_ACROSS);
        int x1 = (x0 + 1) % STRANDS_ACROSS;
        int y0 = Math.floorMod(yi, STRANDS_ALONG) * STRANDS_ACROSS;
        int y1 = Math.floorMod(yi + 1, STRANDS_ALONG) * STRANDS_ACROSS;
        return (strands[y0 + x0] * (1 - fx) + strands[y0 + x1] * fx) * (1 - fy)
                + (strands[y1 + x0] * (1 - fx) + strands[y1 + x1] * fx) * fy;
    }

    /** Adds a turned surface; with {@code holes}, only where strands cover. */
    void add(Surface s, boolean holes) {
        int n = s.x.length;
        float[] sx = new float[n];
        float[] sy = new float[n];
        float[] sd = new float[n];
        double[] p = new double[3];
        for (int i = 0; i < n; i++) {
            Portraitist.View.screen(s.x[i], s.y[i], s.z[i], size, p);
            sx[i] = (float) p[0];
            sy[i] = (float) p[1];
            sd[i] = (float) p[2];
        }
        int first = (shown.size() << SURFACE_SHIFT) + 1;
        shown.add(new Shown(s, normals(s), sx, sy));
        for (int r = 0; r + 1 < s.rows; r++) {
            for (int c = 0; c + 1 < s.columns; c++) {
                int i = r * s.columns + c;
                if (holes
                        && s.cover[i] < 0
                        && s.cover[i + 1] < 0
                        && s.cover[i + s.columns] < 0
                        && s.cover[i + s.columns + 1] < 0) {
                    continue;
                }
                triangle(s, sx, sy, sd, i, i + s.columns, i + 1, first + 2 * i, holes);
                triangle(s, sx, sy, sd, i + 1, i + s.columns, i + s.columns + 1, first + 2 * i + 1, holes);
            }
        }
    }

    private static float[][] normals(Surface s) {
        int n = s.x.length;
        float[][] out = new float[3][n];
        for (int r = 0; r < s.rows; r++) {
            int up = Math.max(0, r - 1);
            int down = Math.min(s.rows - 1, r + 1);
            for (int c = 0; c < s.columns; c++) {
                int a = r * s.columns + Math.max(0, c - 1);
                int b = r * s.columns + Math.min(s.columns - 1, c + 1);
                int t = up * s.columns + c;
                int d = down * s.columns + c;
                float ax = s.x[b] - s.x[a];
                float ay = s.y[b] - s.y[a];
                float az = s.z[b] - s.z[a];
                float bx = s.x[t] - s.x[d];
                float by = s.y[t] - s.y[d];
                float bz = s.z[t] - s.z[d];
                float x = ay * bz - az * by;
                float y = az * bx - ax * bz;
                float z = ax * by - ay * bx;
                float length = (float) Math.sqrt(x * x + y * y + z * z) + 1e-12f;
                int i = r * s.columns + c;
                out[0][i] = x / length;
                out[1][i] = y / length;
                out[2][i] = z / length;
            }
        }
        return out;
    }

    private void triangle(
            Surface s, float[] sx, float[] sy, float[] sd, int a, int b, int c, int number, boolean holes) {
        float area = (sx[b] - sx[a]) * (sy[c] - sy[a]) - (sx[c] - sx[a]) * (sy[b] - sy[a]);
        if (Math.abs(area) < 1e-9f) {
            return;
        }
        int left = Math.max(0, (int) Math.ceil(Math.min(sx[a], Math.min(sx[b], sx[c])) - 0.5f));
        int right = Math.min(size - 1, (int) Math.floor(Math.max(sx[a], Math.max(sx[b], sx[c])) - 0.5f));
        int top = Math.max(0, (int) Math.ceil(Math.min(sy[a], Math.min(sy[b], sy[c])) - 0.5f));
        int bottom = Math.min(size - 1, (int) Math.floor(Math.max(sy[a], Math.max(sy[b], sy[c])) - 0.5f));
        if (left > right || top > bottom) {
            return;
        }
        float inverse = 1 / area;
        // Weights of b and c are linear in x and y.
        float wbx = (sy[c] - sy[a]) * inverse;
        float wby = -(sx[c] - sx[a]) * inverse;
        float wcx = -(sy[b] - sy[a]) * inverse;
        float wcy = (sx[b] - sx[a]) * inverse;
        for (int y = top; y <= bottom; y++) {
            float dy = y + 0.5f - sy[a];
            for (int x = left; x <= right; x++) {
                float dx = x + 0.5f - sx[a];
                float wb = dx * wbx + dy * wby;
                float wc = dx * wcx + dy * wcy;
                float wa = 1 - wb - wc;
                if (wa < -1e-5f || wb < -1e-5f || wc < -1e-5f) {
                    continue;
                }
                float d = wa * sd[a] + wb * sd[b] + wc * sd[c];
                int i = y * size + x;
                if (d <= depth[i]) {
                    continue;
                }
                if (holes) {
                    float u = wa * s.u[a] + wb * s.u[b] + wc * s.u[c];
                    float v = wa * s.v[a] + wb * s.v[b] + wc * s.v[c];
                    if (wa * s.cover[a] + wb * s.cover[b] + wc * s.cover[c] < 0.9 * strand(u, v)) {
                        continue;
                    }
                }
                depth[i] = d;
                triangles[i] = number;
            }
        }
    }

    /** A surface that was added, with its normals and where its points fall in the picture. */
    private static final class Shown {

        final Surface surface;
        final float[][] normals;
        final float[] sx;
        final float[] sy;

        Shown(Surface surface, float[][] normals, float[] sx, float[] sy) {
            this.surface = surface;
            this.normals = normals;
            this.sx = sx;
            this.sy = sy;
        }
    }

    /** Lights what was added; the picture is the caller's. */
    BufferedImage finish() {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        int[] out = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        Light light = shot.light();
        double az = Math.toRadians(light.azimuth());
        double el = Math.toRadians(light.elevation());
        double lx = Math.sin(az) * Math.cos(el);
        double ly = Math.sin(el);
        double lz = Math.cos(az) * Math.cos(el);
        double hl = Math.sqrt(lx * lx + ly * ly + (lz + 1) * (lz + 1));
        double hx = lx / hl;
        double hy = ly / hl;
        double hz = (lz + 1) / hl;
        double warm = light.warmth();
        double[] key = {light.key() * (1 + 0.22 * warm), light.key(), light.key() * (1 - 0.34 * warm)};
        double[] ambient = {light.ambient() * (1 + 0.05 * warm), light.ambient(), light.ambient() * (1 - 0.10 * warm)};
        double gloss = 0.02 + 0.11 * traits.get(Trait.GLOSS);
        double[] c = new double[3];
        double[] wrap = {0.34, 0.20, 0.16};
        for (int i = 0; i < out.length; i++) {
            if (triangles[i] == 0) {
                continue;
            }
            int number = triangles[i] - 1;
            Shown seen = shown.get(number >> SURFACE_SHIFT);
            Surface s = seen.surface;
            int corner = (number & ((1 << SURFACE_SHIFT) - 1)) >> 1;
            boolean second = (number & 1) == 1;
            int va = second ? corner + 1 : corner;
            int vb = corner + s.columns;
            int vc = second ? corner + s.columns + 1 : corner + 1;
            float abx = seen.sx[vb] - seen.sx[va];
            float aby = seen.sy[vb] - seen.sy[va];
            float acx = seen.sx[vc] - seen.sx[va];
            float acy = seen.sy[vc] - seen.sy[va];
            int column = i % size;
            int row = i / size;
            float dx = column + 0.5f - seen.sx[va];
            float dy = row + 0.5f - seen.sy[va];
            float inverse = 1 / (abx * acy - acx * aby);
            float wb = (dx * acy - dy * acx) * inverse;
            float wc = (dy * abx - dx * aby) * inverse;
            float wa = 1 - wb - wc;
            double u = wa * s.u[va] + wb * s.u[vb] + wc * s.u[vc];
            double v = wa * s.v[va] + wb * s.v[vb] + wc * s.v[vc];
            double cover = wa * s.cover[va] + wb * s.cover[vb] + wc * s.cover[vc];
            float[][] normals = seen.normals;
            double x = wa * normals[0][va] + wb * normals[0][vb] + wc * normals[0][vc];
            double y = wa * normals[1][va] + wb * normals[1][vb] + wc * normals[1][vc];
            double z = wa * normals[2][va] + wb * normals[2][vb] + wc * normals[2][vc];
            // A pixel that is seen faces the viewer; what interpolation says beyond the horizon is not so.
            z = Math.max(0, z);
            double length = Math.sqrt(x * x + y * y + z * z) + 1e-9;
            x /= length;
            y /= length;
            z /= length;
            double facing = x * lx + y * ly + z * lz;
            double half = Math.max(0, x * hx + y * hy + z * hz);
            double sky = 0.72 + 0.28 * y + 0.12 * z;
            double shine = 0;
            double[] w = wrap;
            switch (s.material) {
                case SKIN -> {
                    sample(u, v, c);
                    double h2 = half * half;
                    double h8 = h2 * h2 * h2 * h2;
                    shine = gloss * h8 * h8 * (0.55 + 0.45 * h8);
                }
                case CLOTH -> {
                    if (cover > 0) {
                        double fold = 0.85 + 0.15 * Math.min(1, cover / 3);
                        for (int k = 0; k < 3; k++) {
                            c[k] = cloth[k] * fold;
                        }
                    } else {
                        double under = 0.42
                                + 0.5 * step(-traits.get(Trait.CHIN_DROP) + 0.1, -traits.get(Trait.CHIN_DROP) - 0.5, v);
                        c[0] = tone[0] * Math.min(1, under + 0.06);
                        c[1] = tone[1] * under;
                        c[2] = tone[2] * under;
                    }
                }
                case HAIR -> {
                    double strand = strand(u, v);
                    double deep = 0.35 + 1.0 * strand;
                    deep *= 0.65 + 0.35 * Math.min(1, cover * 0.6);
                    for (int k = 0; k < 3; k++) {
                        c[k] = hair[k] * deep;
                    }
                    // Hair shines in a band across the strands, which run down the head.
                    double along = hy * (1 - y * y) - y * (hx * x + hz * z);
                    double band = Math.max(0, 1 - along * along * 2.6);
                    shine = 0.045 * band * band * band * band * band * band * (0.3 + strand) * (0.4 + 0.6 * half);
                }
            }
            int argb = 0xFF000000;
            for (int k = 0; k < 3; k++) {
                double lit = Math.max(0, (facing + w[k]) / (1 + w[k]));
                double value = c[k] * (ambient[k] * sky + key[k] * lit) + shine * key[k];
                // A soft shoulder instead of clipped highlights.
                value = value < 0.75 ? value : 0.75 + 0.25 * (1 - Math.exp(-(value - 0.75) / 0.25));
                argb |= TO_SRGB[(int) (Math.min(1, value) * 4096)] << (16 - 8 * k);
            }
            out[i] = argb;
        }
        return image;
    }

    private void sample(double u, double v, double[] c) {
        double x = (u - Skin.LEFT) * Skin.SCALE - 0.5;
        double y = (Skin.TOP - v) * Skin.SCALE - 0.5;
        x = Math.max(0, Math.min(Skin.WIDTH - 1.001, x));
        y = Math.max(0, Math.min(Skin.HEIGHT - 1.001, y));
        int xi = (int) x;
        int yi = (int) y;
        double fx = x - xi;
        double fy = y - yi;
        int k = (yi * Skin.WIDTH + xi) * 3;
        int below = k + Skin.WIDTH * 3;
        for (int i = 0; i < 3; i++) {
            c[i] = (texture[k + i] * (1 - fx) + texture[k + 3 + i] * fx) * (1 - fy)
                    + (texture[below + i] * (1 - fx) + texture[below + 3 + i] * fx) * fy;
        }
    }
}
