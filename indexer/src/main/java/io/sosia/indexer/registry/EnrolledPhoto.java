package io.sosia.indexer.registry;

import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.util.Optional;

/**
 * A photo as it is registered: its hash and its templates, never its pixels.
 *
 * @param sha256 64 hex digits over the photo's file
 * @param quality 0 to 1
 * @param templates of the one face in it, one for each space
 * @param view what else it shows, where that was looked at
 * @param origin where the face comes from
 */
public record EnrolledPhoto(
        String sha256, double quality, FaceVectors templates, Optional<PortraitView> view, Origin origin) {

    /** Where a registered face comes from. Names are stored: keep them. */
    public enum Origin {
        /** A photo that was given to register the person with. */
        PORTRAIT,
        /**
         * The person's face as a drama shows it, confirmed by a human. Searched for like any other, and no portrait: it is
         * neither shown among a person's photos nor counted with them.
         */
        CONFIRMED_SIGHTING
    }

    /** @throws IllegalArgumentException if the hash is not 64 hex digits or quality lies outside 0..1 */
    public EnrolledPhoto {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256: not 64 hex digits");
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality: " + quality + " is not in 0..1");
        }
    }

    /** A portrait, and what else it shows. */
    public EnrolledPhoto(String sha256, double quality, FaceVectors templates, Optional<PortraitView> view) {
        this(sha256, quality, templates, view, Origin.PORTRAIT);
    }

    /** A portrait without what else it shows. */
    public EnrolledPhoto(String sha256, double quality, FaceVectors templates) {
        this(sha256, quality, templates, Optional.empty());
    }

    /** A portrait with a template in one space alone. */
    public EnrolledPhoto(String sha256, double quality, Embedding template) {
        this(sha256, quality, FaceVectors.of(template));
    }
}
