package io.sosia.detector.track;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * People as clusters of seeded vectors: faces of one person lie at a cosine of about {@code likeness} to each other,
 * those of two people near 0.
 */
final class SyntheticFaces implements FaceInspector {

    static final EmbeddingSpace SPACE = new EmbeddingSpace("synthetic", "000000000000", "test", 128);

    private final Random random;
    private final double likeness;
    private final List<double[]> people = new ArrayList<>();
    private final Map<DetectedFace, Look> looks = new HashMap<>();

    int looked;
    int pictured;
    int closeUps;
    int closeUpSide = 8;

    SyntheticFaces(long seed, double likeness) {
        this.random = new Random(seed);
        this.likeness = likeness;
    }

    int person() {
        people.add(direction());
        return people.size() - 1;
    }

    /** A face of 100×100 pixels whose left top corner lies there. */
    DetectedFace face(int person, double left, double top) {
        return face(person, new PixelBox(left, top, left + 100, top + 100), 0.5 + random.nextDouble() / 2);
    }

    DetectedFace face(int person, PixelBox box, double quality) {
        return face(person, box, quality, 0.85 + 0.15 * random.nextDouble());
    }

    DetectedFace face(int person, PixelBox box, double quality, double score) {
        DetectedFace face = new DetectedFace(box, landmarks(box), score);
        looks.put(face, new Look(quality(face, quality), embedding(person), face.landmarks()));
        return face;
    }

    Embedding embedding(int person) {
        double[] centre = people.get(person);
        double[] noise = direction();
        float[] raw = new float[centre.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) (Math.sqrt(likeness) * centre[i] + Math.sqrt(1 - likeness) * noise[i]);
        }
        return Embedding.normalised(SPACE, raw);
    }

    /** The cluster's centre. */
    Embedding centre(int person) {
        float[] raw = new float[SPACE.dimensions()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) people.get(person)[i];
        }
        return Embedding.normalised(SPACE, raw);
    }

    /** Whose centre is nearest. */
    int nearest(Embedding template) {
        int best = 0;
        for (int person = 1; person < people.size(); person++) {
            if (centre(person).cosine(template).compareTo(centre(best).cosine(template)) > 0) {
                best = person;
            }
        }
        return best;
    }

    private double[] direction() {
        double[] direction = new double[SPACE.dimensions()];
        double squares = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextGaussian();
            squares += direction[i] * direction[i];
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] /= Math.sqrt(squares);
        }
        return direction;
    }

    static Landmarks landmarks(PixelBox box) {
        double x = box.left();
        double y = box.top();
        double w = box.width();
        double h = box.height();
        return new Landmarks(
                new PixelPoint(x + 0.3 * w, y + 0.4 * h),
                new PixelPoint(x + 0.7 * w, y + 0.4 * h),
                new PixelPoint(x + 0.5 * w, y + 0.6 * h),
                new PixelPoint(x + 0.35 * w, y + 0.8 * h),
                new PixelPoint(x + 0.65 * w, y + 0.8 * h));
    }

    static FaceQuality quality(DetectedFace face, double overall) {
        return new FaceQuality(0.4 * face.box().width(), 0.5, 1, face.score(), 0.5, overall);
    }

    @Override
    public Look look(DetectedFace face) {
        looked++;
        Look look = looks.get(face);
        if (look == null) {
            throw new AssertionError("looked at a face that is not in the frame");
        }
        return look;
    }

    @Override
    public Picture.Region picture(DetectedFace face, int longerSide) {
        pictured++;
        return new Picture.Region(
                face.box(), new RgbImage(longerSide, longerSide, new byte[3 * longerSide * longerSide]));
    }

    @Override
    public Optional<AlignedFace> closeUp(Look look) {
        closeUps++;
        return Optional.of(
                new AlignedFace(new RgbImage(closeUpSide, closeUpSide, new byte[3 * closeUpSide * closeUpSide]), 1));
    }

    /** Forgets the looks of frames gone by. */
    void nextFrame() {
        looks.clear();
    }
}
