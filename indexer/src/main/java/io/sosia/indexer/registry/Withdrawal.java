package io.sosia.indexer.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * A consent that was taken back.
 *
 * @param at when; from then on the person is not searched for
 * @param reason in the operator's words, 1 to 500 characters; may name somebody, so that it is sealed and never logged
 */
public record Withdrawal(Instant at, Optional<String> reason) {

    static final int MOST_REASON = 500;

    /** @throws IllegalArgumentException if the reason is blank or too long */
    public Withdrawal {
        reason.ifPresent(text -> Consent.requireText("a withdrawal's reason", text, MOST_REASON));
    }
}
