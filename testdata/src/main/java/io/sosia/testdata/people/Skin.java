package io.sosia.testdata.people;

import static io.sosia.testdata.people.Shaping.bump;
import static io.sosia.testdata.people.Shaping.mix;
import static io.sosia.testdata.people.Shaping.step;

/**
 * The painted skin of one face: a picture over x and y of the head at rest, in linear light, three floats a texel (red,
 * green, blue, 0..1). What no expression changes is painted once; eyes and mouth are painted for each shot over a copy.
 * Immutable once built.
 */
final class Skin {

    /** Texels in a head unit. */
    static final double SCALE = 150;

    static final double LEFT = -1.2;
    static final double TOP = 1.75;
    static final int WIDTH = 360;
    static final int HEIGHT = 545;

    private static final double SOFT = 1.6 / SCALE;

    private static final double[] SCLERA = linear(206, 197, 190);
    private static final double[] CARUNCLE = linear(190, 100, 95);
    private static final double[] BROWN = linear(58, 34, 20);
    private static final double[] GREEN = linear(104, 98, 58);
    private static final double[] BLUE = linear(120, 158, 190);
    private static final double[] IVORY = linear(228, 220, 205);
    private static final double[] TONGUE = linear(150, 70, 70);

    private final Traits traits;
    private final HeadShape head;
    private final Noise noise;
    private final float[] base;
    private final double[] tone;
    private final double[] lip;
    private final double[] lidColour;
    private final double[] hair;

    Skin(Traits traits, HeadShape head, HairShape hairShape, Noise noise) {
        this.traits = traits;
        this.head = head;
        this.noise = noise;
        tone = tone(traits);
        hair = hairColour(traits);
        lip = lipColour();
        lidColour = hue(t(Trait.EYESHADOW_HUE), 0.55, 0.42);
        base = paintBase(hairShape);
    }

    private double t(Trait trait) {
        return traits.get(trait);
    }

    private static double[] linear(double red, double green, double blue) {
        return new double[] {Math.pow(red / 255, 2.2), Math.pow(green / 255, 2.2), Math.pow(blue / 255, 2.2)};
    }

    private static double[] blend(double[] a, double[] b, double amount) {
        return new double[] {mix(a[0], b[0], amount), mix(a[1], b[1], amount), mix(a[2], b[2], amount)};
    }

    private static void over(double[] c, double[] paint, double amount) {
        for (int i = 0; i < 3; i++) {
            c[i] += (paint[i] - c[i]) * amount;
        }
    }

    private static void times(double[] c, double red, double green, double blue) {
        c[0] *= red;
        c[1] *= green;
        c[2] *= blue;
    }

    private static void shade(double[] c, double amount) {
        // Shadow on skin is reddish: light that went through flesh comes back.
        times(c, 1 - amount * 0.86, 1 - amount * 1.0, 1 - amount * 1.0);
    }

    private static double[] tone(Traits traits) {
        double m = traits.get(Trait.MELANIN);
        double[][] stops = {
            linear(250, 222, 208),
            linear(236, 194, 170),
            linear(212, 160, 128),
            linear(172, 116, 84),
            linear(118, 76, 54),
            linear(78, 50, 38)
        };
        double at = m * (stops.length - 1);
        int i = Math.min(stops.length - 2, (int) at);
        double[] c = blend(stops[i], stops[i + 1], at - i);
        double olive = traits.get(Trait.UNDERTONE) - 0.5;
        times(c, 1 - 0.06 * olive, 1 + 0.10 * olive, 1 - 0.16 * olive);
        return c;
    }

    /** The colour of this person's hair, in linear light. */
    static double[] hairColour(Traits traits) {
        double[][] stops = {
            linear(226, 200, 150), linear(176, 132, 80), linear(104, 68, 42), linear(54, 36, 27), linear(26, 22, 22)
        };
        double at = traits.get(Trait.HAIR_DARKNESS) * (stops.length - 1);
        int i = Math.min(stops.length - 2, (int) at);
        double[] c = blend(stops[i], stops[i + 1], at - i);
        over(c, linear(165, 66, 24), 0.75 * traits.get(Trait.HAIR_RED) * (1 - 0.5 * traits.get(Trait.HAIR_DARKNESS)));
        over(c, linear(190, 188, 186), 0.9 * traits.get(Trait.HAIR_GREY));
        return c;
    }

    /** The colour of bare skin away from the face's features, in linear light. */
    double[] tone() {
        return tone.clone();
    }

    private double[] lipColour() {
        double[] natural = {tone[0] * 0.80, tone[1] * 0.46, tone[2] * 0.48};
        double[] c = blend(tone, natural, 0.35 + 0.65 * t(Trait.LIP_COLOUR));
        double hue = t(Trait.LIPSTICK_HUE);
        double[] stick = hue < 0.5
                ? blend(linear(214, 92, 70), linear(176, 28, 44), hue * 2)
                : blend(linear(176, 28, 44), linear(104, 30, 66), hue * 2 - 1);
        over(c, stick, 0.85 * t(Trait.LIPSTICK));
        return c;
    }

    private float[] paintBase(HairShape hairShape) {
        float[] out = new float[WIDTH * HEIGHT * 3];
        double[] c = new double[3];
        double[][] moles = moles();
        double[] edges = new double[WIDTH];
        double widest = Math.max(t(Trait.CHEEK_WIDTH), t(Trait.TEMPLE_WIDTH)) + 0.02;
        for (int i = 0; i < WIDTH; i++) {
            double x = LEFT + (i + 0.5) / SCALE;
            edges[i] = hairShape.edge(Math.asin(Math.max(-1, Math.min(1, x / t(Trait.TEMPLE_WIDTH)))), true);
        }
        for (int j = 0; j < HEIGHT; j++) {
            double y = TOP - (j + 0.5) / SCALE;
            for (int i = 0; i < WIDTH; i++) {
                double x = LEFT + (i + 0.5) / SCALE;
                System.arraycopy(tone, 0, c, 0, 3);
                double above = y - edges[i];
                double scalp = step(0.35, 0.6, y) * step(0.0, 0.10, above) * (t(Trait.BALDNESS) > 0.85 ? 0.12 : 0.9);
                // Where no face is, and under hair, there is nothing to see.
                boolean face = y > head.chinY - 0.02
                        && y < head.crownY + 0.02
                        && scalp < 0.899
                        && (Math.abs(x) < widest || Math.abs(x) > 1.09);
                if (face) {
                    complexion(c, x, y);
                    shadows(c, x, y);
                    ageing(c, x, y);
                    marks(c, x, y, moles);
                    facialHair(c, x, y);
                    brows(c, x, y);
                }
                shade(c, 0.35 * step(-0.14, 0.02, above) * step(-0.6, 0.2, y));
                if (scalp > 0) {
                    over(c, hair, scalp);
                }
                int k = (j * WIDTH + i) * 3;
                out[k] = (float) c[0];
                out[k + 1] = (float) c[1];
                out[k + 2] = (float) c[2];
            }
        }
        return out;
    }

    private void complexion(double[] c, double x, double y) {
        double ax = Math.abs(x);
        double coarse = noise.smooth(1, x * 3.1, y * 3.1);
        double fine = noise.smooth(2, x * 14, y * 14);
        double pores = noise.smooth(3, x * 48, y * 48);
        double age = t(Trait.AGE);
        double grain = 1 + 0.035 * coarse + 0.025 * fine + (0.03 + 0.03 * age) * pores;
        times(c, grain, grain * (1 + 0.01 * fine), grain);
        double red = t(Trait.REDNESS);
        double flush = (0.10 + 0.38 * red)
                * (bump(ax - 0.55, y + 0.42, 0.22, 0.18)
                        + 0.9 * bump(x, y - head.noseTipY, 0.16, 0.14)
                        + 0.35 * bump(x, y - head.chinY - 0.18, 0.2, 0.14)
                        + 0.3 * coarse * red);
        times(c, 1 + 0.04 * flush, 1 - 0.42 * flush, 1 - 0.34 * flush);
        double blotch = t(Trait.BLOTCHES);
        double field = step(0.15, 0.55, noise.smooth(5, x * 2.6 + 7, y * 2.6) + 0.35 * noise.smooth(6, x * 9, y * 9));
        double patch = 0.45 * blotch * field;
        if (patch > 0) {
            times(c, 1 - 0.5 * patch, 1 - 0.75 * patch, 1 - 0.85 * patch);
        } else {
            over(c, new double[] {0.80, 0.62, 0.52}, -patch * 0.8);
        }
        double shadow = t(Trait.EYESHADOW);
        if (shadow > 0.02) {
            double lid = bump(ax - t(Trait.EYE_SPACING) - 0.02, y - 0.11, t(Trait.EYE_WIDTH) * 0.85, 0.075);
            over(c, lidColour, 0.6 * shadow * lid);
        }
    }

    private static double[] hue(double turns, double saturation, double value) {
        double[] c = new double[3];
        for (int i = 0; i < 3; i++) {
            double k = (5 - 2 * i + turns * 6) % 6;
            c[i] = Math.pow(value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k)))), 2.2);
        }
        return c;
    }

    private void shadows(double[] c, double x, double y) {
        double ax = Math.abs(x);
        double eye = ax - t(Trait.EYE_SPACING);
        double depth = t(Trait.EYE_DEPTH);
        double bags = t(Trait.EYE_BAGS);
        double tip = t(Trait.NOSE_PROJECTION);
        double s = 0;
        s += (0.12 + 1.4 * depth) * bump(eye + 0.14, y - 0.06, 0.10, 0.11);
        s += (0.05 + 1.1 * depth) * bump(eye, y - 0.13, 0.20, 0.07);
        s += 0.10 * bump(eye, y + 0.12, 0.17, 0.06) + 0.22 * bags * bump(eye + 0.04, y + 0.17, 0.14, 0.035);
        s += (0.10 + 0.2 * tip) * bump(ax - t(Trait.BRIDGE_WIDTH) - 0.11, y - head.noseTipY * 0.55, 0.05, 0.22);
        s += (0.10 + 0.28 * tip) * bump(x, y - head.noseBaseY + 0.02, t(Trait.NOSE_WIDTH) * 0.6, 0.045);
        s += 0.30 * bump(ax - t(Trait.NOSE_WIDTH) - 0.01, y - head.noseBaseY - 0.06, 0.025, 0.07);
        s += 0.28
                * bump(
                        x - t(Trait.MOUTH_SHIFT),
                        y - head.mouthY + t(Trait.LOWER_LIP) + 0.05,
                        head.mouthHalfWidth * 0.5,
                        0.035);
        s += 0.30 * step(head.chinY + 0.10, head.chinY - 0.02, y);
        s += 0.22 * step(0.80, 1.05, ax);
        shade(c, Math.min(0.8, s));
        // Bags are bluish.
        double blue = 0.25 * bags * bump(eye, y + 0.14, 0.16, 0.06);
        times(c, 1 - 0.5 * blue, 1 - 0.4 * blue, 1);
        // Nostrils.
        double nostril = t(Trait.NOSTRILS);
        double w = t(Trait.NOSE_WIDTH);
        double hole = bump(
                ax - w * 0.46 + t(Trait.NOSE_BEND) * Math.signum(x) * -1,
                y - head.noseBaseY - 0.025,
                0.035 + 0.035 * nostril * w / 0.26,
                0.016 + 0.018 * nostril);
        shade(c, Math.min(0.95, 1.5 * nostril * hole));
        // Ridge under the nose.
        double philtrum = bump(ax, y - (head.noseBaseY + head.mouthY + t(Trait.UPPER_LIP)) / 2, 0.028, 0.07);
        shade(c, 0.13 * philtrum);
    }

    private void ageing(double[] c, double x, double y) {
        double age = t(Trait.AGE);
        double ax = Math.abs(x);
        double eye = ax - t(Trait.EYE_SPACING);
        double foldTop = head.noseBaseY + 0.10;
        double k = (foldTop - y) / (foldTop - head.mouthY + 0.06);
        if (k > -0.05 && k < 1.25) {
            double foldX = t(Trait.NOSE_WIDTH)
                    + 0.02
                    + (head.mouthHalfWidth + 0.10 - t(Trait.NOSE_WIDTH)) * Math.pow(Math.max(0, k), 1.3);
            double strength = (0.08 + 0.42 * age) * step(-0.05, 0.25, k) * step(1.25, 0.7, k);
            shade(c, strength * bump(ax - foldX, 0, 0.022 + 0.012 * age, 1));
        }
        if (age < 0.12) {
            return;
        }
        double a = (age - 0.12) / 0.88;
        double brow = t(Trait.BROW_HEIGHT);
        if (y > brow && ax < 0.75) {
            double wave = y + 0.03 * Math.cos(x * 4) + 0.02 * noise.smooth(11, x * 4, y * 2);
            double line = Math.pow(0.5 + 0.5 * Math.cos(wave * 2 * Math.PI / 0.135), 10);
            shade(
                    c,
                    0.38
                            * a
                            * line
                            * step(brow + 0.08, brow + 0.2, y)
                            * step(0.95, 0.7, y)
                            * step(0.75, 0.3, ax)
                            * (0.6 + 0.5 * noise.smooth(12, x * 3, Math.floor(wave / 0.135))));
        }
        double frown = bump(ax - 0.065, y - brow + 0.02, 0.014, 0.10);
        shade(c, 0.42 * a * frown);
        // Crow's feet fan out from the eyes' outer corners.
        double ox = eye - t(Trait.EYE_WIDTH) - 0.03;
        if (ox > 0 && ox < 0.28) {
            double fan = (y + 0.02) / (0.10 + ox) * 5.5;
            double line = Math.pow(0.5 + 0.5 * Math.cos(fan * 2), 8);
            shade(
                    c,
                    0.40
                            * a
                            * line
                            * step(0, 0.04, ox)
                            * step(0.28, 0.1, ox)
                            * step(0.75, 0.4, Math.abs(y) / (0.1 + ox)));
        }
        double marionette =
                bump(ax - head.mouthHalfWidth - 0.03 - 0.1 * (head.mouthY - y), y - head.mouthY + 0.17, 0.02, 0.09);
        shade(c, 0.45 * a * marionette);
        double under = bump(eye, y + 0.16 + 0.05 * (eye * eye) / 0.04, 0.17, 0.010)
                + 0.7 * bump(eye, y + 0.22 - 0.1 * eye, 0.16, 0.010);
        shade(c, 0.30 * a * under);
        double spots = step(0.35, 0.8, noise.smooth(13, x * 11, y * 11)) * step(0.3, 0.7, a);
        times(c, 1 - 0.10 * spots, 1 - 0.2 * spots, 1 - 0.25 * spots);
    }

    private double[][] moles() {
        int count = (int) Math.round(t(Trait.MOLES) * 7);
        double[][] moles = new double[count][];
        for (int i = 0; i < count; i++) {
            double x = (noise.cell(21, i, 0) * 2 - 1) * 0.75;
            double y = mix(head.chinY + 0.15, 0.7, noise.cell(21, i, 1));
            moles[i] = new double[] {x, y, 0.012 + 0.022 * noise.cell(21, i, 2)};
        }
        return moles;
    }

    private void marks(double[] c, double x, double y, double[][] moles) {
        for (double[] mole : moles) {
            double d = Math.hypot(x - mole[0], y - mole[1]);
            double on = step(mole[2] + SOFT, mole[2] - SOFT, d);
            times(c, 1 - 0.55 * on, 1 - 0.68 * on, 1 - 0.72 * on);
        }
        double freckles = t(Trait.FRECKLES);
        if (freckles > 0.02) {
            int cx = (int) Math.floor(x * 26);
            int cy = (int) Math.floor(y * 26);
            double px = (cx + 0.05 + 0.9 * noise.cell(22, cx, cy)) / 26;
            double py = (cy + 0.05 + 0.9 * noise.cell(23, cx, cy)) / 26;
            double size = 0.004 + 0.009 * noise.cell(24, cx, cy);
            double where = bump(x, y + 0.35, 0.5, 0.28) + 0.3 * bump(x, y - 0.6, 0.4, 0.2);
            double on = step(size + SOFT, size - SOFT, Math.hypot(x - px, y - py))
                    * step(1 - 0.7 * freckles, 1.2 - 0.7 * freckles, noise.cell(25, cx, cy) * Math.min(1, where * 1.4));
            times(c, 1 - 0.28 * on, 1 - 0.45 * on, 1 - 0.55 * on);
        }
        double birthmark = t(Trait.BIRTHMARK);
        if (birthmark > 0.02) {
            double bx = (noise.cell(26, 0, 0) * 2 - 1) * 0.7;
            double by = mix(-1.1, 0.6, noise.cell(26, 1, 0));
            double radius = 0.12 + 0.22 * birthmark;
            double d = Math.hypot(x - bx, (y - by) * 0.8)
                    + 0.10 * noise.smooth(27, x * 6, y * 6)
                    + 0.04 * noise.smooth(28, x * 16, y * 16);
            double on = 0.75 * step(radius + 0.02, radius - 0.02, d);
            times(c, 1 - 0.22 * on, 1 - 0.58 * on, 1 - 0.45 * on);
        }
        double scar = t(Trait.SCAR);
        if (scar > 0.02) {
            double sx = (noise.cell(29, 0, 0) * 2 - 1) * 0.6;
            double sy = mix(-0.9, 0.6, noise.cell(29, 1, 0));
            double turn = noise.cell(29, 2, 0) * Math.PI;
            double along = (x - sx) * Math.cos(turn) + (y - sy) * Math.sin(turn);
            double across = -(x - sx) * Math.sin(turn) + (y - sy) * Math.cos(turn) - 0.25 * along * along;
            double on = scar * bump(along, across, 0.14, 0.012);
            over(c, new double[] {0.85, 0.55, 0.50}, 0.65 * Math.min(1, on));
            shade(c, 0.35 * scar * bump(along, across + 0.018, 0.14, 0.008));
        }
    }

    private void facialHair(double[] c, double x, double y) {
        double stubble = t(Trait.STUBBLE);
        double beard = t(Trait.BEARD);
        double moustache = t(Trait.MOUSTACHE);
        double goatee = t(Trait.GOATEE);
        if (stubble + beard + moustache + goatee < 0.02) {
            return;
        }
        double ax = Math.abs(x);
        double mx = Math.abs(x - t(Trait.MOUTH_SHIFT));
        double wide = head.mouthHalfWidth;
        double wander = 0.05 * noise.smooth(31, x * 7, y * 7);
        double cheekLine = mix(head.mouthY + 0.02, -0.05, Math.pow(Math.min(1, ax / 0.92), 1.5)) + wander;
        double cheeks = step(0.04, -0.06, y - cheekLine);
        double shaved = step(0.14, -0.20, y - cheekLine);
        double upperEdge = head.mouthY + t(Trait.UPPER_LIP) + 0.015;
        double lip = step(upperEdge - 0.02, upperEdge + 0.02, y)
                * step(head.noseBaseY + 0.01, head.noseBaseY - 0.06, y + 0.9 * mx * mx)
                * step(wide * 1.18 + 0.03, wide * 1.02, mx);
        double corner = bump(mx - wide - 0.05, y - head.mouthY + 0.02, 0.05, 0.12) * (moustache > 0.6 ? 1 : 0.4);
        double lipZone = Math.min(1, lip + corner);
        double under = head.mouthY - t(Trait.LOWER_LIP) - 0.03;
        double chinZone =
                step(under + 0.03, under - 0.05, y + 0.9 * Math.max(0, mx - 0.24) + wander) * step(0.44, 0.32, mx);
        double soul = bump(mx, y - under + 0.03, 0.06, 0.06);
        double mouthGap = step(0.0, 0.05, Math.hypot(mx / (wide * 1.1), (y - head.mouthY) / 0.20) - 0.9);
        double all = Math.max(cheeks * (mx < wide * 1.1 ? mouthGap : 1), lipZone);
        double hairs = 0.5 + 0.5 * noise.smooth(32, x * 60, y * 17);
        double spots = noise.cell(33, (int) Math.floor(x * SCALE / 2), (int) Math.floor(y * SCALE / 2));
        double[] dark = blend(hair, new double[] {0.012, 0.010, 0.010}, 0.25);
        over(c, dark, Math.min(1, Math.max(shaved, lipZone) * stubble * (0.22 + 0.30 * spots)));
        double full = Math.max(Math.max(lipZone * moustache, Math.max(chinZone, soul) * goatee), all * beard);
        double thickness = step(0.12, 0.55, full * (0.62 + 0.38 * hairs + 0.2 * spots));
        if (thickness > 0) {
            double lit = 0.7 + 0.6 * hairs;
            over(c, new double[] {dark[0] * lit, dark[1] * lit, dark[2] * lit}, 0.96 * thickness);
        }
    }

    private void brows(double[] c, double x, double y) {
        double side = x < 0 ? -1 : 1;
        double length = t(Trait.BROW_LENGTH);
        double cx = t(Trait.EYE_SPACING) + t(Trait.BROW_SHIFT);
        double a = (x * side - cx) / length;
        if (a < -1.15 || a > 1.15) {
            return;
        }
        double cy = t(Trait.BROW_HEIGHT) + side * t(Trait.BROW_UNEVENNESS) / 2;
        double peak = 0.25;
        double arch = t(Trait.BROW_ARCH) * (1 - (a - peak) * (a - peak) / (a < peak ? 1.56 : 0.62));
        double middle = cy - 0.03 + arch + t(Trait.BROW_TILT) * a * length * 0.7;
        double thick =
                t(Trait.BROW_THICKNESS) * mix(1.0, 0.35, step(-0.2, 1.05, a)) * mix(0.75, 1, step(-1.1, -0.6, a));
        double off = (y - middle) / thick;
        if (Math.abs(off) > 2) {
            return;
        }
        double strokes = 0.5 + 0.5 * noise.smooth(35, (x * side - 0.6 * (y - middle)) * 55, y * 18 + side * 50);
        double on = step(1.35, 0.55, Math.abs(off)) * step(-1.12, -0.85, a) * step(1.12, 0.8, a);
        double density = t(Trait.BROW_DENSITY);
        double amount = Math.min(1, on * (density * 0.75 + 0.45 * density * strokes));
        double[] dark = {hair[0] * 0.55, hair[1] * 0.52, hair[2] * 0.52};
        over(c, dark, amount);
    }

    /** The skin with eyes and mouth as this expression has them; the array is the caller's. */
    float[] paint(Expression expression) {
        float[] out = base.clone();
        double[] c = new double[3];
        double w = t(Trait.EYE_WIDTH);
        for (int side = -1; side <= 1; side += 2) {
            double ex = side * t(Trait.EYE_SPACING);
            double ey = side * t(Trait.EYE_UNEVENNESS) / 2;
            patch(out, c, ex - w * 1.5, ex + w * 1.5, ey - w * 1.1, ey + w * 1.5, side, expression);
        }
        double m = head.mouthHalfWidth;
        double mx = t(Trait.MOUTH_SHIFT);
        patch(out, c, mx - m * 1.35, mx + m * 1.35, head.mouthY - 0.52, head.mouthY + 0.25, 0, expression);
        return out;
    }

    private void patch(
            float[] out, double[] c, double x0, double x1, double y0, double y1, int side, Expression expression) {
        int left = Math.max(0, (int) ((x0 - LEFT) * SCALE));
        int right = Math.min(WIDTH - 1, (int) ((x1 - LEFT) * SCALE));
        int top = Math.max(0, (int) ((TOP - y1) * SCALE));
        int bottom = Math.min(HEIGHT - 1, (int) ((TOP - y0) * SCALE));
        for (int j = top; j <= bottom; j++) {
            double y = TOP - (j + 0.5) / SCALE;
            for (int i = left; i <= right; i++) {
                double x = LEFT + (i + 0.5) / SCALE;
                int k = (j * WIDTH + i) * 3;
                for (int n = 0; n < 3; n++) {
                    c[n] = out[k + n];
                }
                if (side == 0) {
                    mouth(c, x, y, expression);
                } else {
                    eye(c, x, y, side, expression);
                }
                for (int n = 0; n < 3; n++) {
                    out[k + n] = (float) c[n];
                }
            }
        }
    }

    private void eye(double[] c, double x, double y, int side, Expression expression) {
        double w = t(Trait.EYE_WIDTH);
        double tilt = Math.toRadians(t(Trait.EYE_TILT));
        double dx = (x - side * t(Trait.EYE_SPACING)) * side;
        double dy = y - side * t(Trait.EYE_UNEVENNESS) / 2;
        double a = (dx * Math.cos(tilt) + dy * Math.sin(tilt)) / w;
        double b = (-dx * Math.sin(tilt) + dy * Math.cos(tilt)) / w;
        double soft = SOFT / w;
        double open = t(Trait.EYE_OPENING)
                * (1 + 0.12 * expression.browsRaised())
                * (1 - 0.18 * Math.max(0, expression.smile()));
        double closed = expression.eyesClosed();
        double inside = Math.max(0, 1 - a * a);
        double skew = 1 + t(Trait.EYE_SKEW) * a;
        double arc = Math.pow(inside, 0.75) * skew;
        double lower = -0.72 * open * Math.pow(inside, 0.9) * (1 + 0.25 * a);
        double upper = mix(1.25 * open * arc, lower, closed * 0.97);
        double onWidth = step(1.12, 0.98, Math.abs(a));
        double lashes = t(Trait.LASHES);

        // The crease of the lid, and what the lid's edge throws on the eye.
        double crease = t(Trait.LID_CREASE);
        if (crease > 0.015) {
            double at = mix(1.25 * open * arc, upper, 0.35) + crease / w * (0.55 + 0.45 * inside);
            shade(
                    c,
                    0.55 * bump(b - at, 0, 0.045, 1) * step(1.15, 0.75, Math.abs(a + 0.04)) * step(0.01, 0.05, crease));
        }
        double opening = step(-soft, soft, upper - b) * step(-soft, soft, b - lower) * onWidth;
        if (opening > 0) {
            double[] white = SCLERA;
            double iris = t(Trait.IRIS_RADIUS) / w;
            double gaze = expression.gaze() * side * 0.30;
            double d = Math.hypot(a - gaze, (b - 0.10 * open) * 1.0);
            double shadeCorner = 1 - 0.45 * Math.pow(Math.abs(a), 3);
            double lidShadow = 1 - 0.68 * step(0.34, 0.0, upper - b);
            double[] e = {white[0] * shadeCorner, white[1] * shadeCorner, white[2] * shadeCorner};
            over(e, CARUNCLE, 0.5 * step(-0.80, -0.97, a));
            double onIris = step(iris + soft, iris - soft, d);
            if (onIris > 0) {
                double colour = t(Trait.IRIS_COLOUR);
                double[] ring = colour < 0.5 ? blend(BROWN, GREEN, colour * 2) : blend(GREEN, BLUE, colour * 2 - 1);
                double ray = 1 + 0.25 * noise.smooth(37, Math.atan2(b, a - gaze) * 9, d * 5);
                double limb = 1 - 0.65 * step(iris * 0.72, iris, d);
                times(ring, ray * limb, ray * limb, ray * limb);
                over(ring, new double[] {0.004, 0.004, 0.004}, step(iris * 0.46 + soft, iris * 0.46 - soft, d));
                over(e, ring, onIris);
            }
            times(e, lidShadow, lidShadow, lidShadow);
            double glint =
                    step(0.10 + soft, 0.10 - soft, Math.hypot(a - gaze + 0.12 * side, b - 0.10 * open - iris * 0.38));
            over(e, new double[] {0.95, 0.95, 0.95}, 0.9 * glint * onIris);
            over(c, e, opening);
        }
        double thickUp = (0.035 + 0.085 * lashes) * (0.7 + 0.5 * a);
        double[] lash = {0.012, 0.009, 0.009};
        double lineUp = step(thickUp + soft, thickUp * 0.4, Math.abs(b - upper - thickUp * 0.4))
                * step(1.18, 0.95, Math.abs(a));
        over(c, lash, Math.min(1, lineUp * (0.55 + 0.45 * lashes)));
        // Where the lid closes, the outer lashes reach on.
        double wing = bump(a - 1.06, b - 0.06 - 0.4 * (a - 1), 0.10, 0.04) * lashes;
        over(c, lash, Math.min(0.9, wing));
        double lineDown = step(0.05 + soft, 0.01, Math.abs(b - lower)) * onWidth;
        shade(c, lineDown * (0.28 + 0.40 * lashes));
    }

    private void mouth(double[] c, double x, double y, Expression expression) {
        double wide = head.mouthHalfWidth;
        double mx = (x - t(Trait.MOUTH_SHIFT)) / wide;
        double am = Math.abs(mx);
        if (am > 1.3) {
            return;
        }
        double soft = SOFT;
        double inside = Math.max(0, 1 - mx * mx);
        double smile = expression.smile();
        double open = expression.mouthOpen();
        double corners = t(Trait.MOUTH_CORNERS) * mx * mx;
        double bow = t(Trait.CUPID_BOW);
        double line =
                head.mouthY + corners + 0.018 * bow * (bump(mx, 0, 0.2, 1) * -1 + 0.5 * bump(am - 0.35, 0, 0.2, 1));
        double grin = Math.max(0, smile - 0.35) * 0.11 + 0.26 * open;
        double gap = grin * Math.pow(inside, 0.7);
        double upperLip = t(Trait.UPPER_LIP) * (1 - 0.25 * Math.max(0, smile));
        double lowerLip = t(Trait.LOWER_LIP) * (1 - 0.15 * Math.max(0, smile));
        double top = line
                + 0.12 * gap
                + upperLip
                        * (Math.pow(inside, 0.9) * (1 - 0.32 * bow * bump(mx, 0, 0.13, 1))
                                + 0.12 * bow * bump(am - 0.24, 0, 0.16, 1) * inside);
        double upperEdge = line + 0.12 * gap;
        double lowerEdge = line - 0.88 * gap;
        double bottom = lowerEdge - lowerLip * Math.pow(inside, 0.62);
        double lipSoft = soft * 2.2;
        double onUpper = step(top + lipSoft, top - lipSoft, y) * step(upperEdge - soft, upperEdge + soft, y);
        double onLower = step(bottom - lipSoft, bottom + lipSoft, y) * step(lowerEdge + soft, lowerEdge - soft, y);
        double edge = step(1.03, 0.95, am);
        double[] tint = lip.clone();
        double chap = 1 + 0.08 * noise.smooth(38, x * 50, y * 8);
        if (onUpper > 0) {
            times(tint, 0.84 * chap, 0.82 * chap, 0.82 * chap);
            over(c, tint, onUpper * edge);
        } else if (onLower > 0) {
            double light = chap * (1 + 0.16 * bump(mx, (y - (lowerEdge - lowerLip * 0.45)) / lowerLip, 0.35, 0.22));
            times(tint, light, light, light);
            over(c, tint, onLower * edge);
        }
        if (gap > 0.004) {
            double in =
                    step(upperEdge + soft, upperEdge - soft, y) * step(lowerEdge - soft, lowerEdge + soft, y) * edge;
            double[] dark = {0.045, 0.012, 0.012};
            double teethDepth = Math.min(gap * 0.75, 0.085);
            double teeth = step(upperEdge - teethDepth - soft, upperEdge - teethDepth + soft, y) * step(0.86, 0.66, am);
            double gaps = 1 - 0.18 * Math.pow(Math.abs(Math.cos(x * 36)), 14);

            double[] ivory = IVORY.clone();
            double rim = gaps * (1 - 0.5 * am) * (0.75 + 0.25 * step(upperEdge, upperEdge - 0.03, y));
            times(ivory, rim, rim, rim);
            over(dark, ivory, teeth);
            double tongue = bump(mx, y - lowerEdge - 0.01, 0.45, 0.05) * step(0.10, 0.2, gap);
            over(dark, TONGUE, 0.6 * tongue * (1 - teeth));
            over(c, dark, in);
        } else {
            double between = bump(0, y - line, 1, 0.010 + 0.004 * inside) * step(1.06, 0.9, am);
            shade(c, Math.min(0.9, 0.85 * between));
        }
        double corner = bump(am - 1.0, y - line, 0.045, 0.022);
        shade(c, Math.min(0.8, 0.55 * corner));
        double dimple = Math.max(0, smile) * bump(am - 1.17 - 0.05 * smile, y - line - 0.03, 0.05, 0.09);
        shade(c, 0.35 * dimple);
    }
}
