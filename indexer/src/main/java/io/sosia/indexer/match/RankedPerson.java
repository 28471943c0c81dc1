package io.sosia.indexer.match;

import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Cosine;

/** A registered person and how like them a track is. */
public record RankedPerson(PersonId person, Likeness likeness) {

    /** What is compared with a threshold. */
    public Cosine score() {
        return likeness.score();
    }
}
