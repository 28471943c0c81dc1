package io.sosia.jobs.review;

import java.time.Instant;
import java.util.Optional;

/** What a finding has come to in a round. Nothing counts as acted on but what is {@link Decided}. */
public sealed interface Outcome {

    /** Its name for lists: part of the command line's contract. */
    ReviewState state();

    /**
     * It is decided.
     *
     * @param by whose decision it is; of a dispute, who decided it
     * @param second who agreed, where a second reviewer was asked for
     * @param reason that {@code by} gave
     * @param licence that it rests on, if on one
     * @param at when it was settled
     */
    record Decided(
            ReviewDecision decision,
            String by,
            Optional<String> second,
            String reason,
            Optional<String> licence,
            Instant at)
            implements Outcome {
        @Override
        public ReviewState state() {
            return switch (decision) {
                case CONFIRM -> ReviewState.CONFIRMED;
                case REJECT -> ReviewState.REJECTED;
                case LICENSED -> ReviewState.LICENSED;
            };
        }
    }

    /** One has said what it is, and another has to agree. */
    record PendingSecond(Opinion first) implements Outcome {
        @Override
        public ReviewState state() {
            return ReviewState.PENDING_SECOND;
        }
    }

    /** Two do not agree, and others have to decide until two are of one mind. */
    record Disputed(Opinion first, Opinion second) implements Outcome {
        @Override
        public ReviewState state() {
            return ReviewState.DISPUTED;
        }
    }
}
