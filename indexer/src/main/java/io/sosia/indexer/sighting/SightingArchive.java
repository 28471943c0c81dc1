package io.sosia.indexer.sighting;

import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Every face track that scans have seen, kept for a time. Thread-safe; within one process searches and appends may go on at
 * once, and one process at a time appends.
 *
 * <p>A scan appends before it commits its own result, so that what it acknowledges is here. A scan that died in between leaves
 * a look that nobody acknowledged; the same scan again appends the same look, which takes the first one's place
 * ({@link Look}).
 */
public interface SightingArchive {

    /**
     * Keeps what a look at a video saw, all of it or nothing. It is on disk when this returns.
     *
     * @param tracks none where the video shows nobody, which is worth knowing too
     * @throws UncheckedIOException if it could not be written; nothing of it is kept then, and it may be tried again
     */
    void append(Look look, List<SightedTrack> tracks);

    /**
     * Compares a person with every sighting whose look still stands.
     *
     * @param because the open case that is searched for
     * @throws CaseNotOpenException if it is not open
     * @throws UncheckedIOException if the archive cannot be read at all; what is damaged is told of in the result
     */
    SightingSearch search(CaseReference because, SightingQuery query);

    /**
     * A hit's picture.
     *
     * @param because the open case that is searched for
     * @return empty where it has been erased meanwhile
     * @throws CaseNotOpenException if it is not open
     * @throws ArchiveDamagedException if it is not as it was written
     */
    Optional<SmallPicture> picture(CaseReference because, SightingHit.PictureReference where);

    /** Which days there are. */
    ArchiveCoverage coverage();

    /** Reads everything, pictures too, and names what is not as it was written. */
    List<ArchiveDamage> verify();

    /**
     * Makes what days before one have left open final, where that makes a difference: searching it takes less then.
     *
     * @throws UncheckedIOException if it could not be; the same call again goes on
     */
    void sealBefore(LocalDate day);

    /**
     * Erases days for good, their keys first.
     *
     * @param firstKept the first day that stays
     * @return those erased, ascending
     * @throws UncheckedIOException if one could not be; the same call again goes on
     */
    List<LocalDate> eraseBefore(LocalDate firstKept);
}
