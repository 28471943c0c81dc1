package io.sosia.detector.pipeline;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.quality.HeadPose;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.nio.file.Path;

/** A photo in, a template for each recogniser or a refusal out. Serves one thread at a time. */
public interface PhotoReader extends AutoCloseable {

    /**
     * Reads a photo for enrolment: one clear face is asked for, large, sharp and lit enough, of which eyes and mouth can
     * be seen.
     *
     * @param photo JPEG, PNG, WebP or BMP; EXIF orientation is applied
     */
    PhotoReading enrol(Path photo);

    /**
     * The same of a photo that must not lie in a file.
     *
     * @param content as a file would have it; not changed
     */
    PhotoReading enrol(byte[] content);

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
     * @param pose where it looks
     * @param templates its embedding in the space of every recogniser in use, mirror image included: the photo and its
     *     mirror image have the same template but for what finding the landmarks differs by
     */
    record Accepted(String sha256, PixelBox box, FaceQuality quality, HeadPose pose, FaceVectors templates)
            implements PhotoReading {
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
        TOO_SMALL,
        /** The face is not sharp. */
        BLURRED,
        /** The face is turned too far away. */
        EXTREME_POSE,
        /** Too little light is on the face. */
        TOO_DARK,
        /** Part of the face cannot be seen. */
        OCCLUDED,
        /** Another face than in the person's other photos; said by who knows those, never by a reader. */
        UNLIKE_OTHER_PHOTOS,
        /** The face of somebody else who is registered; said by who knows them, never by a reader. */
        LIKE_ANOTHER_PERSON
    }
}
