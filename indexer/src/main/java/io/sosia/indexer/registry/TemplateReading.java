package io.sosia.indexer.registry;

import java.time.Duration;

/**
 * What reading templates has taken so far: processor time of all threads that read, which others on the machine do not stretch.
 *
 * @param templates read
 * @param querying in the database
 * @param opening breaking the seals of keys and vectors
 */
public record TemplateReading(long templates, Duration querying, Duration opening) {}
