package io.sosia.jobs.review;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.FaceVectors;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether two tracks of one work show the same face, by the similarity that scans decide by. Thread-safe.
 *
 * @param fusion how recognisers' similarities are joined
 */
public record SameFace(Fusion fusion) {

    /** From here on two tracks that both recognisers have looked at are one face. */
    static final double BOTH = 0.60;

    /** The same where the first recogniser alone has. */
    static final double QUICK_ALONE = 0.70;

    /** How alike two faces are; empty where there is nothing to compare them by. */
    public Optional<Likeness> likeness(FaceVectors one, FaceVectors other) {
        return fusion.compare(one, PersonTemplates.of(other.embeddings()));
    }

    /** Whether a likeness is that of one face. */
    public boolean isSame(Likeness likeness) {
        return likeness.score().value() >= (likeness.complete() ? BOTH : QUICK_ALONE);
    }

    /**
     * Whether a track that would be taken for somebody shows a face of which a person has said that it is not theirs.
     *
     * @param face the track's
     * @param score to the person it would be taken for
     * @param rejected the face that was rejected
     * @return how alike the two are; empty where it is not that face, or cannot be told: then it is raised
     */
    public Optional<Cosine> again(FaceVectors face, Cosine score, FaceVectors rejected) {
        return likeness(face, rejected)
                .filter(this::isSame)
                .map(Likeness::score)
                // Whoever is more like the person than like the rejected face is the person rather.
                .filter(likeness -> likeness.compareTo(score) > 0);
    }

    /** How many different faces there are, each joined to those that it is the same as. */
    public int count(List<FaceVectors> faces) {
        int[] group = new int[faces.size()];
        int groups = 0;
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
            groups++;
            for (int j = 0; j < i; j++) {
                if (group[j] != group[i]
                        && likeness(faces.get(i), faces.get(j))
                                .filter(this::isSame)
                                .isPresent()) {
                    int from = group[i];
                    int to = group[j];
                    for (int k = 0; k <= i; k++) {
                        if (group[k] == from) {
                            group[k] = to;
                        }
                    }
                    groups--;
                }
            }
        }
        return groups;
    }
}
