package io.sosia.detector.inference;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Draws the face that models are tried on. Nobody's: ovals and curves. Its two halves differ and its colours are strong,
 * so that a mirrored picture or swapped channels give another answer.
 */
final class DrawnFace {

    /** Where the eyes, nose and corners of the mouth are drawn, in a face that is 1 wide between the eyes. */
    private static final double EYE = 0.5;

    private DrawnFace() {}

    /**
     * Draws.
     *
     * @param centreX middle between the eyes, in pixels
     * @param centreY likewise
     * @param eyeDistance pixels
     */
    static BufferedImage draw(int width, int height, double centreX, double centreY, double eyeDistance) {
        int fine = 4;
        BufferedImage large = new BufferedImage(width * fine, height * fine, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setPaint(new GradientPaint(0, 0, new Color(40, 90, 150), 0, height * fine, new Color(90, 150, 90)));
        g.fillRect(0, 0, width * fine, height * fine);
        AffineTransform view = new AffineTransform();
        view.scale(fine, fine);
        view.translate(centreX, centreY);
        view.rotate(0.05);
        view.scale(eyeDistance, eyeDistance);
        g.transform(view);
        face(g);
        g.dispose();
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D s = small.createGraphics();
        s.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        s.drawImage(large.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
        s.dispose();
        return small;
    }

    private static void face(Graphics2D g) {
        Color skin = new Color(216, 164, 134);
        Color shade = new Color(172, 116, 92);
        g.setColor(new Color(150, 30, 60));
        g.fill(new Ellipse2D.Double(-2.1, 1.9, 4.2, 2.4));
        g.setColor(shade);
        g.fill(new Rectangle2D.Double(-0.5, 1.2, 1.0, 1.1));
        g.setColor(new Color(48, 30, 22));
        g.fill(new Ellipse2D.Double(-1.22, -1.45, 2.44, 2.7));
        g.setColor(skin);
        g.fill(new Ellipse2D.Double(-1.12, -0.12, 0.3, 0.55));
        g.fill(new Ellipse2D.Double(0.82, -0.12, 0.3, 0.55));
        g.setPaint(new RadialGradientPaint(
                -0.2f, 0.1f, 1.9f, new float[] {0f, 0.55f, 1f}, new Color[] {new Color(232, 184, 154), skin, shade}));
        Path2D oval = new Path2D.Double();
        oval.moveTo(-0.95, -0.3);
        oval.curveTo(-0.95, -1.3, 0.95, -1.3, 0.95, -0.3);
        oval.curveTo(1.0, 0.8, 0.55, 1.75, 0, 1.75);
        oval.curveTo(-0.55, 1.75, -1.0, 0.8, -0.95, -0.3);
        g.fill(oval);
        Path2D fringe = new Path2D.Double();
        fringe.moveTo(-1.0, -0.25);
        fringe.curveTo(-1.1, -1.5, 1.1, -1.5, 1.0, -0.25);
        fringe.curveTo(0.85, -0.9, 0.2, -0.85, -0.35, -0.72);
        fringe.curveTo(-0.8, -0.7, -0.9, -0.5, -1.0, -0.25);
        g.setColor(new Color(48, 30, 22));
        g.fill(fringe);
        for (int side = -1; side <= 1; side += 2) {
            eye(g, side * EYE, side < 0 ? new Color(60, 90, 60) : new Color(70, 60, 50));
            g.setColor(new Color(60, 36, 26));
            g.setStroke(new BasicStroke(0.09f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            Path2D brow = new Path2D.Double();
            brow.moveTo(side * 0.24, -0.26);
            brow.quadTo(side * 0.5, side < 0 ? -0.44 : -0.38, side * 0.78, -0.22);
            g.draw(brow);
        }
        g.setColor(new Color(196, 140, 112));
        Path2D nose = new Path2D.Double();
        nose.moveTo(-0.08, 0.05);
        nose.curveTo(-0.1, 0.4, -0.22, 0.5, -0.2, 0.62);
        nose.curveTo(-0.1, 0.72, 0.1, 0.72, 0.2, 0.62);
        nose.curveTo(0.24, 0.5, 0.14, 0.45, 0.1, 0.05);
        g.fill(nose);
        g.setColor(new Color(110, 60, 48));
        g.fill(new Ellipse2D.Double(-0.15, 0.6, 0.1, 0.06));
        g.fill(new Ellipse2D.Double(0.05, 0.6, 0.1, 0.06));
        g.setColor(new Color(178, 70, 72));
        Path2D mouth = new Path2D.Double();
        mouth.moveTo(-0.38, 1.08);
        mouth.curveTo(-0.2, 0.98, -0.05, 1.0, 0, 1.03);
        mouth.curveTo(0.05, 1.0, 0.2, 0.98, 0.4, 1.05);
        mouth.curveTo(0.2, 1.3, -0.2, 1.3, -0.38, 1.08);
        g.fill(mouth);
        g.setColor(new Color(96, 28, 34));
        g.setStroke(new BasicStroke(0.03f));
        Path2D line = new Path2D.Double();
        line.moveTo(-0.38, 1.08);
        line.quadTo(0, 1.14, 0.4, 1.05);
        g.draw(line);
        g.setColor(new Color(110, 60, 40));
        g.fill(new Ellipse2D.Double(0.45, 0.7, 0.08, 0.08));
    }

    private static void eye(Graphics2D g, double x, Color iris) {
        g.setColor(new Color(170, 118, 96));
        g.fill(new Ellipse2D.Double(x - 0.27, -0.17, 0.54, 0.34));
        Path2D white = new Path2D.Double();
        white.moveTo(x - 0.22, 0.02);
        white.quadTo(x, -0.2, x + 0.22, 0.0);
        white.quadTo(x, 0.14, x - 0.22, 0.02);
        g.setColor(new Color(240, 238, 232));
        g.fill(white);
        g.setColor(iris);
        g.fill(new Ellipse2D.Double(x - 0.09, -0.11, 0.18, 0.18));
        g.setColor(Color.BLACK);
        g.fill(new Ellipse2D.Double(x - 0.045, -0.065, 0.09, 0.09));
        g.setColor(Color.WHITE);
        g.fill(new Ellipse2D.Double(x - 0.05, -0.07, 0.04, 0.04));
        g.setColor(new Color(40, 24, 18));
        g.setStroke(new BasicStroke(0.05f));
        Path2D lid = new Path2D.Double();
        lid.moveTo(x - 0.23, 0.02);
        lid.quadTo(x, -0.21, x + 0.23, 0.0);
        g.draw(lid);
    }
}
