package io.sosia.detector.quality;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.face.DetectedFace;

/** Judges pictures of faces. Thread-safe. */
@FunctionalInterface
public interface QualityMeter {

    /** How far this picture of a face can be trusted. */
    FaceQuality measure(DetectedFace face, AlignedFace aligned);
}
