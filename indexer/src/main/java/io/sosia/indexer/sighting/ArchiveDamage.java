package io.sosia.indexer.sighting;

import java.time.LocalDate;

/**
 * Something of the archive is not as it was written.
 *
 * @param day that it holds sightings of
 * @param file its name in the archive's folder
 * @param what is wrong with it, one line for a person
 */
public record ArchiveDamage(LocalDate day, String file, String what) {}
