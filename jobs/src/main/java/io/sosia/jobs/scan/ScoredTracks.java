package io.sosia.jobs.scan;

import io.sosia.indexer.registry.PersonId;
import java.util.List;
import java.util.OptionalInt;

/**
 * Decision scores of a video's tracks, by which calibrations are made.
 *
 * @param scoring what scores are made of
 * @param people registered and searched for
 * @param tracks all of them
 * @param below tracks that score less are only counted
 * @param scored the others
 */
record ScoredTracks(String scoring, int people, long tracks, double below, List<Score> scored) {

    ScoredTracks {
        scored = List.copyOf(scored);
    }

    /**
     * A track's score.
     *
     * @param score that decides
     * @param person the most alike
     * @param alarm whether it is enough for a finding, be it for review, and no licence explains it
     * @param finding index into the result's findings, if it counts to one
     */
    record Score(int track, double score, PersonId person, boolean alarm, OptionalInt finding) {}
}
