package io.sosia.jobs.takedown;

import io.sosia.jobs.config.TakedownSettings;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.takedown.search.CaseFindings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What whoever handles cases does with what was found and decided: answers, objections. Thread-safe. */
public final class CaseDesk {

    private final TakedownCases cases;
    private final CaseFindings findings;
    private final Reviews reviews;
    private final TakedownSettings settings;

    /** At a desk with these. */
    public CaseDesk(TakedownCases cases, CaseFindings findings, Reviews reviews, TakedownSettings settings) {
        this.cases = cases;
        this.findings = findings;
        this.reviews = reviews;
        this.settings = settings;
    }

    /** What people have decided about a case's findings. */
    public CaseDecisions decisions(TakedownCase about) {
        return CaseDecisions.of(about, findings, reviews);
    }

    /** A case as it stands, having noticed where the last of its findings was decided. */
    public Optional<TakedownCase> look(String number, Instant now) {
        return cases.find(number).map(found -> noticed(found, now));
    }

    /** All cases, likewise. */
    public List<TakedownCase> all(Instant now) {
        return cases.all().stream().map(found -> noticed(found, now)).toList();
    }

    private TakedownCase noticed(TakedownCase found, Instant now) {
        return switch (found.state()) {
            case SEARCHED, REOPENED -> {
                if (!decisions(found).complete()) {
                    yield found;
                }
                // Again, where no search and no reviewer can come between.
                yield cases.holding(
                        found.number(),
                        () -> cases.find(found.number())
                                .map(current -> decided(current, now))
                                .orElse(found));
            }
            case INCOMPLETE, OPEN, DECIDED, ANSWERED, CLOSED -> found;
        };
    }

    /** Of a case that is held. */
    private TakedownCase decided(TakedownCase held, Instant now) {
        return switch (held.state()) {
            case SEARCHED, REOPENED -> {
                if (!decisions(held).complete()) {
                    yield held;
                }
                yield switch (cases.decided(held.number(), now)) {
                    case CaseChange.Done done -> done.current();
                    case CaseChange.Refused refused -> held;
                    case CaseChange.Unknown unknown -> held;
                };
            }
            case INCOMPLETE, OPEN, DECIDED, ANSWERED, CLOSED -> held;
        };
    }

    /** What came of asking for an answer. */
    public sealed interface Answer {

        /**
         * It is given.
         *
         * @param ordinal among the case's letters, from 1
         * @param again whether it was given before; then it is that one
         */
        record Given(TakedownCase current, CaseLetter letter, int ordinal, boolean again) implements Answer {}

        /** It cannot be; nothing was changed. */
        record Refused(String why) implements Answer {}

        /** There is no such case. */
        record Unknown() implements Answer {}
    }

    /**
     * Gives an answer: writes the letter and counts it as given. No search and no reviewer comes between what the letter says
     * and its being given.
     *
     * @param account of the uploader whom it is for; empty for the requester
     */
    public Answer answer(
            String number, Recipient recipient, String account, CaseLetter.Language language, Instant now) {
        return cases.holding(number, () -> answerHeld(number, recipient, account, language, now));
    }

    private Answer answerHeld(
            String number, Recipient recipient, String account, CaseLetter.Language language, Instant now) {
        Optional<TakedownCase> looked = look(number, now);
        if (looked.isEmpty()) {
            return new Answer.Unknown();
        }
        TakedownCase about = looked.get();
        Optional<Answer> before = given(about, recipient, account, language, true);
        if (before.isPresent()) {
            return before.get();
        }
        if (CaseLife.next(about.state(), new CaseStep.Answered(recipient)) instanceof CaseLife.Next.Refused refused) {
            return new Answer.Refused(refused.why() + undecided(about));
        }
        CaseDecisions decisions = decisions(about);
        if (!decisions.complete()) {
            return new Answer.Refused("not every finding has been decided" + undecided(about));
        }
        if (recipient == Recipient.UPLOADER && !(concerns(about, decisions, account) && Requester.isWhole(account))) {
            return new Answer.Refused(
                    "no upload of that account was found to show the person, so that there is nothing to" + " tell it"
                            + known(decisions.accounts()));
        }
        CaseLetter letter = new LetterWriter(settings)
                .write(about, cases.requester(number), decisions, recipient, account, language, now);
        return switch (cases.answered(number, letter)) {
            case CaseChange.Done done ->
                given(done.current(), recipient, account, language, false).orElseThrow();
            case CaseChange.Refused refused -> new Answer.Refused(refused.why());
            case CaseChange.Unknown unknown -> new Answer.Unknown();
        };
    }

    private Optional<Answer> given(
            TakedownCase about, Recipient recipient, String account, CaseLetter.Language language, boolean again) {
        List<CaseLetter> letters = cases.letters(about.number());
        for (int i = 0; i < letters.size(); i++) {
            CaseLetter letter = letters.get(i);
            if (letter.round() == about.round()
                    && letter.recipient() == recipient
                    && letter.account().equals(account)
                    && letter.language() == language) {
                return Optional.of(new Answer.Given(about, letter, i + 1, again));
            }
        }
        return Optional.empty();
    }

    /** An uploader has something to be told where an upload of theirs was confirmed, or was and is no more. */
    private static boolean concerns(TakedownCase about, CaseDecisions decisions, String account) {
        return decisions.accounts().contains(account)
                || about.contestedBy().filter(account::equals).isPresent();
    }

    private static String known(Set<String> accounts) {
        return accounts.isEmpty() ? "" : "; there is something to tell " + String.join(", ", accounts);
    }

    private String undecided(TakedownCase about) {
        List<CaseDecisions.Unsettled> open = decisions(about).open();
        return open.isEmpty()
                ? ""
                : ": "
                        + open.stream()
                                .limit(20)
                                .map(one -> one.finding().id() + " " + one.state())
                                .collect(Collectors.joining(", "))
                        + (open.size() > 20 ? " and " + (open.size() - 20) + " more" : "");
    }

    /** An uploader objects. Who decided about their uploads may not decide again. */
    public CaseChange counter(String number, Objection objection, Instant now) {
        return cases.holding(number, () -> counterHeld(number, objection, now));
    }

    private CaseChange counterHeld(String number, Objection objection, Instant now) {
        Optional<TakedownCase> looked = look(number, now);
        if (looked.isEmpty()) {
            return new CaseChange.Unknown(number);
        }
        TakedownCase about = looked.get();
        if (CaseLife.next(about.state(), new CaseStep.Countered()) instanceof CaseLife.Next.Refused refused) {
            return new CaseChange.Refused(number, refused.why());
        }
        if (about.erased().isPresent()) {
            return cases.counter(number, objection, Set.of(), now);
        }
        CaseDecisions decisions = decisions(about);
        boolean actedOn = decisions.settled().stream()
                .anyMatch(one -> one.decision() == ReviewDecision.CONFIRM
                        && DecidingRound.isOf(one.finding(), objection.uploader()));
        if (!actedOn) {
            return new CaseChange.Refused(
                    number, "nothing that account uploaded was confirmed in it, so that there is nothing to object to");
        }
        return cases.counter(number, objection, decisions.reviewersOf(objection.uploader()), now);
    }

    /**
     * Accounts that there is something to tell in the present round: those with an upload in which the person was confirmed,
     * licensed or not; in a round that an objection began, who objected, and whose uploads were found in that round.
     */
    public Set<String> concerned(TakedownCase about) {
        Set<String> accounts = new TreeSet<>();
        about.contestedBy().ifPresent(accounts::add);
        for (CaseDecisions.Settled one : decisions(about).settled()) {
            if (one.decision() != ReviewDecision.REJECT && one.finding().round() == about.round()) {
                accounts.addAll(accounts(one));
            }
        }
        return accounts;
    }

    /**
     * Accounts that must be told before the case ends and have not been: what they uploaded was taken down, or they objected.
     * Who objected is told in that round; who did not has been told once there is a letter that is not older than the finding.
     */
    public Set<String> untold(TakedownCase about) {
        Set<String> untold = new TreeSet<>();
        List<CaseLetter> letters = cases.letters(about.number());
        about.contestedBy()
                .filter(account -> !isTold(letters, account, about.round()))
                .ifPresent(untold::add);
        for (CaseDecisions.Settled one : decisions(about).settled()) {
            if (one.decision() == ReviewDecision.CONFIRM) {
                accounts(one).stream()
                        .filter(account ->
                                !isTold(letters, account, one.finding().round()))
                        .forEach(untold::add);
            }
        }
        return untold;
    }

    private static boolean isTold(List<CaseLetter> letters, String account, int from) {
        return letters.stream()
                .anyMatch(letter -> letter.recipient() == Recipient.UPLOADER
                        && letter.round() >= from
                        && letter.account().equals(account));
    }

    private static Set<String> accounts(CaseDecisions.Settled one) {
        return one.finding().places().stream()
                .flatMap(place -> place.uploader().stream())
                .collect(Collectors.toSet());
    }
}
