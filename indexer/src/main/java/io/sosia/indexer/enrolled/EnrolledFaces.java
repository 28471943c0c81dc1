package io.sosia.indexer.enrolled;

import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import java.util.List;

/**
 * Search among the registered faces of one embedding space. Thread-safe. A change to the register shows in the next
 * search; people without valid consent today are never returned.
 */
public interface EnrolledFaces extends AutoCloseable {

    /**
     * The people most like a probe. A person's similarity is that of their most similar template.
     *
     * @param people how many, 1 or more
     * @return most alike first, each person once
     * @throws IllegalArgumentException if the probe is of another space
     */
    List<Candidate> search(Embedding probe, int people);

    /** What searches since opening have shown of the index itself. */
    SearchStatistics statistics();

    @Override
    void close();

    /** A registered person and how alike they are. */
    record Candidate(PersonId person, Cosine similarity) {}

    /**
     * Counts since opening.
     *
     * @param mode how templates are searched at the present size
     * @param templates in the index
     * @param searches made
     * @param verified searches that were repeated exactly
     * @param agreed of those, the ones in which the same best person had been found
     */
    record SearchStatistics(Mode mode, long templates, long searches, long verified, long agreed) {}

    /** How templates are searched. */
    enum Mode {
        /** Every template is compared. */
        EXACT,
        /**
         * Short codes of every template are compared, then the templates whose codes are near enough; one search in a
         * hundred is repeated exactly.
         */
        CODES,
        /** A graph leads to the nearest; one search in a hundred is repeated exactly. */
        GRAPH
    }
}
