package io.sosia.detector.face;

import io.sosia.detector.media.Picture;

/** Looks at a found face again for better landmarks. Serves one thread at a time; the caller closes it. */
public interface FaceRefiner extends AutoCloseable {

    /** The same face with better landmarks; unchanged where a second look does not find it. */
    DetectedFace refine(Picture picture, DetectedFace face);

    @Override
    void close();

    /** Takes every face as it was found. */
    static FaceRefiner none() {
        return new FaceRefiner() {
            @Override
            public DetectedFace refine(Picture picture, DetectedFace face) {
                return face;
            }

            @Override
            public void close() {
                // It holds nothing.
            }
        };
    }
}
