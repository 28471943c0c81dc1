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
 */
public record EnrolledPhoto(String sha256, double quality, FaceVectors templates, Optional<PortraitView> view) {
    /** @throws IllegalArgumentException if the hash is not 64 hex digits or quality lies outside 0..1 */
    public EnrolledPhoto {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256: not 64 hex digits");
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality: " + quality + " is not in 0..1");
        }
    }

    /** Without what else it shows. */
    public EnrolledPhoto(String sha256, double quality, FaceVectors templates) {
        this(sha256, quality, templates, Optional.empty());
    }

    /** With a template in one space alone. */
    public EnrolledPhoto(String sha256, double quality, Embedding template) {
        this(sha256, quality, FaceVectors.of(template));
    }
}
