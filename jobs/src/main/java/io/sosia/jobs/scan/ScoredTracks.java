package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.ScoreSample.Known;
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
     * @param known whether a person has looked at this face in this work
     * @param score that decides
     * @param person the most alike
     * @param alarm whether the score is enough for a finding that somebody has to look at: be it for review, or because
     *     no licence covers the upload
     * @param finding index into the result's findings, if it counts to one
     */
    record Score(int track, double score, PersonId person, boolean alarm, OptionalInt finding, Known known) {}
}
