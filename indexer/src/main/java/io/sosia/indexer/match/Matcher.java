package io.sosia.indexer.match;

import io.sosia.models.vector.Embedding;

/** Decides about tracks. Thread-safe. */
public interface Matcher {

    /**
     * Searches the registered faces and applies threshold and licences.
     *
     * @param probe the track's pooled template
     * @param upload where it was found
     * @throws IllegalArgumentException if the probe's space is not the one that is searched
     */
    Decision decide(Embedding probe, Upload upload);
}
