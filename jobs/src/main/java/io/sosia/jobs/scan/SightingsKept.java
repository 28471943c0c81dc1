package io.sosia.jobs.scan;

/**
 * What a run has put into the archive of sightings.
 *
 * @param kept sightings of this run, of everybody, registered or not
 * @param erasedOn the day on which they are erased, as ISO 8601 writes it
 */
public record SightingsKept(long kept, String erasedOn) {}
