package io.sosia.jobs.audit;

/** Where what was done is written down. Thread-safe. */
public interface AuditTrail {

    /**
     * Writes an event down. It is durable when this returns, unless the caller has a transaction open on the same database:
     * then it becomes durable, or never was, with that.
     *
     * <p>In a transaction this comes last: it holds the log's one row until the transaction ends, and nobody else can write
     * down anything meanwhile.
     *
     * @throws AuditDamagedException if the log is not as it was written; whatever was to be written down must not happen
     * @throws io.sosia.indexer.registry.RegisterUnavailableException if the database refuses; likewise
     */
    AuditPosition record(AuditEvent event);
}
