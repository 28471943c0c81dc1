package io.sosia.jobs.audit;

/**
 * Something in the log that is not as it was written.
 *
 * @param what the thing itself: an entry by its number, a subject's record by its handle, the log's end
 * @param problem for a person
 */
public record AuditDamage(String what, String problem) {}
