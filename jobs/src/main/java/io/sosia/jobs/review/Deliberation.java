package io.sosia.jobs.review;

import java.util.List;
import java.util.Optional;

/**
 * What reviewers have said of a finding since it was opened or opened again, and what another opinion makes of it.
 *
 * @param state what it has come to
 * @param opinions at most four, of as many reviewers: where two do not agree others decide, until two are of one mind
 * @param byTwo what two had decided before these opinions began, in this round or an earlier one: one alone does not
 *     overrule that, whatever the setting
 */
record Deliberation(ReviewState state, List<Opinion> opinions, Optional<ReviewDecision> byTwo) {

    Deliberation {
        opinions = List.copyOf(opinions);
    }

    /** Nobody has said anything. */
    static Deliberation none() {
        return new Deliberation(ReviewState.OPEN, List.of(), Optional.empty());
    }

    /** What two of these opinions say, if any two say the same. */
    static Optional<ReviewDecision> agreed(List<Opinion> opinions) {
        return opinions.stream()
                .map(Opinion::decision)
                .filter(decision -> opinions.stream()
                                .filter(said -> said.decision() == decision)
                                .count()
                        > 1)
                .findFirst();
    }

    /** What an opinion makes of it. */
    sealed interface Next {

        /** It has been said before: nothing changes. */
        record AlreadySo() implements Next {}

        /** It does not count, and who it would take. */
        record Refused(ReviewAnswer.Refusal refusal, String text) implements Next {}

        /**
         * It counts.
         *
         * @param begins whether what was said before counts no more
         */
        record Counts(ReviewState state, boolean begins) implements Next {}
    }

    Next with(Opinion opinion, SecondReviewer rule) {
        return switch (state) {
            case OPEN -> begun(opinion, rule);
            case PENDING_SECOND -> second(opinion, rule);
            case DISPUTED -> third(opinion);
            case CONFIRMED, REJECTED, LICENSED ->
                opinions.getLast().decision() == opinion.decision() ? new Next.AlreadySo() : begun(opinion, rule);
        };
    }

    private Next begun(Opinion opinion, SecondReviewer rule) {
        boolean overrules = agreed(opinions)
                .or(() -> byTwo)
                .filter(decided -> decided != opinion.decision())
                .isPresent();
        return new Next.Counts(
                overrules || rule.isNeededFor(opinion.decision())
                        ? ReviewState.PENDING_SECOND
                        : state(opinion.decision()),
                true);
    }

    private Next second(Opinion opinion, SecondReviewer rule) {
        Opinion first = opinions.getFirst();
        boolean agrees = first.decision() == opinion.decision();
        if (ReviewerName.same(first.by(), opinion.by())) {
            // Before anybody has agreed, one may still think better of it.
            return agrees ? new Next.AlreadySo() : begun(opinion, rule);
        }
        return new Next.Counts(agrees ? state(opinion.decision()) : ReviewState.DISPUTED, false);
    }

    private Next third(Opinion opinion) {
        if (opinions.stream().anyMatch(said -> ReviewerName.same(said.by(), opinion.by()))) {
            return new Next.Refused(
                    ReviewAnswer.Refusal.NEEDS_A_THIRD,
                    "reviewers do not agree, and another has to decide, whom none of them is");
        }
        // Whoever is of a third mind settles nothing: one would decide against two.
        boolean settles = opinions.stream().anyMatch(said -> said.decision() == opinion.decision());
        return new Next.Counts(settles ? state(opinion.decision()) : ReviewState.DISPUTED, false);
    }

    private static ReviewState state(ReviewDecision decision) {
        return switch (decision) {
            case CONFIRM -> ReviewState.CONFIRMED;
            case REJECT -> ReviewState.REJECTED;
            case LICENSED -> ReviewState.LICENSED;
        };
    }

    /** What it has come to; empty where nobody has said anything. */
    Optional<Outcome> outcome() {
        return switch (state) {
            case OPEN -> Optional.empty();
            case PENDING_SECOND -> Optional.of(new Outcome.PendingSecond(opinions.getFirst()));
            case DISPUTED -> Optional.of(new Outcome.Disputed(opinions.getFirst(), opinions.get(1)));
            case CONFIRMED, REJECTED, LICENSED -> Optional.of(decided());
        };
    }

    private Outcome.Decided decided() {
        Opinion settling = opinions.getLast();
        // Of two who agree the first has decided; of more the last has, with whoever was of that mind.
        Opinion decider = opinions.size() == 2 ? opinions.getFirst() : settling;
        Optional<String> second = opinions.stream()
                .filter(said -> !said.equals(decider) && said.decision() == settling.decision())
                .map(Opinion::by)
                .findFirst();
        return new Outcome.Decided(
                settling.decision(),
                decider.by(),
                second,
                decider.reason(),
                decider.licence().or(settling::licence),
                settling.at());
    }
}
