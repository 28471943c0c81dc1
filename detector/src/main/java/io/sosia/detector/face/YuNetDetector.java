package io.sosia.detector.face;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.inference.LoadedModel;
import io.sosia.detector.inference.ModelRunner;
import io.sosia.detector.inference.PixelNormaliser;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.TensorCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * YuNet (Wu, Peng, Yu: YuNet: A Tiny Millisecond-level Face Detector, 2023): one pass over the shrunk picture, for each
 * cell of three grids (8, 16 and 32 pixels) a confidence, a box and five landmarks.
 *
 * <p>Outputs {@code cls_s}, {@code obj_s} {@code [1, n, 1]}, {@code bbox_s} {@code [1, n, 4]} and {@code kps_s}
 * {@code [1, n, 10]} for stride {@code s}, cells row by row. A cell's score is the geometric mean of {@code cls} and
 * {@code obj}, each brought into 0..1; its box has its centre {@code bbox[0..1]} cells from the cell's corner and the
 * size {@code exp(bbox[2..3])} cells; landmarks lie {@code kps[2i..2i+1]} cells from that corner. As in
 * libfacedetection.train's {@code yunet_head.py} and OpenCV's {@code FaceDetectorYN}.
 */
public final class YuNetDetector implements FaceDetector {

    private static final int[] STRIDES = {8, 16, 32};

    /**
     * As OpenCV's {@code top_k}: overlaps are compared pairwise, so a picture of noise must not cost the square of all
     * its cells.
     */
    private static final int MOST_CANDIDATES = 5000;

    /**
     * The network was taught coordinates that count from the centre of the top left pixel; a PixelPoint counts from its
     * corner. On LFW the half pixel lowered the share of missed people at a false-alarm rate of 0.01 from .112 to .102
     * (one portrait each).
     */
    private static final double HALF_PIXEL = 0.5;

    private final ModelRunner runner;
    private final DetectorSettings settings;
    private final PixelNormaliser normaliser;
    private final int multiple;
    private final int[][] outputs = new int[STRIDES.length][];
    private byte[] planes = new byte[0];

    /**
     * For one worker.
     *
     * @param model stays open as long as this detector
     * @throws IllegalArgumentException if the model's card does not name YuNet's outputs
     */
    public YuNetDetector(LoadedModel model, DetectorSettings settings) {
        ModelCard card = model.card();
        for (int i = 0; i < STRIDES.length; i++) {
            outputs[i] = new int[] {
                indexOf(card, "cls_" + STRIDES[i]),
                indexOf(card, "obj_" + STRIDES[i]),
                indexOf(card, "bbox_" + STRIDES[i]),
                indexOf(card, "kps_" + STRIDES[i])
            };
        }
        this.settings = settings;
        normaliser = new PixelNormaliser(card.input());
        multiple = Math.max(card.input().multipleOf(), STRIDES[STRIDES.length - 1]);
        runner = model.newRunner();
    }

    private static int indexOf(ModelCard card, String output) {
        List<String> names = card.outputs().stream().map(TensorCard::name).toList();
        int index = names.indexOf(output);
        if (index < 0) {
            throw new IllegalArgumentException(card.id() + " has no output " + output + " but " + names);
        }
        return index;
    }

    @Override
    public List<DetectedFace> detect(Picture picture) {
        int longSide = Math.max(picture.width(), picture.height());
        double scale = (double) settings.longSide() / longSide;
        if (scale > 1 && !settings.enlarge()) {
            scale = 1;
        }
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        int paddedWidth = roundUp(width);
        int paddedHeight = roundUp(height);
        int plane = Math.multiplyExact(paddedWidth, paddedHeight);
        if (planes.length != 3 * plane) {
            planes = new byte[3 * plane];
        }
        picture.scaledBgrPlanes(width, height, paddedWidth, paddedHeight, planes);
        normaliser.fromBgrPlanes(planes, plane, runner.input(paddedHeight, paddedWidth));
        return run(paddedWidth, paddedHeight, (double) picture.width() / width, (double) picture.height() / height);
    }

    /**
     * Faces in a picture of a size that the model takes, unscaled.
     *
     * @throws IllegalArgumentException if the size is not a multiple of 32
     */
    List<DetectedFace> detectUnscaled(RgbImage image) {
        normaliser.fromRgb(image, false, runner.input(image.height(), image.width()));
        return run(image.width(), image.height(), 1, 1);
    }

    private List<DetectedFace> run(int paddedWidth, int paddedHeight, double toPictureX, double toPictureY) {
        float[][] tensors = runner.run();
        List<DetectedFace> candidates = new ArrayList<>();
        for (int i = 0; i < STRIDES.length; i++) {
            decode(tensors, i, paddedWidth, paddedHeight, toPictureX, toPictureY, candidates);
        }
        return withoutOverlaps(candidates, settings.overlap());
    }

    @Override
    public void close() {
        runner.close();
    }

    private int roundUp(int pixels) {
        return Math.ceilDiv(pixels, multiple) * multiple;
    }

    private void decode(
            float[][] tensors,
            int grid,
            int paddedWidth,
            int paddedHeight,
            double toPictureX,
            double toPictureY,
            List<DetectedFace> candidates) {
        int stride = STRIDES[grid];
        float[] classes = tensors[outputs[grid][0]];
        float[] objects = tensors[outputs[grid][1]];
        float[] boxes = tensors[outputs[grid][2]];
        float[] points = tensors[outputs[grid][3]];
        int columns = paddedWidth / stride;
        int cells = columns * (paddedHeight / stride);
        if (classes.length != cells) {
            throw new IllegalStateException(classes.length + " cells of stride " + stride + ", expected " + cells);
        }
        // Compared squared: no root for the thousands of cells that show no face.
        float least = (float) (settings.leastScore() * settings.leastScore());
        double sx = stride * toPictureX;
        double sy = stride * toPictureY;
        double halfX = HALF_PIXEL * toPictureX;
        double halfY = HALF_PIXEL * toPictureY;
        for (int cell = 0; cell < cells; cell++) {
            float square = Math.clamp(classes[cell], 0f, 1f) * Math.clamp(objects[cell], 0f, 1f);
            if (!(square >= least)) {
                continue;
            }
            int column = cell % columns;
            int row = cell / columns;
            int b = 4 * cell;
            double x = (column + boxes[b]) * sx + halfX;
            double y = (row + boxes[b + 1]) * sy + halfY;
            double w = Math.exp(boxes[b + 2]) * sx;
            double h = Math.exp(boxes[b + 3]) * sy;
            PixelPoint[] p = new PixelPoint[5];
            for (int i = 0; i < 5; i++) {
                p[i] = new PixelPoint(
                        (column + points[10 * cell + 2 * i]) * sx + halfX,
                        (row + points[10 * cell + 2 * i + 1]) * sy + halfY);
            }
            candidates.add(new DetectedFace(
                    new PixelBox(x - w / 2, y - h / 2, x + w / 2, y + h / 2),
                    new Landmarks(p[0], p[1], p[2], p[3], p[4]),
                    Math.sqrt(square)));
        }
    }

    /** Greedy non-maximum suppression: the best box stays, what overlaps it goes, and so on. */
    static List<DetectedFace> withoutOverlaps(List<DetectedFace> candidates, double overlap) {
        List<DetectedFace> sorted = candidates.stream()
                .sorted(Comparator.comparingDouble(DetectedFace::score).reversed())
                .limit(MOST_CANDIDATES)
                .toList();
        List<DetectedFace> kept = new ArrayList<>();
        for (DetectedFace face : sorted) {
            if (kept.stream().noneMatch(k -> k.box().intersectionOverUnion(face.box()) > overlap)) {
                kept.add(face);
            }
        }
        return List.copyOf(kept);
    }
}
