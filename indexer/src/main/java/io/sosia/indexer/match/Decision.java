package io.sosia.indexer.match;

import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Cosine;
import java.util.List;
import java.util.Optional;

/** What is decided about one track. */
public sealed interface Decision {

    /**
     * Nobody registered is near enough.
     *
     * @param nearest the likeness to the nearest person, if anybody is registered
     * @param person who that is, unless they are ruled out
     * @param ruledOut whether the quick recogniser has ruled everybody out: then the likeness is what it alone says, and
     *     not on the scale of the threshold
     */
    record NoMatch(Optional<Likeness> nearest, Optional<PersonId> person, boolean ruledOut) implements Decision {}

    /**
     * A registered person was found.
     *
     * @param verdict for display: {@code REVIEW} hides {@code onUpload} and {@code today} until a person has looked
     * @param best the person
     * @param runnerUp the next person, if any
     * @param threshold that was applied
     * @param onUpload what licences said on the upload's day
     * @param today what they say on the day of the scan
     * @param explanation one line for a person, without names: why this verdict
     * @param frames on how many frames this rests
     * @param cautions what to know before believing it, in their order of declaration
     */
    record Match(
            Verdict verdict,
            RankedPerson best,
            Optional<RankedPerson> runnerUp,
            Cosine threshold,
            Verdict onUpload,
            Verdict today,
            String explanation,
            Frames frames,
            List<Caution> cautions)
            implements Decision {
        /** Copies the cautions. */
        public Match {
            cautions = List.copyOf(cautions);
        }
    }

    /**
     * On how many frames a match rests.
     *
     * @param looked frames of the track that were compared by themselves, the best ones; 0 where none are known
     * @param agreeing of them, those in which the quick recogniser alone would not rule the person out
     */
    record Frames(int looked, int agreeing) {}
}
