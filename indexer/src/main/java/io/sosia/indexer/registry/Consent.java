package io.sosia.indexer.registry;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A person's consent to be searched for.
 *
 * @param reference where the signed consent is kept, 1 to 200 characters
 * @param granted first day, UTC
 * @param until last day, UTC; empty means until it is withdrawn
 */
public record Consent(String reference, LocalDate granted, Optional<LocalDate> until) {

    /** @throws IllegalArgumentException if the reference is blank or too long, or it ends before it starts */
    public Consent {
        if (reference.isBlank() || reference.length() > 200) {
            throw new IllegalArgumentException("a consent's reference has 1 to 200 characters");
        }
        if (until.isPresent() && until.get().isBefore(granted)) {
            throw new IllegalArgumentException("consent until " + until.get() + " ends before it starts, " + granted);
        }
    }

    /** Whether it holds on that day. */
    public boolean holdsOn(LocalDate day) {
        return !day.isBefore(granted) && until.map(last -> !day.isAfter(last)).orElse(true);
    }
}
