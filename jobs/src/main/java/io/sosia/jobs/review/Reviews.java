package io.sosia.jobs.review;

import java.util.List;
import java.util.Optional;

/** What people decided on findings. Thread-safe. */
public interface Reviews {

    /** What a finding has come to in a round; empty where nobody has said anything. */
    Optional<Outcome> outcome(long finding, int round);

    /** All that was said of a finding in a round, in order; what somebody changed their mind about among it. */
    List<Opinion> history(long finding, int round);

    /** How far a finding's review is in a round. */
    default ReviewState state(long finding, int round) {
        return outcome(finding, round).map(Outcome::state).orElse(ReviewState.OPEN);
    }
}
