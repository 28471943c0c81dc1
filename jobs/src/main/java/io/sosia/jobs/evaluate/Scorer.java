package io.sosia.jobs.evaluate;

import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.models.vector.Embedding;
import java.util.Collection;
import java.util.List;

/**
 * How alike a face and a person are, by the very steps by which a scan decides: every measurement compares through this.
 * Immutable, safe for use by several threads.
 *
 * @param name for a report
 * @param fusion of one recogniser, or of two
 */
public record Scorer(String name, Fusion fusion) {

    /**
     * What compares with a person.
     *
     * @param portraits photos of theirs, one or more
     */
    public PersonTemplates person(Collection<Accepted> portraits) {
        List<Embedding> templates = portraits.stream()
                .flatMap(portrait -> portrait.templates().embeddings().stream())
                .toList();
        return PersonTemplates.of(templates);
    }

    /**
     * Compares.
     *
     * @param person made from photos that the same recognisers read
     * @return -1..1, larger is more alike; negative infinity where the person has nothing to compare with
     */
    public double score(Accepted face, PersonTemplates person) {
        return fusion.compare(face.templates(), person)
                .map(likeness -> likeness.score().value())
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
