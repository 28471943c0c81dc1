package io.sosia.testdata.people;

import static io.sosia.testdata.people.Shaping.bump;
import static io.sosia.testdata.people.Shaping.mix;
import static io.sosia.testdata.people.Shaping.step;

import io.sosia.testdata.people.Surface.Material;

/** A person's hair as a shell over the skull, hanging free below it. Immutable once built. */
final class HairShape {

    private static final int ROWS = 120;
    private static final int COLUMNS = 110;

    private final Traits traits;
    private final HeadShape head;
    private final Noise noise;

    HairShape(Traits traits, HeadShape head, Noise noise) {
        this.traits = traits;
        this.head = head;
        this.noise = noise;
    }

    private double t(Trait trait) {
        return traits.get(trait);
    }

    /** The height down to which hair covers the skull at this angle from the middle of the face, in head units. */
    double edge(double angle, boolean tied) {
        double degrees = Math.abs(Math.toDegrees(angle));
        double line = t(Trait.HAIRLINE);
        double bald = t(Trait.BALDNESS);
        line = Math.min(line + 0.6 * Math.max(0, bald - 0.3), head.crownY + 0.3);
        double recession = t(Trait.RECESSION) * (1 - 0.5 * t(Trait.FRINGE));
        double bottom = tied ? -0.35 : Math.min(-0.35, -t(Trait.HAIR_LENGTH));
        double sideburn = t(Trait.HAIR_LENGTH) < 0.7 || tied ? -0.28 : bottom;
        double y = new Curve(
                        0,
                        line - t(Trait.WIDOWS_PEAK),
                        14,
                        line + 0.02,
                        34,
                        line + recession * 0.9,
                        50,
                        line - 0.10 + recession * 0.5,
                        61,
                        0.32,
                        69,
                        0.02,
                        75,
                        sideburn,
                        90,
                        bottom)
                .at(degrees);
        double fringe = t(Trait.FRINGE);
        if (fringe > 0.02) {
            double parting = t(Trait.PARTING) * 28;
            double away = Math.abs(Math.toDegrees(angle) - parting);
            double opening = Math.abs(t(Trait.PARTING)) > 0.35 ? bump(away, 0, 9, 1) : 0;
            double lowest = mix(line, Math.max(0.24, t(Trait.BROW_HEIGHT) + 0.02), fringe);
            double fringeY =
                    lowest + 0.35 * opening + 0.05 * noise.smooth(41, degrees * 0.22 + (angle < 0 ? 90 : 0), 3);
            y = Math.min(y, mix(fringeY, y, step(56, 66, degrees)));
        }
        return y;
    }

    /** The hair as a surface, for hair worn loose or tied back. */
    Surface surface(boolean tied) {
        Surface surface = new Surface(Material.HAIR, ROWS, COLUMNS);
        double bottom = tied ? -0.5 : -Math.max(0.5, t(Trait.HAIR_LENGTH)) - 0.15;
        double volume = t(Trait.HAIR_VOLUME) * (tied ? 0.45 : 1) * (1 - 0.9 * step(0.2, 0.6, t(Trait.BALDNESS)));
        double curl = t(Trait.HAIR_CURL);
        double bald = t(Trait.BALDNESS);
        double[] edges = new double[COLUMNS];
        double[] angles = new double[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            angles[c] = Math.toRadians(165) * (2.0 * c / (COLUMNS - 1) - 1);
            edges[c] = edge(angles[c], tied);
        }
        double top = head.crownY;
        double dome = ROWS * 0.55;
        for (int r = 0; r < ROWS; r++) {
            double y = r < dome
                    ? 0.2 + (top - 0.2) * Math.cos(Math.PI / 2 * r / dome)
                    : 0.2 + (bottom - 0.2) * (r - dome) / (ROWS - 1 - dome);
            for (int c = 0; c < COLUMNS; c++) {
                double angle = angles[c];
                double above = y - edges[c];
                double thick = volume * step(-0.02, 0.35, above) * (0.65 + 0.35 * step(-0.2, top, y)) + 0.025;
                double swing = y < 0
                        ? Math.min(0.3, -y * 0.12) * step(Math.toRadians(60), Math.toRadians(100), Math.abs(angle))
                        : 0;
                thick += curl * volume * 0.5 * noise.smooth(43, angle * 6, y * 5) + swing * (0.3 + volume);
                thick *= mix(1, step(bottom, bottom + 0.5, y) * 0.8 + 0.2, step(-1.2, -0.9, bottom));
                double[] p = y > 0.05 ? head.skull(angle, y, thick) : hanging(angle, y, thick);
                double lift = y > 0.3 ? thick * 0.8 * step(0.3, top, y) : 0;
                double wave = curl * 0.06 * Math.sin(y * 9 + 3 * Math.sin(angle * 2)) * step(0.2, -0.6, y);
                double cover = above * 7;
                if (bald > 0.3) {
                    cover = Math.min(cover, 1.6 - 2.2 * bald + 3 * step(0.75, 0.2, y));
                }
                cover = Math.min(cover, (y - bottom) * 3);
                surface.set(r * COLUMNS + c, p[0] + wave, y + lift, p[2], angle, y, cover);
            }
        }
        return surface;
    }

    /** Below the temples hair hangs from them instead of following the jaw. */
    private double[] hanging(double angle, double y, double thick) {
        double[] p = head.skull(angle, 0.05, thick);
        double draw = step(0.05, -0.9, y) * 0.10;
        return new double[] {p[0] * (1 - draw), y, p[2] * (1 - draw) - 0.05 * step(0, -1, y)};
    }
}
