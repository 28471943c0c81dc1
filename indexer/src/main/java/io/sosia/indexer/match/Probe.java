package io.sosia.indexer.match;

import io.sosia.models.vector.Embedding;
import java.util.List;
import java.util.Optional;

/**
 * A track as it is searched for: its template in the quick recogniser's space, and one in the strong one's when somebody
 * asks. Serves one thread.
 */
public interface Probe {

    /** The pooled template of the recogniser that linked the track. */
    Embedding quick();

    /**
     * The template of the recogniser that looks closer; computed when it is first asked for, and the same from then on.
     *
     * @return empty where nobody looks closer, or the track has no picture to look closer at
     */
    Optional<Embedding> strong();

    /**
     * What frames of the track show, each by itself, in the quick recogniser's space: the best ones, best first.
     *
     * @return empty where only the pooled template is known
     */
    default List<Embedding> looks() {
        return List.of();
    }

    /** Whether the face is drawn or stylised, as far as can be told; computed when it is first asked for. */
    default boolean stylised() {
        return false;
    }

    /** With nobody to look closer. */
    static Probe of(Embedding quick) {
        return new Probe() {
            @Override
            public Embedding quick() {
                return quick;
            }

            @Override
            public Optional<Embedding> strong() {
                return Optional.empty();
            }
        };
    }
}
