package io.sosia.jobs.scan;

import io.sosia.indexer.registry.PersonId;
import java.util.Optional;
import java.util.function.Consumer;

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
     * Erases everything about a person: findings, decisions, pictures, mentions as runner-up, and what pages show of
     * them. Call it after the register has erased them, so that a scan that is under way finds nothing to add.
     *
     * @return how many findings were erased
     */
    int erase(PersonId person);
}
