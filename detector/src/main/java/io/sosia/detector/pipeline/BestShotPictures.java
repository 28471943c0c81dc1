package io.sosia.detector.pipeline;

import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import java.util.List;

/**
 * Cuts out a face for somebody to look at, with every other face that was found blurred beyond recognition: laid out
 * in a few coarse cells, and those blurred into each other. A bystander whose face the detector did not find is not
 * blurred; the detector is therefore asked for fainter faces than are tracked.
 */
final class BestShotPictures {

    /** What is shown around the face, as a share of its box on each side: hair, shoulders, who stands beside. */
    private static final double MARGIN = 0.7;
    /** How far a blurred area reaches beyond another face's box on each side: forehead, ears, chin. */
    private static final double BLUR_MARGIN = 0.3;
    /** Cells across a blurred area. Faces of fewer than about 8×8 pixels are not recognised even by those near. */
    private static final int CELLS = 5;
    /** Two boxes that overlap more than this are one head found twice: their centres are nearly the same. */
    private static final double SAME_HEAD = 0.5;
    /** A box too faint to be tracked is the subject's head again from this overlap with the smaller of the two. */
    private static final double SAME_HEAD_FAINT = 0.5;

    private BestShotPictures() {}

    /**
     * The face and what is around it.
     *
     * @param found every face found in the picture, the subject among them
     * @param surely confidence from which a face is surely one; fainter ones are blurred too, but where they lie on
     *     the subject they are doubts about its box, not somebody else
     * @param longerSide pixels of the cut-out's longer side at most
     */
    static Picture.Region cut(
            SignedPicture picture, DetectedFace subject, List<DetectedFace> found, double surely, int longerSide) {
        PixelBox shown = within(subject.box(), picture).grown(MARGIN);
        Picture.Region region = picture.shown(shown, longerSide);
        for (DetectedFace other : found) {
            if (!other.equals(subject) && !sameHead(subject.box(), other, surely)) {
                blur(region, other.box(), subject.box());
            }
        }
        return region;
    }

    private static boolean sameHead(PixelBox subject, DetectedFace other, double surely) {
        return other.box().intersectionOverUnion(subject) >= SAME_HEAD
                || (other.score() < surely && other.box().shareInside(subject) >= SAME_HEAD_FAINT);
    }

    /** The part of a box inside the picture; a box that lies outside has none, and is taken as it is. */
    private static PixelBox within(PixelBox box, Picture picture) {
        double left = Math.max(0, box.left());
        double top = Math.max(0, box.top());
        double right = Math.min(picture.width(), box.right());
        double bottom = Math.min(picture.height(), box.bottom());
        return left < right && top < bottom ? new PixelBox(left, top, right, bottom) : box;
    }

    /** Blurs one face in place. Where the two overlap, each pixel belongs to the face whose centre is nearer. */
    static void blur(Picture.Region region, PixelBox face, PixelBox subject) {
        RgbImage image = region.image();
        PixelBox shown = region.box();
        double sx = image.width() / shown.width();
        double sy = image.height() / shown.height();
        PixelBox area = face.grown(BLUR_MARGIN);
        int left = (int) Math.clamp(Math.floor((area.left() - shown.left()) * sx), 0, image.width());
        int right = (int) Math.clamp(Math.ceil((area.right() - shown.left()) * sx), 0, image.width());
        int top = (int) Math.clamp(Math.floor((area.top() - shown.top()) * sy), 0, image.height());
        int bottom = (int) Math.clamp(Math.ceil((area.bottom() - shown.top()) * sy), 0, image.height());
        if (left >= right || top >= bottom) {
            return;
        }
        // Cells are measured on the whole face, so that a face cut off by the picture's edge is as coarse.
        double cellWidth = area.width() * sx / CELLS;
        double cellHeight = area.height() * sy / CELLS;
        int columns = Math.max(1, (int) Math.round((right - left) / cellWidth));
        int rows = Math.max(1, (int) Math.round((bottom - top) / cellHeight));
        double[] means = means(image, left, top, right, bottom, columns, rows);
        byte[] rgb = image.rgb();
        for (int y = top; y < bottom; y++) {
            double v = (y + 0.5 - top) * rows / (bottom - top) - 0.5;
            for (int x = left; x < right; x++) {
                double px = shown.left() + (x + 0.5) / sx;
                double py = shown.top() + (y + 0.5) / sy;
                if (belongsTo(subject, face, px, py)) {
                    continue;
                }
                double u = (x + 0.5 - left) * columns / (right - left) - 0.5;
                int at = 3 * (y * image.width() + x);
                for (int channel = 0; channel < 3; channel++) {
                    rgb[at + channel] = (byte) Math.round(between(means, columns, rows, u, v, channel));
                }
            }
        }
    }

    private static boolean belongsTo(PixelBox subject, PixelBox other, double x, double y) {
        double own = distance(subject, x, y);
        return own <= 1 && own < distance(other, x, y);
    }

    /** From a box's centre, in halves of its sides: 1 at the edge. */
    private static double distance(PixelBox box, double x, double y) {
        return Math.max(
                Math.abs(x - box.centre().x()) * 2 / box.width(),
                Math.abs(y - box.centre().y()) * 2 / box.height());
    }

    private static double[] means(RgbImage image, int left, int top, int right, int bottom, int columns, int rows) {
        double[] sums = new double[3 * columns * rows];
        int[] counts = new int[columns * rows];
        byte[] rgb = image.rgb();
        for (int y = top; y < bottom; y++) {
            int row = (y - top) * rows / (bottom - top) * columns;
            for (int x = left; x < right; x++) {
                int cell = row + (x - left) * columns / (right - left);
                int at = 3 * (y * image.width() + x);
                for (int channel = 0; channel < 3; channel++) {
                    sums[3 * cell + channel] += rgb[at + channel] & 0xff;
                }
                counts[cell]++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i / 3]);
        }
        return sums;
    }

    /** Bilinear between the cells' centres. */
    private static double between(double[] means, int columns, int rows, double u, double v, int channel) {
        int u0 = (int) Math.clamp(Math.floor(u), 0, columns - 1.0);
        int v0 = (int) Math.clamp(Math.floor(v), 0, rows - 1.0);
        int u1 = Math.min(u0 + 1, columns - 1);
        int v1 = Math.min(v0 + 1, rows - 1);
        double fu = Math.clamp(u - u0, 0, 1);
        double fv = Math.clamp(v - v0, 0, 1);
        double upper =
                means[3 * (v0 * columns + u0) + channel] * (1 - fu) + means[3 * (v0 * columns + u1) + channel] * fu;
        double lower =
                means[3 * (v1 * columns + u0) + channel] * (1 - fu) + means[3 * (v1 * columns + u1) + channel] * fu;
        return upper * (1 - fv) + lower * fv;
    }
}
