package io.sosia.jobs.audit;

import java.util.List;
import java.util.Optional;

/**
 * An entry with the names that its commitments mean, as far as they are known.
 *
 * @param actor who acted
 * @param subjects beside {@code entry.subjects()}, in its order
 */
public record ShownEntry(AuditEntry entry, Optional<String> actor, List<Optional<String>> subjects) {

    /** Copies the list. */
    public ShownEntry {
        subjects = List.copyOf(subjects);
    }
}
