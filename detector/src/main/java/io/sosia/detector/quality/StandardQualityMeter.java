package io.sosia.detector.quality;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.RgbImage;

/**
 * Judges from landmarks and the aligned face alone, in about 0.1 ms.
 *
 * <ul>
 *   <li><b>sharpness</b>: variance of the 4-neighbour Laplacian of the chip's luma over the variance of the luma itself
 *       (so contrast and exposure cancel), {@code r / (r + 0.05)}, over the middle of the chip. A face smaller than the
 *       chip was enlarged into it and is soft by that alone, which is meant.
 *   <li><b>frontality</b>: how far the nose lies from the line between the middles of eyes and mouth, and from half way
 *       along it, in parts of the distance between the eyes and of that line.
 *   <li><b>overall</b>: {@code size * sharpness' * frontality' * score * light}, where size is the share of the
 *       chip's detail that the picture had (1 from where nothing is enlarged; by the chip's scale and not the eyes,
 *       which pose moves together too), sharpness' and frontality' keep a third of their weight at 0 so that no single
 *       measure silences a face, and light falls below a brightness of 0.2 and above 0.85.
 * </ul>
 */
public final class StandardQualityMeter implements QualityMeter {

    private static final double HALF_SHARP = 0.05;
    private static final double LEAST_SHARE = 1.0 / 3;

    /** Luma variance, in squared levels, of a chip that shows nothing: keeps noise in black from looking sharp. */
    private static final double FLAT = 25;

    @Override
    public FaceQuality measure(DetectedFace face, AlignedFace aligned) {
        Landmarks landmarks = face.landmarks();
        double eyes = Math.hypot(
                landmarks.rightEye().x() - landmarks.leftEye().x(),
                landmarks.rightEye().y() - landmarks.leftEye().y());
        double[] luma = luma(aligned.chip());
        double sharpness =
                sharpness(luma, aligned.chip().width(), aligned.chip().height());
        double frontality = frontality(landmarks);
        double brightness = mean(luma) / 255;
        double overall = Math.min(1, 1 / aligned.scale())
                * (LEAST_SHARE + (1 - LEAST_SHARE) * sharpness)
                * (LEAST_SHARE + (1 - LEAST_SHARE) * frontality)
                * face.score()
                * light(brightness);
        return new FaceQuality(eyes, sharpness, frontality, face.score(), brightness, overall);
    }

    private static double light(double brightness) {
        double dark = Math.min(1, brightness / 0.2);
        double bright = Math.min(1, (1 - brightness) / 0.15);
        return dark * bright;
    }

    /** Rec. 601, as JPEG and the recognisers' training pictures. */
    private static double[] luma(RgbImage chip) {
        byte[] rgb = chip.rgb();
        double[] luma = new double[rgb.length / 3];
        for (int i = 0, j = 0; i < luma.length; i++, j += 3) {
            luma[i] = 0.299 * (rgb[j] & 0xff) + 0.587 * (rgb[j + 1] & 0xff) + 0.114 * (rgb[j + 2] & 0xff);
        }
        return luma;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Over the middle two thirds each way: hair and background are not the face. */
    private static double sharpness(double[] luma, int width, int height) {
        int left = Math.max(1, width / 6);
        int top = Math.max(1, height / 6);
        double sum = 0;
        double squares = 0;
        double edges = 0;
        double edgeSquares = 0;
        int count = 0;
        for (int y = top; y < height - top; y++) {
            for (int x = left; x < width - left; x++) {
                int i = y * width + x;
                double edge = luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - 4 * luma[i];
                sum += luma[i];
                squares += luma[i] * luma[i];
                edges += edge;
                edgeSquares += edge * edge;
                count++;
            }
        }
        if (count == 0) {
            return 0;
        }
        double variance = Math.max(0, squares / count - sum / count * (sum / count));
        double edgeVariance = Math.max(0, edgeSquares / count - edges / count * (edges / count));
        double ratio = edgeVariance / (variance + FLAT);
        return ratio / (ratio + HALF_SHARP);
    }

    /**
     * A head turned aside by 45 degrees puts the nose about half an eye distance beside the middle line, and one
     * nodding by 30 degrees about a quarter of that line up or down.
     */
    static double frontality(Landmarks l) {
        PixelPoint eyes = middle(l.leftEye(), l.rightEye());
        PixelPoint mouth = middle(l.leftMouth(), l.rightMouth());
        double downX = mouth.x() - eyes.x();
        double downY = mouth.y() - eyes.y();
        double down = Math.hypot(downX, downY);
        double across = Math.hypot(
                l.rightEye().x() - l.leftEye().x(),
                l.rightEye().y() - l.leftEye().y());
        if (!(down > 0) || !(across > 0)) {
            return 0;
        }
        double noseX = l.nose().x() - eyes.x();
        double noseY = l.nose().y() - eyes.y();
        double aside = Math.abs(noseX * downY - noseY * downX) / down / across;
        double along = (noseX * downX + noseY * downY) / (down * down);
        double turned = Math.max(0, 1 - aside / 0.6);
        double nodded = Math.max(0, 1 - Math.abs(along - 0.52) / 0.6);
        return turned * nodded;
    }

    private static PixelPoint middle(PixelPoint a, PixelPoint b) {
        return new PixelPoint((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
    }
}
