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
 * <p>The thresholds were chosen on one half of {@code lfw-dev}'s people and measured on the other, filmed one at a time, of
 * each only photos that they were not registered with ({@code SameFaceFiguresIT}). For each person the five strangers' tracks
 * most like them stood for what was rejected. A track counts as the rejected face from the threshold on, if it is more like
 * that face than like the person:
 *
 * <table>
 * <caption>Both recognisers; the first alone in brackets</caption>
 * <tr><th></th><th>from</th><th>half they were chosen on</th><th>other half</th></tr>
 * <tr><td>the rejected face in another video, known again</td><td>0.40<br>0.50<br>0.60</td>
 *     <td>.963 (.967)<br>.952 (.927)<br>.834 (.769)</td><td>.972 (.958)<br>.924 (.910)<br>.866 (.822)</td></tr>
 * <tr><td>the person themselves, taken for it by likeness alone</td><td>0.40<br>0.50</td>
 *     <td>8 (4) of 1,372<br>0 (0)</td><td>6 (0) of 1,213<br>0 (0)</td></tr>
 * </table>
 *
 * <p>With the condition that it be more like the rejected face than like the person, none of 2,585 tracks of the people
 * themselves was taken for it at any threshold from 0.30 on. A track stands there with up to five rejected faces, so that they
 * are fewer than 2,585 independent trials. Different photos of Labeled Faces in the Wild, often years apart, are less like each other than one drama's shots of one actor.
 *
 * @param fusion how recognisers' similarities are joined
 */
public record SameFace(Fusion fusion) {

    /**
     * From here on two tracks are one face, by both recognisers or by the first alone: the least at which, on the half that it
     * was chosen on, likeness alone took nobody for a stranger most like them.
     */
    static final double SAME = 0.50;

    /** How alike two faces are; empty where there is nothing to compare them by. */
    public Optional<Likeness> likeness(FaceVectors one, FaceVectors other) {
        return fusion.compare(one, PersonTemplates.of(other.embeddings()));
    }

    /** Whether a likeness is that of one face. */
    public boolean isSame(Likeness likeness) {
        return likeness.score().value() >= SAME;
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
