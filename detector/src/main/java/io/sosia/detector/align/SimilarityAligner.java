package io.sosia.detector.align;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.geometry.SimilarityTransform;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.models.catalogue.AlignmentCard;
import java.util.List;

/** Brings the five landmarks nearest to a template by a least-squares similarity, and cuts the chip out by it. */
public final class SimilarityAligner implements FaceAligner {

    private final int size;
    private final List<PixelPoint> template;

    /** For a recogniser's template. */
    public SimilarityAligner(AlignmentCard card) {
        size = card.size();
        // A template counts from the centre of the top left pixel, PixelPoint from its corner.
        template = card.points().stream()
                .map(p -> new PixelPoint(p.get(0) + 0.5, p.get(1) + 0.5))
                .toList();
    }

    @Override
    public AlignedFace align(Picture picture, Landmarks landmarks) {
        SimilarityTransform toChip = SimilarityTransform.leastSquares(landmarks.points(), template);
        RgbImage chip = SimilarityWarp.cut(picture, size, toChip.inverse());
        return new AlignedFace(chip, toChip.scale());
    }
}
