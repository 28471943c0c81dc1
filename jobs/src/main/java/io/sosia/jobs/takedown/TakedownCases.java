package io.sosia.jobs.takedown;

import io.sosia.indexer.sighting.OpenCases;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The cases. Every change is one transaction, which joins the caller's on the same database where there is one, and survives
 * the process's death once it has returned. A step that does not fit is refused and changes nothing. Thread-safe.
 *
 * <p>What is sealed for a case is there until its key is destroyed; afterwards it reads as absent.
 */
public interface TakedownCases extends OpenCases {

    /** Whether somebody may be searched for through it now: complete, and not answered, not ended. */
    @Override
    boolean isOpen(String number);

    /**
     * Opens a case, incomplete where something is missing. Its clock begins at once.
     *
     * @throws IllegalArgumentException if it holds more or larger photos, documents or places than the settings allow; the
     *     message names the limit and the value
     */
    Opening open(CaseRequest request, DeadlinePolicy policy, Instant at);

    /**
     * Adds what an incomplete case lacks. What it has stays: giving it anew, otherwise, is refused. An open case of whose photos
     * a search could use none takes further photos, and nothing else.
     *
     * @param addition its role is not asked
     * @throws IllegalArgumentException as {@link #open} does
     */
    CaseChange complete(String number, CaseRequest addition, Instant at);

    /** A case as it stands. */
    Optional<TakedownCase> find(String number);

    /** All cases, by number. */
    List<TakedownCase> all();

    /** Who asks; empty where there is no such case, or what was sealed for it is gone. */
    Optional<Requester> requester(String number);

    /** The photos of whom it is about, in the order they were sent. */
    List<CasePhoto> photos(String number);

    /** The agent's mandate. */
    Optional<CaseDocument> mandate(String number);

    /** The objection that a round is about. */
    Optional<Objection> objection(String number, int round);

    /**
     * From here on no other change of the case comes between, until the caller's transaction ends; without one it does nothing
     * of use.
     */
    void hold(String number);

    /** Does something in one transaction that no other change of the case crosses; in the caller's where there is one. */
    <T> T holding(String number, Supplier<T> work);

    /**
     * A search has ended and its findings are stored.
     *
     * @throws CaseStepRefusedException if the case may not be searched for, or there is none
     */
    void searched(String number, Instant at);

    /** All findings of the round have been decided. Known already, it changes nothing. */
    CaseChange decided(String number, Instant at);

    /**
     * An answer is given: it counts as given from here on. The same reader's in the same round and language is given once:
     * a second one changes nothing, and {@link #letters} has the first.
     */
    CaseChange answered(String number, CaseLetter letter);

    /** The answers, in the order in which they were given. */
    List<CaseLetter> letters(String number);

    /**
     * An uploader objects: the next round begins, with a clock of its own.
     *
     * @param barredReviewers who has decided and may not decide again, as reviews name them
     * @throws IllegalArgumentException if the document is larger than the settings allow
     */
    CaseChange counter(String number, Objection objection, Set<String> barredReviewers, Instant at);

    /**
     * Ends a case.
     *
     * @param withdrawn whether the requester took the request back; only then it may be without an answer
     */
    CaseChange close(String number, boolean withdrawn, Instant at);

    /**
     * Destroys the key of a case that has ended, and all that names or shows anybody. Number, dates and states stay. Done
     * already, it changes nothing.
     */
    CaseChange erase(String number, Instant at);

    /** Cases that have ended for as long as they are kept, by number. */
    List<String> toErase(Instant now);

    /** What happened to a case, in order. */
    List<CaseEvent> history(String number);
}
