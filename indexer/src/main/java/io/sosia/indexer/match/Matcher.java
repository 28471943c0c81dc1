package io.sosia.indexer.match;

/** Decides about tracks. Thread-safe. */
public interface Matcher {

    /**
     * Searches the registered faces and applies threshold and licences.
     *
     * @param probe the track
     * @param upload where it was found
     * @throws IllegalArgumentException if a space of the probe is not one that is searched
     */
    Decision decide(Probe probe, Upload upload);
}
