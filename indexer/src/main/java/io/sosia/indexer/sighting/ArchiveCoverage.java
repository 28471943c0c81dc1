package io.sosia.indexer.sighting;

import java.time.LocalDate;
import java.util.List;

/**
 * Which days the archive has.
 *
 * @param days ascending
 * @param damaged what could not be counted
 */
public record ArchiveCoverage(List<Day> days, List<ArchiveDamage> damaged) {

    /** Copies the lists. */
    public ArchiveCoverage {
        days = List.copyOf(days);
        damaged = List.copyOf(damaged);
    }

    /**
     * A day.
     *
     * @param looks at videos, those whose place a newer one has taken on another day included
     * @param sightings in them
     */
    public record Day(LocalDate day, long looks, long sightings) {}

    /** Sightings of all days. */
    public long sightings() {
        return days.stream().mapToLong(Day::sightings).sum();
    }
}
