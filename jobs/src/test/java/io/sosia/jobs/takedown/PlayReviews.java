package io.sosia.jobs.takedown;

import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.Reviews;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decisions that a test makes, in memory. */
final class PlayReviews implements Reviews {

    private record Key(long finding, int round) {}

    private final Map<Key, Outcome> outcomes = new HashMap<>();

    void decide(long finding, int round, ReviewDecision decision, String by) {
        outcomes.put(
                new Key(finding, round),
                new Outcome.Decided(
                        decision, by, Optional.empty(), "looked at it", Optional.empty(), CaseContract.NOW));
    }

    /** Allowed by a licence that is recorded. */
    void licensed(long finding, int round, String by, String licence) {
        outcomes.put(
                new Key(finding, round),
                new Outcome.Decided(
                        ReviewDecision.LICENSED,
                        by,
                        Optional.empty(),
                        "looked at it",
                        Optional.of(licence),
                        CaseContract.NOW));
    }

    void pending(long finding, int round, String by) {
        outcomes.put(
                new Key(finding, round),
                new Outcome.PendingSecond(
                        new Opinion(ReviewDecision.CONFIRM, by, "it is", Optional.empty(), CaseContract.NOW)));
    }

    @Override
    public Optional<Outcome> outcome(long finding, int round) {
        return Optional.ofNullable(outcomes.get(new Key(finding, round)));
    }

    @Override
    public List<Opinion> history(long finding, int round) {
        return List.of();
    }
}
