package io.sosia.jobs.audit;

import java.util.Optional;

/**
 * Which entries are to be shown.
 *
 * @param about a human by what identifies them, a commitment of 64 hex digits, or a case's number
 * @param last only of so many at the log's end
 */
public record AuditFilter(Optional<AuditKind> kind, Optional<String> about, Optional<Long> last) {

    /** Everything. */
    public static AuditFilter all() {
        return new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
