package io.sosia.detector.align;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.media.Picture;

/** Aligns faces by a least-squares similarity from the full-size picture. Serves one thread at a time. */
public interface FaceAligner {

    /** The aligned face; parts beyond the picture are black. */
    AlignedFace align(Picture picture, Landmarks landmarks);
}
