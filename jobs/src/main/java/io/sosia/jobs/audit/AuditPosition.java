package io.sosia.jobs.audit;

import io.sosia.models.merkle.Checkpoint;

/**
 * Where an event stands in the log.
 *
 * @param number from 1
 * @param checkpoint of the log with it as the last entry; who keeps it can prove later that the entry was there
 */
public record AuditPosition(long number, Checkpoint.Signed checkpoint) {}
