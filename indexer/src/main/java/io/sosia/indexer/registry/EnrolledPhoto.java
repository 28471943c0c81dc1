package io.sosia.indexer.registry;

import io.sosia.models.vector.Embedding;

/**
 * A photo as it is registered: its hash and its template, never its pixels.
 *
 * @param sha256 64 hex digits over the photo's file
 * @param quality 0 to 1
 * @param template of the one face in it
 */
public record EnrolledPhoto(String sha256, double quality, Embedding template) {
    /** @throws IllegalArgumentException if the hash is not 64 hex digits or quality lies outside 0..1 */
    public EnrolledPhoto {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256: not 64 hex digits");
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality: " + quality + " is not in 0..1");
        }
    }
}
