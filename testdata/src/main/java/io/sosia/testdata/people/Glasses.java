package io.sosia.testdata.people;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.function.DoubleBinaryOperator;

/** A person's glasses: two rings before the eyes, a bridge and the fronts of the temples. */
final class Glasses {

    private Glasses() {}

    /** Draws glasses onto a picture of the head in this view, sharing its size. */
    static void draw(BufferedImage image, Traits traits, DoubleBinaryOperator depth, Portraitist.View view) {
        double spacing = traits.get(Trait.EYE_SPACING);
        double half = Math.min(traits.get(Trait.GLASSES_SIZE), spacing - 0.09);
        double tall = half * 0.80;
        double power = 2 + 3.5 * traits.get(Trait.GLASSES_SHAPE);
        double plane = depth.applyAsDouble(0, 0.02) + 0.06;
        double curve = 0.25;
        double pixels = image.getWidth() / 4.4;
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        // Glasses lie on the face: they never colour the empty ground.
        g.setComposite(AlphaComposite.SrcAtop);
        g.setStroke(new BasicStroke(
                (float) (traits.get(Trait.GLASSES_FRAME) * pixels), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        double[] p = new double[3];
        Color frame = new Color(28, 22, 20);
        for (int side = -1; side <= 1; side += 2) {
            Path2D ring = new Path2D.Double();
            for (int i = 0; i < 64; i++) {
                double a = 2 * Math.PI * i / 64;
                double norm = Math.pow(
                        Math.pow(Math.abs(Math.cos(a)), power) + Math.pow(Math.abs(Math.sin(a)), power), -1 / power);
                double x = side * spacing + half * Math.cos(a) * norm;
                double y = -0.03 + tall * Math.sin(a) * norm;
                view.project(x, y, plane - curve * x * x, p);
                if (i == 0) {
                    ring.moveTo(p[0], p[1]);
                } else {
                    ring.lineTo(p[0], p[1]);
                }
            }
            ring.closePath();
            g.setColor(new Color(200, 215, 225, 26));
            g.fill(ring);
            g.setColor(frame);
            g.draw(ring);
            Path2D arm = new Path2D.Double();
            double edge = side * (spacing + half);
            view.project(edge, 0.08, plane - curve * edge * edge, p);
            arm.moveTo(p[0], p[1]);
            view.project(side * Math.max(traits.get(Trait.TEMPLE_WIDTH), Math.abs(edge)) * 1.0, 0.08, 0.55, p);
            arm.lineTo(p[0], p[1]);
            g.draw(arm);
        }
        Path2D bridge = new Path2D.Double();
        double inner = spacing - half;
        view.project(-inner, 0.04, plane - curve * inner * inner, p);
        bridge.moveTo(p[0], p[1]);
        view.project(0, 0.10, plane + 0.02, p);
        double cx = p[0];
        double cy = p[1];
        view.project(inner, 0.04, plane - curve * inner * inner, p);
        bridge.quadTo(cx, cy, p[0], p[1]);
        g.draw(bridge);
        g.dispose();
    }
}
