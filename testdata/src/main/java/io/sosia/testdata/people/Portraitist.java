package io.sosia.testdata.people;

import static io.sosia.testdata.people.Shaping.bump;
import static io.sosia.testdata.people.Shaping.step;

import io.sosia.testdata.people.Surface.Material;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws one person, as often as wanted. Making one costs as much as a drawing, so keep it as long as its person is
 * on screen (35 ms each for 512 pixels on one core of the machine this was written on). Immutable and safe for any number of threads.
 *
 * <p>A drawing is square and shows head, neck and shoulders on nothing: TYPE_INT_ARGB, not premultiplied, transparent
 * where nobody is. It is 4.4 head units wide (see {@link Trait}): the distance between the eyes is about a fifth of it, and
 * the middle of the face lies at {@value #CENTRE_X}, {@value #CENTRE_Y} of its size. The same person, shot and size give
 * the same picture, up to the last bit of {@link Math}'s functions.
 */
public final class Portraitist {

    /** The least size of a drawing, in pixels. */
    public static final int LEAST_SIZE = 16;

    /** The greatest size of a drawing, in pixels. */
    public static final int GREATEST_SIZE = 2048;

    static final double CENTRE_X = 0.5;
    static final double CENTRE_Y = 0.52;

    private static final double SPAN = 4.4;
    private static final double CAMERA = 11;
    private static final double FACE_MIDDLE_Y = -0.25;

    private final Traits traits;
    private final HeadShape head;
    private final Skin skin;
    private final Surface loose;
    private final Surface tied;
    private final Noise noise;
    private final float[] strands;

    /** A portraitist of this person. */
    public Portraitist(SyntheticPerson person) {
        traits = person.traits();
        noise = new Noise(Double.doubleToLongBits(traits.get(Trait.PATTERN)));
        head = new HeadShape(traits);
        HairShape hair = new HairShape(traits, head, noise);
        loose = hair.surface(false);
        tied = hair.surface(true);
        skin = new Skin(traits, head, hair, noise);
        strands = Rasteriser.strands(noise, traits.get(Trait.HAIR_CURL));
    }

    /**
     * Draws a person once. Who draws a person again and again keeps a {@code Portraitist} instead.
     *
     * @throws IllegalArgumentException if the size is outside {@link #LEAST_SIZE}..{@link #GREATEST_SIZE}
     */
    public static BufferedImage draw(SyntheticPerson person, Shot shot, int sizePixels) {
        return new Portraitist(person).draw(shot, sizePixels);
    }

    /**
     * Draws this person; the picture is the caller's.
     *
     * @param sizePixels width and height of the picture
     * @throws IllegalArgumentException if the size is outside {@link #LEAST_SIZE}..{@link #GREATEST_SIZE}
     */
    public BufferedImage draw(Shot shot, int sizePixels) {
        Bounds.check("sizePixels", sizePixels, LEAST_SIZE, GREATEST_SIZE);
        // Small pictures are drawn at twice their size and halved, for smooth edges at little cost.
        int scale = sizePixels <= 640 ? 2 : 1;
        Rasteriser raster = new Rasteriser(sizePixels * scale, traits, skin, shot, strands);
        Expression expression = shot.expression();
        View view = new View(shot.pose(), sizePixels * scale);
        View bodyView =
                new View(new Pose(shot.pose().yaw() * 0.25, 0, shot.pose().roll() * 0.15), sizePixels * scale);
        // Roughly from front to back, so that little is drawn over.
        raster.add(project(head.head, view, expression), false);
        raster.add(project(head.leftEar, view, Expression.NEUTRAL), false);
        raster.add(project(head.rightEar, view, Expression.NEUTRAL), false);
        if (traits.get(Trait.BALDNESS) < 0.9) {
            raster.add(project(shot.hairTied() ? tied : loose, view, Expression.NEUTRAL), true);
        }
        raster.add(project(head.body, bodyView, Expression.NEUTRAL), false);
        BufferedImage image = raster.finish();
        if (shot.glasses()) {
            Glasses.draw(image, traits, this::glassesDepth, view);
        }
        if (scale == 2) {
            image = Pixels.halve(image);
        }
        double deviation = shot.blur() * sizePixels;
        return deviation < 0.3 ? image : Pixels.blur(image, deviation);
    }

    /**
     * Where the five landmarks of a face stand in a drawing of this shot and size, in pixels from its upper left corner:
     * the eye on the picture's left, the eye on its right, the tip of the nose, the corner of the mouth on the picture's
     * left, the corner on its right. These are the truth of the drawing; a detector that expects average proportions
     * may place them elsewhere, YuNet n by 8 pixels in 320 on average.
     */
    public List<Point2D> landmarks(Shot shot, int sizePixels) {
        View view = new View(shot.pose(), sizePixels);
        double eye = traits.get(Trait.EYE_SPACING);
        double uneven = traits.get(Trait.EYE_UNEVENNESS) / 2;
        double mouth = head.mouthHalfWidth;
        double shift = traits.get(Trait.MOUTH_SHIFT);
        double corner = head.mouthY + traits.get(Trait.MOUTH_CORNERS);
        double[][] points = {
            {-eye, -uneven},
            {eye, uneven},
            {traits.get(Trait.NOSE_BEND), head.noseTipY},
            {shift - mouth, corner},
            {shift + mouth, corner}
        };
        return Stream.of(points)
                .map(p -> {
                    int i = nearest(p[0], p[1]);
                    double[] v = {head.head.x[i], head.head.y[i], head.head.z[i]};
                    express(v, head.head.u[i], head.head.v[i], shot.expression());
                    double[] s = new double[3];
                    view.project(v[0], v[1], v[2], s);
                    return (Point2D) new Point2D.Double(s[0], s[1]);
                })
                .toList();
    }

    private int nearest(double u, double v) {
        Surface surface = head.head;
        return IntStream.range(0, surface.x.length)
                .reduce((i, j) ->
                        Math.hypot(surface.u[j] - u, surface.v[j] - v) < Math.hypot(surface.u[i] - u, surface.v[i] - v)
                                ? j
                                : i)
                .orElseThrow();
    }

    private double glassesDepth(double x, double y) {
        return head.head.z[nearest(x, y)];
    }

    private Surface project(Surface rest, View view, Expression expression) {
        int n = rest.x.length;
        Surface posed = new Surface(rest.material, rest.rows, rest.columns);
        double[] p = new double[3];
        boolean moving = !expression.equals(Expression.NEUTRAL);
        for (int i = 0; i < n; i++) {
            p[0] = rest.x[i];
            p[1] = rest.y[i];
            p[2] = rest.z[i];
            if (moving && rest.material == Material.SKIN) {
                express(p, rest.u[i], rest.v[i], expression);
            }
            view.turn(p);
            posed.set(i, p[0], p[1], p[2], rest.u[i], rest.v[i], rest.cover[i]);
        }
        return posed;
    }

    /** Moves a point of the face as the expression does. */
    private void express(double[] p, double u, double v, Expression e) {
        double side = u < 0 ? -1 : 1;
        double au = Math.abs(u);
        double smile = e.smile();
        double mouth = head.mouthHalfWidth;
        double corner = bump(au - mouth, v - head.mouthY, 0.17, 0.15);
        p[0] += side * 0.085 * smile * corner;
        p[1] += 0.075 * smile * corner;
        p[2] -= 0.035 * Math.max(0, smile) * corner;
        double cheek = Math.max(0, smile) * bump(au - 0.52, v + 0.48, 0.17, 0.16);
        p[2] += 0.05 * cheek;
        p[1] += 0.035 * cheek;
        double jaw = e.mouthOpen() * step(head.mouthY + 0.02, head.mouthY - 0.28, v);
        p[1] -= 0.10 * jaw;
        p[2] -= 0.03 * jaw;
        double brow = e.browsRaised()
                * bump(au - traits.get(Trait.EYE_SPACING), v - traits.get(Trait.BROW_HEIGHT) - 0.05, 0.3, 0.10);
        p[1] += 0.065 * brow;
        if (e.browsRaised() < 0) {
            p[0] += side * 0.05 * e.browsRaised() * bump(au - 0.22, v - traits.get(Trait.BROW_HEIGHT), 0.14, 0.09);
        }
    }

    /** A camera before a head that is turned: x to the right, y down in pixels once projected. */
    static final class View {

        private final double[] m = new double[9];
        private final double size;

        View(Pose pose, double size) {
            this.size = size;
            double a = Math.toRadians(pose.yaw());
            double b = Math.toRadians(pose.pitch());
            double c = Math.toRadians(-pose.roll());
            double ca = Math.cos(a);
            double sa = Math.sin(a);
            double cb = Math.cos(b);
            double sb = Math.sin(b);
            double cc = Math.cos(c);
            double sc = Math.sin(c);
            // Roll after pitch after yaw.
            double[] yaw = {ca, 0, sa, 0, 1, 0, -sa, 0, ca};
            double[] pitch = {1, 0, 0, 0, cb, sb, 0, -sb, cb};
            double[] roll = {cc, -sc, 0, sc, cc, 0, 0, 0, 1};
            double[] both = times(pitch, yaw);
            System.arraycopy(times(roll, both), 0, m, 0, 9);
        }

        private static double[] times(double[] p, double[] q) {
            double[] out = new double[9];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    out[i * 3 + j] = p[i * 3] * q[j] + p[i * 3 + 1] * q[3 + j] + p[i * 3 + 2] * q[6 + j];
                }
            }
            return out;
        }

        /** Turns a point about the top of the neck, in place. */
        void turn(double[] p) {
            double px = p[0];
            double py = p[1] + 0.95;
            double pz = p[2] + 0.15;
            p[0] = m[0] * px + m[1] * py + m[2] * pz;
            p[1] = m[3] * px + m[4] * py + m[5] * pz - 0.95;
            p[2] = m[6] * px + m[7] * py + m[8] * pz - 0.15;
        }

        void project(double x, double y, double z, double[] out) {
            double[] p = {x, y, z};
            turn(p);
            screen(p[0], p[1], p[2], size, out);
        }

        /** Where a turned point falls in a picture of this size, and its depth (nearer is greater). */
        static void screen(double x, double y, double z, double size, double[] out) {
            // Seen from straight ahead, the plane of the eyes keeps its size.
            double k = (CAMERA - 1) / (CAMERA - z) * size / SPAN;
            out[0] = CENTRE_X * size + x * k;
            out[1] = CENTRE_Y * size - (y - FACE_MIDDLE_Y) * k;
            out[2] = 1 / (CAMERA - z);
        }
    }
}
