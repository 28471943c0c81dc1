package io.sosia.jobs.takedown;

import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.takedown.search.CaseFinding;
import io.sosia.jobs.takedown.search.CaseFindings;
import io.sosia.jobs.takedown.search.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people have decided about a case's findings in its present round.
 *
 * <p>In a round that an uploader's objection began, findings with a place of theirs are decided anew, by others; what was
 * decided about all other findings stands ({@link DecidingRound}).
 *
 * @param settled findings with an outcome, in the order of the search
 * @param open findings without one
 * @param coverage what the latest search looked at; empty where there was none
 */
public record CaseDecisions(List<Settled> settled, List<Unsettled> open, Optional<Coverage> coverage) {

    /**
     * A finding that was decided about.
     *
     * @param reviewers whose decision it is
     * @param byLicence whether it rests on a licence that is recorded, and not on what the reviewers were shown
     */
    public record Settled(CaseFinding finding, ReviewDecision decision, Set<String> reviewers, boolean byLicence) {}

    /** A finding that nobody has decided about, or not enough of them. */
    public record Unsettled(CaseFinding finding, ReviewState state) {}

    /** Copies the lists. */
    public CaseDecisions {
        settled = List.copyOf(settled);
        open = List.copyOf(open);
    }

    /** Reads them. */
    public static CaseDecisions of(TakedownCase about, CaseFindings findings, Reviews reviews) {
        List<Settled> settled = new ArrayList<>();
        List<Unsettled> open = new ArrayList<>();
        for (CaseFinding finding : findings.of(about.number(), about.round())) {
            Optional<Outcome> outcome = DecidingRound.outcome(about, finding, reviews);
            if (outcome.isPresent() && outcome.get() instanceof Outcome.Decided decided) {
                Set<String> reviewers = new TreeSet<>(Set.of(decided.by()));
                decided.second().ifPresent(reviewers::add);
                settled.add(new Settled(
                        finding,
                        decided.decision(),
                        Set.copyOf(reviewers),
                        decided.licence().isPresent()));
            } else {
                open.add(new Unsettled(finding, outcome.map(Outcome::state).orElse(ReviewState.OPEN)));
            }
        }
        return new CaseDecisions(settled, open, findings.coverage(about.number(), about.round()));
    }

    /** Whether a search has ended and nothing is left to be decided. */
    public boolean complete() {
        return coverage.isPresent() && open.isEmpty();
    }

    /** Accounts with an upload in which the person was confirmed, licensed or not, by name. */
    public Set<String> accounts() {
        Set<String> accounts = new TreeSet<>();
        for (Settled one : settled) {
            switch (one.decision()) {
                case CONFIRM, LICENSED ->
                    one.finding().places().forEach(place -> place.uploader().ifPresent(accounts::add));
                case REJECT -> {}
            }
        }
        return accounts;
    }

    /** Who decided about an account's uploads. */
    public Set<String> reviewersOf(String account) {
        Set<String> reviewers = new TreeSet<>();
        for (Settled one : settled) {
            if (DecidingRound.isOf(one.finding(), account)) {
                reviewers.addAll(one.reviewers());
            }
        }
        return reviewers;
    }
}
