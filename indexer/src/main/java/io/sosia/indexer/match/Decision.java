package io.sosia.indexer.match;

import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Cosine;
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
     */
    record Match(
            Verdict verdict,
            RankedPerson best,
            Optional<RankedPerson> runnerUp,
            Cosine threshold,
            Verdict onUpload,
            Verdict today,
            String explanation)
            implements Decision {}
}
