package io.sosia.indexer.match;

import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How alike a face and a person are.
 *
 * @param score what is compared with a threshold; of one recogniser its cosine, of several their weighted mean
 * @param similarities in each space that took part, the quick one first
 * @param complete whether every recogniser in use took part; if not, the score is a quick recogniser's alone
 */
public record Likeness(Cosine score, Map<EmbeddingSpace, Cosine> similarities, boolean complete) {

    /** @throws IllegalArgumentException if no space took part */
    public Likeness {
        if (similarities.isEmpty()) {
            throw new IllegalArgumentException("a likeness is seen in one space at least");
        }
        similarities = Collections.unmodifiableMap(new LinkedHashMap<>(similarities));
    }

    /** The similarity in that space, if it took part. */
    public Optional<Cosine> in(EmbeddingSpace space) {
        return Optional.ofNullable(similarities.get(space));
    }

    /** In one space alone, which is all that there is. */
    public static Likeness alone(EmbeddingSpace space, Cosine similarity) {
        return new Likeness(similarity, Map.of(space, similarity), true);
    }
}
