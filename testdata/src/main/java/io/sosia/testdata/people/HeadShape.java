package io.sosia.testdata.people;

import static io.sosia.testdata.people.Shaping.bump;
import static io.sosia.testdata.people.Shaping.step;

import io.sosia.testdata.people.Surface.Material;

/**
 * The shape of one person's head at rest, as surfaces: a skull of superelliptic sections, displaced by bumps for nose,
 * brows, cheekbones, lips and chin. Immutable once built.
 */
final class HeadShape {

    private static final int ROWS = 176;
    private static final int COLUMNS = 132;
    private static final double SIDE = Math.toRadians(128);

    final Surface head;
    final Surface leftEar;
    final Surface rightEar;
    final Surface body;
    final double mouthY;
    final double mouthHalfWidth;
    final double noseBaseY;
    final double noseTipY;
    final double chinY;
    final double crownY;

    private final Traits traits;
    private final Curve halfWidth;
    private final Curve front;
    private final Curve back;
    private final double flatness;
    private final double templeY = 0.30;

    HeadShape(Traits traits) {
        this.traits = traits;
        chinY = -t(Trait.CHIN_DROP);
        crownY = t(Trait.CROWN_HEIGHT);
        noseBaseY = -t(Trait.NOSE_LENGTH);
        noseTipY = noseBaseY + t(Trait.NOSE_UPTURN);
        mouthY = Math.max(noseBaseY - t(Trait.MOUTH_DROP), chinY + 0.36);
        flatness = t(Trait.FACE_FLATNESS);
        double temple = t(Trait.TEMPLE_WIDTH);
        double cheek = t(Trait.CHEEK_WIDTH);
        double jaw = Math.min(t(Trait.JAW_WIDTH), cheek * 0.93);
        mouthHalfWidth = Math.min(t(Trait.MOUTH_WIDTH), jaw * 0.54);
        double chin = Math.clamp(t(Trait.CHIN_WIDTH), jaw * 0.54, jaw * 0.74);
        halfWidth = new Curve(
                chinY, chin, chinY * 0.60, jaw, -0.26, cheek, 0.02, Math.max(cheek * 0.97, temple), templeY, temple);
        double age = t(Trait.AGE);
        front = new Curve(
                chinY,
                1.08 + t(Trait.CHIN_PROJECTION) * 0.6,
                mouthY,
                1.10,
                noseBaseY,
                1.10 - 0.02 * age,
                0.0,
                1.09,
                0.30,
                1.14,
                0.70,
                1.12 + t(Trait.FOREHEAD));
        back = new Curve(chinY, 0.70, chinY + 0.3, 0.25, -0.75, -0.35, -0.3, -1.0, 0.3, -1.22);
        head = build();
        leftEar = ear(-1);
        rightEar = ear(1);
        body = buildBody();
    }

    private double t(Trait trait) {
        return traits.get(trait);
    }

    private Surface build() {
        Surface surface = new Surface(Material.SKIN, ROWS, COLUMNS);
        for (int r = 0; r < ROWS; r++) {
            double s = r / (ROWS - 1.0);
            // Rows crowd at crown and chin, where the surface turns away.
            double y =
                    crownY + (chinY - crownY) * (0.5 - 0.5 * Math.cos(Math.PI * (0.04 + 0.96 * s)) - 0.00394 * (1 - s));
            y = Math.min(crownY, Math.max(chinY, y));
            for (int c = 0; c < COLUMNS; c++) {
                double k = 2.0 * c / (COLUMNS - 1) - 1;
                double angle = SIDE * (0.42 * k + 0.58 * k * k * k);
                point(surface, r * COLUMNS + c, angle, y);
            }
        }
        return surface;
    }

    /** Narrowing of the section towards crown and chin, 0..1. */
    private double taper(double y) {
        if (y > templeY) {
            double s = Math.min(1, (y - templeY) / (crownY - templeY));
            return Math.sqrt(Math.max(0, 1 - Math.pow(s, 2.35)));
        }
        double reach = 0.46;
        if (y < chinY + reach) {
            double s = Math.min(1, (chinY + reach - y) / reach);
            return Math.pow(Math.max(0, 1 - Math.pow(s, t(Trait.CHIN_SQUARENESS) + 0.2)), 0.5);
        }
        return 1;
    }

    /** The skull's surface at this angle (0 ahead, positive to the right of the picture) and height, without features. */
    double[] skull(double angle, double y, double swell) {
        double taper = taper(y);
        double w = halfWidth.at(y) * taper + swell;
        double f = front.at(y);
        double b = back.at(y);
        double depthTaper = y > templeY ? taper : 1 - 0.22 * (1 - taper);
        double middle = y > templeY ? 0.0 : Math.max(0, b * 0.5 + 0.5) * 0.6;
        f = middle + (f - middle) * depthTaper + swell;
        b = middle + (b - middle) * depthTaper - swell;
        double sin = Math.sin(angle);
        double cos = Math.cos(angle);
        double depth = cos >= 0 ? f - middle : middle - b;
        double norm = Math.pow(Math.pow(Math.abs(sin), flatness) + Math.pow(Math.abs(cos), flatness), -1 / flatness);
        return new double[] {w * sin * norm, y, middle + depth * cos * norm};
    }

    private void point(Surface surface, int i, double angle, double y) {
        double[] p = skull(angle, y, 0);
        double facing = step(-0.1, 0.5, Math.cos(angle));
        double d = facing == 0 ? 0 : facing * relief(p[0], y);
        double side = p[0] < 0 ? -1 : 1;
        double ax = Math.abs(p[0]);
        double out = t(Trait.CHEEKBONE) * bump(ax - 0.85, y + 0.28, 0.3, 0.17)
                - t(Trait.CHEEK_HOLLOW) * bump(ax - 0.75, y + 0.85, 0.3, 0.24);
        surface.set(i, p[0] + side * out, y, p[2] + d, p[0], y, 1);
    }

    /** How far the face stands forward of the skull here. */
    private double relief(double x, double y) {
        double ax = Math.abs(x);
        double eye = ax - t(Trait.EYE_SPACING);
        double d = -t(Trait.EYE_DEPTH) * bump(eye + 0.04, y - 0.02, 0.20, 0.12)
                + 0.055 * bump(eye, y + 0.005, 0.13, 0.085)
                + 0.02 * t(Trait.EYE_BAGS) * bump(eye, y + 0.2, 0.12, 0.035)
                + t(Trait.BROW_RIDGE) * bump(eye + 0.05, y - t(Trait.BROW_HEIGHT) + 0.02, 0.27, 0.075)
                + t(Trait.CHEEKBONE) * 0.8 * bump(ax - 0.60, y + 0.33, 0.19, 0.17)
                - t(Trait.CHEEK_HOLLOW) * bump(ax - 0.60, y + 0.82, 0.17, 0.25);
        d += nose(x, y);
        double lips = t(Trait.LIP_PROJECTION);
        double mouthX = x - t(Trait.MOUTH_SHIFT);
        double wide = mouthHalfWidth;
        double line = mouthY + t(Trait.MOUTH_CORNERS) * (mouthX / wide) * (mouthX / wide);
        d += (0.05 + 0.4 * lips) * bump(mouthX, y - line, wide * 0.85, 0.20);
        double upper = t(Trait.UPPER_LIP);
        double lower = t(Trait.LOWER_LIP);
        d += (0.020 + 0.40 * lips + 0.10 * upper)
                * bump(mouthX, y - line - upper * 0.55, wide * 0.55, upper * 0.45 + 0.015);
        d += (0.022 + 0.40 * lips + 0.12 * lower)
                * bump(mouthX, y - line + lower * 0.55, wide * 0.50, lower * 0.45 + 0.015);
        d -= 0.035 * bump(mouthX, y - line, wide * 0.8, 0.018);
        d -= 0.045 * bump(mouthX, y - line + lower + 0.055, wide * 0.7, 0.045);
        d -= 0.016 * bump(x, y - (noseBaseY + mouthY + upper) / 2, 0.035, 0.08);
        d += (0.06 + t(Trait.CHIN_PROJECTION)) * bump(x, y - chinY - 0.19, 0.20, 0.13);
        d -= 0.04 * t(Trait.CHIN_CLEFT) * bump(x, y - chinY - 0.15, 0.025, 0.09);
        double age = t(Trait.AGE);
        if (age > 0.2) {
            double fold = (noseBaseY - y) / (noseBaseY - mouthY + 0.05);
            double foldX = t(Trait.NOSE_WIDTH) + 0.05 + 0.16 * Math.max(-0.3, fold);
            d -= 0.035 * age * bump(ax - foldX, y - (noseBaseY * 0.6 + mouthY * 0.4), 0.035, 0.16);
            d += 0.030 * age * bump(ax - foldX - 0.10, y - (noseBaseY * 0.6 + mouthY * 0.4), 0.08, 0.18);
        }
        return d;
    }

    private double nose(double x0, double y0) {
        double tip = t(Trait.NOSE_PROJECTION);
        double root = t(Trait.BRIDGE_HEIGHT);
        double top = 0.14;
        double length = top - noseTipY;
        double x = x0 - t(Trait.NOSE_BEND) * step(0, 1, (top - y0) / length);
        double ax = Math.abs(x);
        // The lower edge of a nose rises to its sides.
        double y = y0 - 0.9 * x * x * step(noseTipY + 0.2, noseTipY, y0);
        double s = (top - y) / length;
        double height;
        double flank;
        if (s < 0) {
            height = root * bump(0, s, 1, 0.22);
            flank = height;
        } else if (s <= 1) {
            height = root + (tip - root) * Math.pow(s, 1.25) + t(Trait.NOSE_HUMP) * bump(s - 0.42, 0, 0.17, 1);
            flank = height * (1 - 0.35 * s * s);
        } else {
            double under = (noseTipY - y) / (noseTipY - noseBaseY + 0.02);
            height = tip * (under >= 1 ? 0 : Math.sqrt(Math.max(0, 1 - Math.pow(under, 1.7))));
            flank = 0.65 * tip * step(noseBaseY - 0.16, noseTipY, y);
        }
        double bridge = t(Trait.BRIDGE_WIDTH);
        double ball = t(Trait.NOSE_TIP);
        double sigma = bridge + (ball - bridge) * step(0.35, 0.95, s);
        // Below the tip only the columella stands out, between the nostrils.
        sigma = s > 1 ? Math.max(0.055, sigma * (1 - 0.5 * step(1, 1 + (noseTipY - noseBaseY) / length, s))) : sigma;
        // Sides of the nose spread where it stands higher, so that its flanks are never walls.
        double spread = 1.25 * (bridge + (ball - bridge) * step(0.35, 0.95, s) + 0.10 * step(0.1, 0.9, s));
        double d = 0.62 * height * bump(ax, 0, sigma, 1) + 0.38 * flank * bump(ax, 0, spread, 1);
        double wing = t(Trait.NOSE_WIDTH) - 0.075;
        double wingY = noseBaseY + 0.085;
        d += 0.15 * bump(ax - wing, y0 - wingY, 0.062, 0.068);
        d += 0.05 * bump(ax, y0 - noseTipY, ball, 0.07);
        d -= 0.05 * bump(ax - wing - 0.095, y0 - wingY - 0.02, 0.03, 0.08);
        return d;
    }

    private Surface ear(int side) {
        int rows = 22;
        int columns = 16;
        Surface surface = new Surface(Material.SKIN, rows, columns);
        double size = t(Trait.EAR_SIZE);
        double cy = t(Trait.EAR_HEIGHT);
        double cx = t(Trait.CHEEK_WIDTH) * 0.97;
        for (int r = 0; r < rows; r++) {
            double p = Math.PI * r / (rows - 1.0);
            for (int c = 0; c < columns; c++) {
                double q = 2 * Math.PI * c / (columns - 1.0);
                double ring = Math.sin(p);
                double ey = size * Math.cos(p);
                double lean = 0.06 * Math.cos(p);
                double ex = side * (cx + 0.055 + 0.05 * Math.cos(p) + 0.085 * ring * Math.cos(q));
                double ez = -0.08 - lean + 0.19 * ring * Math.sin(q) * (0.8 + 0.25 * Math.cos(p));
                // Ears show the skin of the temples, where nothing is painted.
                surface.set(
                        r * columns + (side > 0 ? columns - 1 - c : c),
                        ex,
                        cy + ey,
                        ez,
                        side * 1.12,
                        -0.1 + 0.2 * Math.cos(p),
                        1);
            }
        }
        return surface;
    }

    private Surface buildBody() {
        int rows = 60;
        int columns = 60;
        Surface surface = new Surface(Material.CLOTH, rows, columns);
        double neck = 0.50 + 0.12 * (t(Trait.JAW_WIDTH) - 0.62) / 0.36;
        Curve wide = new Curve(
                -3.2, 2.35, -2.62, 2.12, -2.36, 1.55, -2.12, 0.92, -1.92, neck + 0.10, -1.6, neck, -0.6, neck);
        Curve deep = new Curve(-3.2, 0.85, -2.5, 0.70, -2.0, 0.54, -0.6, 0.52);
        for (int r = 0; r < rows; r++) {
            double y = -0.7 - 2.5 * r / (rows - 1.0);
            for (int c = 0; c < columns; c++) {
                double angle = Math.toRadians(115) * (2.0 * c / (columns - 1) - 1);
                double bx = wide.at(y) * Math.sin(angle);
                double bz = -0.12 + 0.12 * step(-1.6, -2.4, y) + deep.at(y) * Math.cos(angle);
                double collar = -2.02 - 0.16 * bump(bx, 0, 0.3, 1);
                bz -= 0.03 * bump(Math.abs(bx) - 0.26 - 0.28 * (y + 2.0), y + 1.6, 0.05, 0.5);
                surface.set(r * columns + c, bx, y, bz, 1.12, y, (collar - y) * 20);
            }
        }
        return surface;
    }
}
