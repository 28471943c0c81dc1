package io.sosia.jobs.scan;

import io.sosia.indexer.registry.PersonId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * What scans have found. What a scan has told of holds until a later one has seen as much of the same bytes and does not
 * find it any more; one that saw less adds what it found and takes nothing back. Thread-safe.
 */
public interface FindingStore {

    /** Gives every finding that holds and fits the filter to {@code consumer}, by number. */
    void findings(FindingFilter filter, Consumer<Finding> consumer);

    /** The finding of that id, if it still holds. */
    Optional<Finding> finding(String id);

    /**
     * One of a finding's pictures, as JPEG.
     *
     * @param picture from 1, best first
     */
    Optional<byte[]> picture(String id, int picture);

    /**
     * How much there is about a person.
     *
     * @param findings past ones included
     * @param pictures of those
     * @param mentions as the next person after somebody else
     */
    record About(long findings, long pictures, long mentions) {}

    /** How much there is about a person. */
    About about(PersonId person);

    /**
     * What of the findings' pictures is older than a time.
     *
     * @param kept findings, by number, whose pictures stay; asked for each one that is older
     * @return by the day of the decision, how many pictures
     */
    Map<LocalDate, Long> picturesBefore(Instant time, LongPredicate kept);

    /** Erases those; the findings stay. @return how many there were */
    long erasePicturesBefore(Instant time, LongPredicate kept);

    /** How many runs began before a time and have ended. */
    long runsBefore(Instant time);

    /**
     * Erases runs that began before a time and have ended, with their pages, and what only they found. What is kept stays
     * with its video's result; a video of which nothing stays counts as never looked at.
     *
     * @param kept findings, by number, that stay; asked for each one that is older
     */
    RunsErased eraseRunsBefore(Instant time, LongPredicate kept);

    /** What went with runs. */
    record RunsErased(long runs, long findings) {}

    /**
     * Erases everything about a person: findings, decisions, pictures, mentions as runner-up, and what pages show of
     * them. Call it after the register has erased them, so that a scan that is under way finds nothing to add.
     *
     * @return how many findings were erased
     */
    int erase(PersonId person);
}
