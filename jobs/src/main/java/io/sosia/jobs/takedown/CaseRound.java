package io.sosia.jobs.takedown;

import java.time.Instant;
import java.util.Optional;

/**
 * One round of a case, with its own clock: the first is the request's, each further one an objection's.
 *
 * @param round from 1
 * @param began when the request or the objection came
 * @param deadline until when it is answered
 * @param searched when the last search of the round ended
 * @param decided when the last of its findings was decided
 * @param answered when the requester got the answer
 * @param contestedBy the account whose objection it is about; empty in the first round
 */
public record CaseRound(
        int round,
        Instant began,
        Deadline deadline,
        Optional<Instant> searched,
        Optional<Instant> decided,
        Optional<Instant> answered,
        Optional<String> contestedBy) {

    /** How it stands to its deadline, as long as the case has not been ended without an answer. */
    public Urgency urgency(Instant now) {
        if (answered.isPresent()) {
            return answered.get().isAfter(deadline.due()) ? Urgency.LATE : Urgency.KEPT;
        }
        if (now.isAfter(deadline.due())) {
            return Urgency.OVERDUE;
        }
        return now.isBefore(deadline.warnFrom()) ? Urgency.ON_TIME : Urgency.DUE_SOON;
    }
}
