package io.sosia.jobs.review;

import java.util.Optional;
import java.util.function.Consumer;

/** Where findings come from that a person decides on: one for scans, one for takedowns. Thread-safe. */
public interface ReviewableSource {

    /** The finding with what its tracks show, if it is one of this source and still holds. */
    Optional<Reviewable> find(long finding);

    /** The same for people to read. */
    Optional<FindingFacts> facts(long finding);

    /**
     * Gives every finding that holds and that a person may decide on now, by number. A finding of a case stands here with the
     * round of the case in which it is decided: an earlier one where what was decided then stands.
     */
    void each(Consumer<FindingFacts> consumer);

    /**
     * Called first in the transaction that decides on a finding: what this source tells of it stays so until that ends.
     * Nothing by default.
     */
    default void hold(long finding) {}

    /**
     * Why nobody may decide on it otherwise than they have, as things are; asked in the transaction that would. Empty by
     * default: anybody may.
     */
    default Optional<ReviewAnswer.Refused> refusal(long finding) {
        return Optional.empty();
    }

    /**
     * Told of what a finding, of this source or another, was decided to be, in the transaction that writes it; of a change of
     * mind too, once that is settled. Nothing by default.
     */
    default void decided(Reviewable finding, ReviewDecision decision) {}
}
