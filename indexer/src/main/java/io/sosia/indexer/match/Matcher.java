package io.sosia.indexer.match;

import io.sosia.indexer.registry.PersonId;
import java.util.Set;

/** Decides about tracks. Thread-safe. */
public interface Matcher {

    /**
     * Searches the registered faces and applies threshold and licences.
     *
     * @param probe the track
     * @param upload where it was found
     * @throws IllegalArgumentException if a space of the probe is not one that is searched
     */
    default Decision decide(Probe probe, Upload upload) {
        return decide(probe, upload, Set.of());
    }

    /**
     * The same as if some people were not registered.
     *
     * @param others who they are, however alike
     */
    Decision decide(Probe probe, Upload upload, Set<PersonId> others);
}
