package io.sosia.detector.track;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.media.Picture;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.models.vector.Embedding;
import java.util.Optional;

/** Looks closer at faces of one frame when a tracker asks; valid as long as the frame is. */
public interface FaceInspector {

    /** Aligns the face, judges it, and embeds it. */
    Look look(DetectedFace face);

    /**
     * Cuts out the face and what is around it, every other face blurred beyond recognition.
     *
     * @param longerSide pixels of the cut-out's longer side at most, 1 or more
     */
    Picture.Region picture(DetectedFace face, int longerSide);

    /**
     * Cuts the face out for the recogniser that looks closer.
     *
     * @param look at a face of this frame
     * @return empty where nobody will look closer
     */
    Optional<AlignedFace> closeUp(Look look);

    /**
     * What a look gives.
     *
     * @param quality of this picture of the face
     * @param embedding of the face
     * @param landmarks of the face, more exact than the detector's, in pixels of the upright frame
     */
    record Look(FaceQuality quality, Embedding embedding, Landmarks landmarks) {}
}
