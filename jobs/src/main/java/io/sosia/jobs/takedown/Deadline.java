package io.sosia.jobs.takedown;

import java.time.Instant;

/**
 * Until when a round is answered.
 *
 * @param warnFrom from when on it is urgent
 * @param due until when, inclusive
 * @param policy by which policy
 */
public record Deadline(Instant warnFrom, Instant due, String policy) {

    /** @throws IllegalArgumentException if the warning would come after the deadline */
    public Deadline {
        if (warnFrom.isAfter(due)) {
            throw new IllegalArgumentException("a warning at " + warnFrom + " comes after the deadline, " + due);
        }
    }
}
