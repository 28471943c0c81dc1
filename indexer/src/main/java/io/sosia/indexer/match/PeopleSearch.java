package io.sosia.indexer.match;

import io.sosia.models.vector.Cosine;

/** Finds who a track may be. Thread-safe. */
@FunctionalInterface
public interface PeopleSearch {

    /**
     * Searches.
     *
     * @param least the lowest score that is not nobody's: whoever is surely below it need not be ranked
     * @throws IllegalArgumentException if a space of the probe is not one that is searched
     */
    Ranking search(Probe probe, Cosine least);

    /** Searches since this was made that compared fewer people than they should have, so that somebody may be missed. */
    default long cut() {
        return 0;
    }
}
