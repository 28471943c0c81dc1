package io.sosia.detector.face;

import io.sosia.detector.media.Picture;
import java.util.List;

/** Finds faces. Serves one thread at a time; the caller closes it. */
public interface FaceDetector extends AutoCloseable {

    /** Every face in the picture, best score first, in pixels of the full-size picture. */
    List<DetectedFace> detect(Picture picture);

    @Override
    void close();
}
