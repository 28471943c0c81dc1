package io.sosia.jobs.takedown.search;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a search looked at, and what it could not: without that, "not found" says nothing.
 *
 * @param caseNumber {@code C-000001}
 * @param round of the case
 * @param at when the search ended
 * @param complete whether nothing is left out that is known of: no video unread, no day damaged or expired, no named place
 *     unknown
 * @param statement all of this in words, one paragraph
 * @param photos by which the person was searched for
 * @param archive what the archive of sightings holds; empty where there is none
 * @param named each place that the requester named, by work and episode
 * @param anew videos that were looked at again for this search
 * @param unread videos that were not looked at, or in part, at most {@value #MOST_UNREAD}
 * @param unreadInAll how many those are
 * @param strangers how many of the candidates chance explains
 * @param candidates tracks that were found alike enough
 * @param leftOut candidates beyond the most that a search returns, the least alike
 * @param quickOnly candidates that the first recogniser alone has seen: there is no picture for the other to look at
 */
public record Coverage(
        String caseNumber,
        int round,
        Instant at,
        boolean complete,
        String statement,
        Photos photos,
        Optional<Archive> archive,
        List<Named> named,
        Anew anew,
        List<Unread> unread,
        long unreadInAll,
        Strangers strangers,
        long candidates,
        long leftOut,
        long quickOnly) {

    /** So many videos are named one by one; the others are counted. */
    public static final int MOST_UNREAD = 200;

    /** Copies the lists. */
    public Coverage {
        named = List.copyOf(named);
        unread = List.copyOf(unread);
    }

    /**
     * By what the person was searched for.
     *
     * @param registered templates of the register, by photo; 0 where nobody registered is named
     * @param used photos of the case
     * @param refused photos of the case that are of no use
     */
    public record Photos(int registered, int used, List<Refused> refused) {
        /** Copies the list. */
        public Photos {
            refused = List.copyOf(refused);
        }
    }

    /**
     * A photo that is of no use.
     *
     * @param number among the case's photos, from 1
     * @param reason code, as enrolment gives it
     * @param detail one line for a person
     */
    public record Refused(int number, String reason, String detail) {}

    /**
     * What the archive holds.
     *
     * @param keptFrom first day whose sightings are kept; earlier ones have expired
     * @param days that were searched, ascending
     * @param compared sightings
     * @param incomparable sightings of another recogniser, so that nobody can tell
     * @param videos that were scanned on or after {@code keptFrom}, uploads counted one by one
     * @param videoMs their running time
     * @param shareSeen of that, 0 to 1, what was seen and is in the archive: of the rest frames could not be read, or no sighting is there
     * @param withoutSightings of them, so many are not in the archive: nothing was kept when they were scanned, or
     *     another machine keeps it
     * @param expired videos that were scanned before {@code keptFrom} and not since
     * @param damaged what could not be searched, or not in full
     */
    public record Archive(
            LocalDate keptFrom,
            List<LocalDate> days,
            long compared,
            long incomparable,
            long videos,
            long videoMs,
            double shareSeen,
            long withoutSightings,
            long expired,
            List<Damaged> damaged) {
        /** Copies the lists. */
        public Archive {
            days = List.copyOf(days);
            damaged = List.copyOf(damaged);
        }
    }

    /**
     * A part of the archive that is not as it was written.
     *
     * @param day that it holds sightings of
     * @param file its name in the archive
     * @param what is wrong
     */
    public record Damaged(LocalDate day, String file, String what) {}

    /**
     * A place that the requester named.
     *
     * @param work others' text
     * @param episode empty for all of the work
     * @param known videos of it that are known from scans; 0: nothing of that name was ever scanned here
     * @param archived of those, searched in the archive
     * @param anew of those, looked at again now
     * @param unread of those, not looked at, or in part
     */
    public record Named(String work, Optional<String> episode, int known, int archived, int anew, int unread) {}

    /**
     * What was looked at again.
     *
     * @param videos files
     * @param videoMs their running time
     * @param tracks faces in them that were compared
     */
    public record Anew(int videos, long videoMs, long tracks) {}

    /**
     * A video that was not looked at, or in part.
     *
     * @param path others' text
     * @param work others' text
     * @param episode others' text
     * @param reason a name of {@code MediaFailure}
     * @param detail one line for a person
     * @param partly whether some of it was looked at
     * @param named whether the requester named it
     */
    public record Unread(
            String path, String work, String episode, String reason, String detail, boolean partly, boolean named) {}

    /**
     * How many sightings of others chance makes as alike: {@code compared × rate}, by
     * {@link io.sosia.indexer.calibration.StrangerOdds}.
     *
     * @param compared sightings, those of videos looked at again included
     * @param least score from which on a sighting is a candidate outside of what the requester named
     * @param rate probability that a sighting of somebody else reaches {@code least}
     * @param expected candidates that are others by chance, named places apart
     * @param namedLeast the same within what the requester named
     * @param namedCompared sightings there
     * @param namedExpected candidates there that are others by chance
     * @param sure score from which on a candidate is shown as sure
     * @param sureExpected candidates shown as sure that are others by chance
     * @param population whose faces the rate was measured on
     * @param provisional whether that is a table and not this platform's own stream
     */
    public record Strangers(
            long compared,
            double least,
            double rate,
            double expected,
            double namedLeast,
            long namedCompared,
            double namedExpected,
            double sure,
            double sureExpected,
            String population,
            boolean provisional) {}
}
