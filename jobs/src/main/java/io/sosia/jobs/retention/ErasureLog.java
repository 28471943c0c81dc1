package io.sosia.jobs.retention;

import java.util.Map;
import java.util.Optional;

/** Is told of each erasure, within the transaction that writes its receipt down. */
@FunctionalInterface
public interface ErasureLog {

    /**
     * Writes an erasure down and forgets who it was.
     *
     * @param receipt its id
     * @return where it is written down
     */
    Optional<ErasureReceipt.Audited> erased(
            ErasedSubject subject, String receipt, ErasureReason reason, Map<String, Long> counts);
}
