package io.sosia.jobs.review;

import java.util.Optional;

/** What has become of somebody's decision. */
public sealed interface ReviewAnswer {

    /**
     * It counts.
     *
     * @param outcome what the finding has come to by it
     * @param taught what later scans know by it
     */
    record Counted(Outcome outcome, Taught taught) implements ReviewAnswer {}

    /** It was so already, and nothing has changed. */
    record AlreadySo(Outcome outcome) implements ReviewAnswer {}

    /**
     * It does not count.
     *
     * @param text why, and what would, one line for a person
     */
    record Refused(Refusal refusal, String text) implements ReviewAnswer {}

    /** There is no such finding, or a later scan does not find it any more. */
    record NoSuchFinding() implements ReviewAnswer {}

    /** Why a decision does not count. Names are part of the command line's contract. */
    enum Refusal {
        /** The reviewer decided in the round that was objected to. */
        BARRED_REVIEWER,
        /** Those who decided do not agree, and this is one of them. */
        NEEDS_A_THIRD,
        /** There is no such licence, it is somebody else's, or it does not cover the uploads. */
        LICENCE_DOES_NOT_COVER,
        /** Its case is not under review: it was answered, withdrawn or closed. */
        CASE_NOT_UNDER_REVIEW,
        /** What was decided stands: nobody has objected to it, or its uploader has been told of it. */
        DECISION_STANDS
    }

    /**
     * What a decision has taught.
     *
     * @param tracks that later scans know by it: as not the person's in that work, or as the person's everywhere
     * @param registered id under which a case's person was registered by it, provisionally
     * @param licence that the decision rests on
     */
    record Taught(int tracks, Optional<String> registered, Optional<String> licence) {
        /** Nothing. */
        public static Taught nothing() {
            return new Taught(0, Optional.empty(), Optional.empty());
        }
    }
}
