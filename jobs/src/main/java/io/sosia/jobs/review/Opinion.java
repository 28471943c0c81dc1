package io.sosia.jobs.review;

import java.time.Instant;
import java.util.Optional;

/**
 * What one reviewer said of a finding.
 *
 * @param decision what it is
 * @param by the reviewer, 1 to {@value #MOST_NAME} characters
 * @param reason 1 to {@value #MOST_REASON} characters
 * @param licence that it rests on, {@code L-000001}; only of {@link ReviewDecision#LICENSED}, and absent where the reason
 *     alone says why
 * @param at when
 */
public record Opinion(ReviewDecision decision, String by, String reason, Optional<String> licence, Instant at) {

    /** Characters of a name, at most. */
    public static final int MOST_NAME = 200;

    /** Characters of a reason, at most. */
    public static final int MOST_REASON = 4_000;

    /** @throws IllegalArgumentException if a text is blank or too long, or a licence stands with another decision */
    public Opinion {
        check("a reviewer's name", by, MOST_NAME);
        check("a reason", reason, MOST_REASON);
        if (licence.isPresent() && decision != ReviewDecision.LICENSED) {
            throw new IllegalArgumentException("a licence belongs to the decision LICENSED, not to " + decision);
        }
    }

    private static void check(String what, String text, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + most + " characters, not all of them blank; this has " + text.length());
        }
    }
}
