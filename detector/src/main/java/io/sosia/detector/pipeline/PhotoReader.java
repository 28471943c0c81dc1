package io.sosia.detector.pipeline;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.nio.file.Path;

/** A photo in, a template for each recogniser or a refusal out. Serves one thread at a time. */
public interface PhotoReader extends AutoCloseable {

    /**
     * Reads a photo for enrolment: one clear face is asked for.
     *
     * @param photo JPEG, PNG, WebP or BMP; EXIF orientation is applied
     */
    PhotoReading enrol(Path photo);

    /**
     * Reads a photo for measurement: where there are several faces, the one that is largest and nearest to the centre
     * is the subject, as in LFW. Quality is not judged.
     */
    PhotoReading subject(Path photo);

    @Override
    void close();

    /** What came of a photo. */
    sealed interface PhotoReading {}

    /**
     * A usable face.
     *
     * @param sha256 64 hex digits over the file
     * @param box of the face, in pixels of the upright photo
     * @param templates its embedding in the space of every recogniser in use, mirror image included
     */
    record Accepted(String sha256, PixelBox box, FaceQuality quality, FaceVectors templates) implements PhotoReading {
        /** The embedding in the primary recogniser's space. */
        public Embedding template() {
            return templates.primary();
        }
    }

    /**
     * No usable face.
     *
     * @param detail one line for a person: what is wrong and what to do
     */
    record Refused(PhotoRefusal reason, String detail) implements PhotoReading {}

    /** Reason codes, printed as they are: keep them. */
    enum PhotoRefusal {
        /** Not there, or not to be read. */
        UNREADABLE,
        /** Not a picture, damaged, or beyond the bound on pixels. */
        NOT_A_PICTURE,
        /** No face was found. */
        NO_FACE,
        /** More than one face that might be meant. */
        SEVERAL_FACES,
        /** The face has too few pixels. */
        TOO_SMALL
    }
}
