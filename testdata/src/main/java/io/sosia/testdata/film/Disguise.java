package io.sosia.testdata.film;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * What hides a part of a face, painted on the actor's picture so that it moves with the head.
 *
 * <p>Places are told in the face's own measure: the origin lies between the eyes, {@code x} runs along the line through
 * them and {@code y} down the face at a right angle to it; the unit of both is the way from the eyes to the mouth. In a
 * frontal face eyes then lie 0.87 apart (ArcFace's template: 35.2 pixels, and 40.7 to the mouth), the tip of the nose at
 * about 0.5, the chin at 1.75, the cheeks' borders at 0.95 to both sides. That way shortens less than the eyes' distance
 * when a head turns.
 */
enum Disguise {
    /** Squares of a tenth of the face over both eyes and brows, from temple to temple. */
    MOSAIC_EYES {
        @Override
        void paint(Canvas canvas) {
            canvas.mosaic(-0.95, -0.5, 0.95, 0.35);
        }
    },
    /** The same over mouth and tip of the nose. */
    MOSAIC_MOUTH {
        @Override
        void paint(Canvas canvas) {
            canvas.mosaic(-0.7, 0.35, 0.7, 1.45);
        }
    },
    /** Dark lenses over eyes and brows, with a bridge and temples. */
    SUNGLASSES {
        @Override
        void paint(Canvas canvas) {
            Color dark = new Color(16, 16, 20);
            canvas.line(-1.0, -0.1, 1.0, -0.1, 0.07, dark);
            canvas.fillAtEyes(0.39, 0.30, dark);
        }
    },
    /** A surgical mask from the nose's bridge to under the chin, from cheek to cheek. */
    MASK {
        @Override
        void paint(Canvas canvas) {
            Path2D mask = new Path2D.Double();
            mask.moveTo(-0.95, 0.38);
            mask.quadTo(-0.4, 0.36, 0, 0.24);
            mask.quadTo(0.4, 0.36, 0.95, 0.38);
            mask.lineTo(0.85, 1.25);
            mask.quadTo(0.6, 1.85, 0, 1.95);
            mask.quadTo(-0.6, 1.85, -0.85, 1.25);
            mask.closePath();
            canvas.fill(mask, new Color(178, 208, 226));
            for (double fold : new double[] {0.75, 1.0, 1.25}) {
                canvas.line(-0.75, fold, 0.75, fold, 0.025, new Color(140, 172, 194));
            }
        }
    },
    /** A heart on one cheek, a star over the other eye's brow, whiskers: what a phone's filter adds. */
    STICKERS {
        @Override
        void paint(Canvas canvas) {
            canvas.fill(heart(-0.55, 0.55, 0.32), new Color(226, 38, 72));
            canvas.fill(star(0.45, -0.42, 0.36), new Color(250, 206, 30));
            for (double lift : new double[] {-0.12, 0, 0.12}) {
                canvas.line(0.3, 0.62, 0.95, 0.62 + 2 * lift, 0.035, Color.WHITE);
            }
            canvas.fill(new Ellipse2D.Double(-0.14, 0.36, 0.28, 0.22), new Color(40, 30, 34));
        }
    };

    abstract void paint(Canvas canvas);

    /** The same actor's picture, disguised; how transparent it is stays as it was. */
    Look on(Look look, FaceMarks marks) {
        BufferedImage opaque = opaque(look);
        Canvas canvas = new Canvas(opaque, marks);
        paint(canvas);
        canvas.graphics.dispose();
        BufferedImage disguised = new BufferedImage(opaque.getWidth(), opaque.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < opaque.getHeight(); y++) {
            for (int x = 0; x < opaque.getWidth(); x++) {
                int alpha = look.picture().getRGB(x, y) & 0xFF000000;
                disguised.setRGB(x, y, alpha | (opaque.getRGB(x, y) & 0xFFFFFF));
            }
        }
        return new Look(disguised, look.faceX(), look.faceY(), look.faceSize());
    }

    /** The colours without their transparency: what lies under a head's soft edge is kept. */
    static BufferedImage opaque(Look look) {
        BufferedImage picture = look.picture();
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        int width = picture.getWidth();
        int height = picture.getHeight();
        opaque.setRGB(0, 0, width, height, picture.getRGB(0, 0, width, height, null, 0, width), 0, width);
        return opaque;
    }

    private static Shape heart(double x, double y, double radius) {
        Path2D heart = new Path2D.Double();
        heart.moveTo(x, y + radius);
        heart.curveTo(x - 1.6 * radius, y, x - 0.8 * radius, y - 1.3 * radius, x, y - 0.4 * radius);
        heart.curveTo(x + 0.8 * radius, y - 1.3 * radius, x + 1.6 * radius, y, x, y + radius);
        heart.closePath();
        return heart;
    }

    private static Shape star(double x, double y, double radius) {
        Path2D star = new Path2D.Double();
        for (int i = 0; i < 10; i++) {
            double angle = Math.PI * (i / 5.0 - 0.5);
            double reach = i % 2 == 0 ? radius : 0.45 * radius;
            double px = x + reach * Math.cos(angle);
            double py = y + reach * Math.sin(angle);
            if (i == 0) {
                star.moveTo(px, py);
            } else {
                star.lineTo(px, py);
            }
        }
        star.closePath();
        return star;
    }

    /** A picture to paint on in a face's own measure. */
    static final class Canvas {

        /** Side of a mosaic's squares: with it about four lie between the eyes, too few to know anybody by them. */
        private static final double TILE = 0.22;

        private final BufferedImage picture;
        private final FaceMarks marks;
        private final AffineTransform toPixels;
        private final double unit;
        private final Graphics2D graphics;

        Canvas(BufferedImage picture, FaceMarks marks) {
            this.picture = picture;
            this.marks = marks;
            FaceMarks.Point eyes = marks.eyes();
            this.unit = Math.hypot(marks.mouth().x() - eyes.x(), marks.mouth().y() - eyes.y());
            double angle = Math.atan2(
                    marks.rightEye().y() - marks.leftEye().y(),
                    marks.rightEye().x() - marks.leftEye().x());
            this.toPixels = new AffineTransform();
            toPixels.translate(eyes.x(), eyes.y());
            toPixels.rotate(angle);
            toPixels.scale(unit, unit);
            this.graphics = picture.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        }

        void fill(Shape shape, Color colour) {
            graphics.setPaint(colour);
            graphics.fill(toPixels.createTransformedShape(shape));
        }

        void line(double fromX, double fromY, double toX, double toY, double thickness, Color colour) {
            BasicStroke stroke = new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
            fill(stroke.createStrokedShape(new Line2D.Double(fromX, fromY, toX, toY)), colour);
        }

        /** An ellipse about each eye, wherever that is. */
        void fillAtEyes(double reachX, double reachY, Color colour) {
            AffineTransform turned = new AffineTransform(toPixels);
            for (FaceMarks.Point eye : new FaceMarks.Point[] {marks.leftEye(), marks.rightEye()}) {
                turned.setTransform(
                        toPixels.getScaleX(),
                        toPixels.getShearY(),
                        toPixels.getShearX(),
                        toPixels.getScaleY(),
                        eye.x(),
                        eye.y());
                graphics.setPaint(colour);
                graphics.fill(
                        turned.createTransformedShape(new Ellipse2D.Double(-reachX, -reachY, 2 * reachX, 2 * reachY)));
            }
        }

        /** Upright squares of one colour each, their means, over a part of the face. */
        void mosaic(double left, double top, double right, double bottom) {
            Area part = new Area(
                    toPixels.createTransformedShape(new Rectangle2D.Double(left, top, right - left, bottom - top)));
            part.intersect(new Area(new Rectangle2D.Double(0, 0, picture.getWidth(), picture.getHeight())));
            int side = Math.max(2, (int) Math.round(TILE * unit));
            Rectangle2D bounds = part.getBounds2D();
            for (int y = (int) bounds.getY(); y < bounds.getMaxY(); y += side) {
                for (int x = (int) bounds.getX(); x < bounds.getMaxX(); x += side) {
                    int tileRight = Math.min(x + side, picture.getWidth());
                    int tileBottom = Math.min(y + side, picture.getHeight());
                    if (tileRight > x && tileBottom > y && part.intersects(x, y, tileRight - x, tileBottom - y)) {
                        tile(x, y, tileRight, tileBottom);
                    }
                }
            }
        }

        private void tile(int left, int top, int right, int bottom) {
            long red = 0;
            long green = 0;
            long blue = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    int rgb = picture.getRGB(x, y);
                    red += rgb >> 16 & 255;
                    green += rgb >> 8 & 255;
                    blue += rgb & 255;
                }
            }
            int count = (right - left) * (bottom - top);
            graphics.setPaint(new Color((int) (red / count), (int) (green / count), (int) (blue / count)));
            graphics.fillRect(left, top, right - left, bottom - top);
        }
    }
}
