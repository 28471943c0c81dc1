package io.sosia.jobs.audit;

import io.sosia.models.merkle.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * What verifying the log came to.
 *
 * @param entries how many there are
 * @param subjects how many people, accounts and so on the log still knows by name
 * @param checkpoint what the log was found to be, if there is a log
 * @param damages all that is not as it was written, at most 1,000 of them; empty means that the log is whole
 */
public record AuditReport(
        long entries, long subjects, Optional<Checkpoint.Signed> checkpoint, List<AuditDamage> damages) {

    /** Copies the list. */
    public AuditReport {
        damages = List.copyOf(damages);
    }

    /** Whether all is as it was written. */
    public boolean whole() {
        return damages.isEmpty();
    }
}
