package io.sosia.jobs.takedown;

import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.takedown.search.CaseFinding;
import io.sosia.jobs.takedown.search.Place;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * In which round of its case a finding is decided. An objection has the findings with a place of that account's decided anew;
 * what was decided about all others stands. Whoever asks what has become of a finding asks it of this round, so that a search,
 * a reviewer's list and a letter cannot mean different decisions.
 */
public final class DecidingRound {

    private DecidingRound() {}

    /**
     * The latest round in which anybody has said anything of the finding, but none before a round that an objection to it
     * began; the present one where nobody has.
     */
    public static int of(TakedownCase about, CaseFinding finding, Reviews reviews) {
        for (int round = about.round(); round >= finding.round(); round--) {
            if (reviews.state(finding.finding(), round) != ReviewState.OPEN || isContested(about, finding, round)) {
                return round;
            }
        }
        return about.round();
    }

    /** What has become of it in that round; empty where nobody has said anything. */
    public static Optional<Outcome> outcome(TakedownCase about, CaseFinding finding, Reviews reviews) {
        return reviews.outcome(finding.finding(), of(about, finding, reviews));
    }

    /**
     * Whether anybody has said anything of the finding, in whichever round. Such a finding is what they saw and nothing else,
     * also where it is to be decided anew.
     */
    public static boolean isSpokenOf(TakedownCase about, CaseFinding finding, Reviews reviews) {
        return IntStream.rangeClosed(finding.round(), about.round())
                .anyMatch(round -> reviews.state(finding.finding(), round) != ReviewState.OPEN);
    }

    private static boolean isContested(TakedownCase about, CaseFinding finding, int number) {
        return about.rounds().stream()
                .filter(round -> round.round() == number)
                .flatMap(round -> round.contestedBy().stream())
                .anyMatch(account -> isOf(finding, account));
    }

    /** Whether a finding has a place that an account uploaded. */
    public static boolean isOf(CaseFinding finding, String account) {
        return finding.places().stream().map(Place::uploader).anyMatch(Optional.of(account)::equals);
    }
}
