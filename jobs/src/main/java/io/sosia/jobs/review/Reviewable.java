package io.sosia.jobs.review;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A finding that a person can decide on, whatever found it.
 *
 * @param finding its number, of the counter that scans and takedowns share
 * @param person whom it takes the face for
 * @param work the drama
 * @param episodes of it in which the face was found
 * @param tracks that it rests on; may be empty where an earlier version kept none, and then a decision teaches nothing
 * @param caseNumber of the case that it was found for, if it was for one
 * @param round of that case in which it is decided, from 1; a finding of a scan has the one round 1
 * @param barredReviewers who may not decide in this round, having decided in the one that was objected to
 */
public record Reviewable(
        long finding,
        ReviewedPerson person,
        String work,
        List<String> episodes,
        List<ReviewedTrack> tracks,
        Optional<String> caseNumber,
        int round,
        Set<String> barredReviewers) {

    /** Copies. @throws IllegalArgumentException if finding or round is not 1 or more */
    public Reviewable {
        if (finding < 1) {
            throw new IllegalArgumentException("finding: " + finding + " is not 1 or more");
        }
        if (round < 1) {
            throw new IllegalArgumentException("round: " + round + " is not 1 or more");
        }
        episodes = List.copyOf(episodes);
        tracks = List.copyOf(tracks);
        barredReviewers = Set.copyOf(barredReviewers);
    }
}
