package io.sosia.models.vector;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * One face, or the template of one person, in each of several spaces. Whoever compares two of them does so space by
 * space: nothing here adds up or joins vectors of different models. Immutable; its text form shows the spaces only.
 */
public final class FaceVectors {

    private final Map<EmbeddingSpace, Embedding> bySpace;

    private FaceVectors(Map<EmbeddingSpace, Embedding> bySpace) {
        this.bySpace = bySpace;
    }

    /**
     * The vectors of one face.
     *
     * @param embeddings at least one, each of another space; the first is the primary one
     * @throws IllegalArgumentException if there is none, or two are of one space
     */
    public static FaceVectors of(Collection<Embedding> embeddings) {
        if (embeddings.isEmpty()) {
            throw new IllegalArgumentException("a face has a vector in one space at least");
        }
        Map<EmbeddingSpace, Embedding> bySpace = new LinkedHashMap<>();
        for (Embedding embedding : embeddings) {
            if (bySpace.put(embedding.space(), embedding) != null) {
                throw new IllegalArgumentException("two vectors of " + embedding.space() + " for one face");
            }
        }
        return new FaceVectors(bySpace);
    }

    /** The same from single vectors. */
    public static FaceVectors of(Embedding... embeddings) {
        return of(List.of(embeddings));
    }

    /** The vector in the space that faces are linked and searched by; always there. */
    public Embedding primary() {
        return bySpace.values().iterator().next();
    }

    /** The vector in that space, if there is one. */
    public Optional<Embedding> in(EmbeddingSpace space) {
        return Optional.ofNullable(bySpace.get(space));
    }

    /** The spaces that there are vectors in, the primary one first. The caller owns the set. */
    public SequencedSet<EmbeddingSpace> spaces() {
        return new LinkedHashSet<>(bySpace.keySet());
    }

    /** All vectors, the primary one first. */
    public List<Embedding> embeddings() {
        return List.copyOf(bySpace.values());
    }

    @Override
    public boolean equals(Object o) {
        // Which one is primary counts too.
        return o instanceof FaceVectors other && embeddings().equals(other.embeddings());
    }

    @Override
    public int hashCode() {
        return bySpace.hashCode();
    }

    @Override
    public String toString() {
        return bySpace.keySet().stream().map(EmbeddingSpace::id).collect(Collectors.joining(", ", "FaceVectors[", "]"));
    }
}
