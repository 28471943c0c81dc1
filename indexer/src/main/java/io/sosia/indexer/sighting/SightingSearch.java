package io.sosia.indexer.sighting;

import java.time.LocalDate;
import java.util.List;

/**
 * What a search found, and what it looked at: without that, "not found" says nothing.
 *
 * @param hits the most alike first
 * @param found hits in all, whether or not they are among {@code hits}
 * @param compared sightings
 * @param incomparable sightings that have no template in the quick space, so that nobody can tell
 * @param days that were searched, ascending
 * @param looks of the works that were asked for, oldest first
 * @param uploads that were compared
 * @param damaged what could not be searched, or not in full
 */
public record SightingSearch(
        List<SightingHit> hits,
        long found,
        long compared,
        long incomparable,
        List<LocalDate> days,
        List<Look> looks,
        SearchedUploads uploads,
        List<ArchiveDamage> damaged) {

    /** Copies the lists. */
    public SightingSearch {
        hits = List.copyOf(hits);
        days = List.copyOf(days);
        looks = List.copyOf(looks);
        damaged = List.copyOf(damaged);
    }
}
