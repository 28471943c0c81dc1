package io.sosia.jobs.cli;

import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.review.FindingFacts;
import io.sosia.jobs.review.FindingId;
import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.ReviewAnswer;
import io.sosia.jobs.review.ReviewAnswer.Taught;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewDesk;
import io.sosia.jobs.review.ReviewDesk.Listed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code review}: a person decides on a finding. */
@Command(
        name = "review",
        description = {
            "A person decides on a finding; without --decision it shows it and what was said of it.",
            "confirm: it is the person; reject: it is somebody else; licensed: it is the person, who allowed it.",
            "Later scans do not raise a rejected face in the same work again, and know a confirmed one everywhere.",
            "Another decision on the same finding is a change of mind; what was said before stays in the history."
        },
        footer = {
            "%nWith {\"review\": {\"secondReviewer\": \"confirm\"}} in sosia.json another person has to agree to a",
            "confirmation, with \"all\" to every decision; of two who do not agree a third decides.",
            "%nExample:",
            "  sosia review F-000012 --decision reject --by \"R. Viewer\" --reason \"another nose, and taller\""
        })
final class ReviewCommand implements Callable<Integer> {

    /**
     * A finding, and what has become of it.
     *
     * @param outcome where anybody has said anything
     * @param faces how many different faces its tracks show, where they are kept and were asked for
     * @param taught by the decision at hand, if there is one
     */
    private record Shown(
            Listed listed, Optional<Outcome> outcome, List<Opinion> history, Optional<Integer> faces, Taught taught) {

        FindingFacts facts() {
            return listed.facts();
        }

        Optional<Outcome.Decided> decided() {
            return outcome.flatMap(
                    known -> known instanceof Outcome.Decided decided ? Optional.of(decided) : Optional.empty());
        }
    }

    private static final Shape<Shown> SHOWN = Shape.<Shown>of("review")
            .field("id", "finding", s -> FindingId.of(s.facts().finding()))
            .field("state", "review", s -> s.listed().state())
            .field("person", "person", s -> s.facts().person().value())
            .field("work", "work", s -> s.facts().work())
            .field("episodes", "episodes", s -> s.facts().episodes())
            .field("case", "case", s -> s.facts().caseNumber())
            .field("round", s -> s.facts().round())
            .field("verdict", "verdict", s -> s.facts().verdict())
            .field(
                    "similarity",
                    "similarity",
                    s -> s.facts().similarity(),
                    s -> three(s.facts().similarity()))
            .field(
                    "threshold",
                    "threshold",
                    s -> s.facts().threshold(),
                    s -> three(s.facts().threshold()))
            .field("explanation", "because", s -> s.facts().explanation())
            .field("faces", "faces", Shown::faces)
            .field("decision", "decided", s -> s.decided().map(Outcome.Decided::decision))
            .field("by", "by", s -> s.decided().map(Outcome.Decided::by))
            .field("second", "second", s -> s.decided().flatMap(Outcome.Decided::second))
            .field("reason", "reason", s -> s.decided().map(Outcome.Decided::reason))
            .field("licence", "licence", s -> s.decided().flatMap(Outcome.Decided::licence))
            .field("at", "at", s -> s.decided().map(Outcome.Decided::at))
            .field("taught_tracks", s -> s.taught().tracks())
            .field("registered", "registered", s -> s.taught().registered())
            .field(
                    "history",
                    "said",
                    s -> s.history().stream().map(ReviewCommand::json).toList(),
                    s -> String.join(
                            "; ", s.history().stream().map(ReviewCommand::text).toList()));

    private static final Shape<Listed> LISTED = Shape.<Listed>of("undecided")
            .field("id", "FINDING", l -> FindingId.of(l.facts().finding()))
            .field("state", "REVIEW", Listed::state)
            .field("verdict", "VERDICT", l -> l.facts().verdict())
            .field("person", "PERSON", l -> l.facts().person().value())
            .field("work", "WORK", l -> l.facts().work())
            .field("episodes", "EPISODES", l -> l.facts().episodes())
            .field("case", "CASE", l -> l.facts().caseNumber())
            .field(
                    "similarity",
                    "SIMILARITY",
                    l -> l.facts().similarity(),
                    l -> three(l.facts().similarity()))
            .field(
                    "threshold",
                    "THRESHOLD",
                    l -> l.facts().threshold(),
                    l -> three(l.facts().threshold()))
            .field("explanation", "BECAUSE", l -> l.facts().explanation());

    /** A decision that does not count. */
    private record Refused(String id, ReviewAnswer.Refusal reason, String detail) {}

    private static final Shape<Refused> REFUSED = Shape.<Refused>of("review_refused")
            .field("id", "FINDING", Refused::id)
            .field("reason", "DOES NOT COUNT", Refused::reason)
            .field("detail", "DETAIL", Refused::detail);

    private final Invocation invocation;

    @Parameters(arity = "0..1", paramLabel = "FINDING", description = "For example F-000012")
    private Optional<String> finding = Optional.empty();

    @Option(names = "--decision", paramLabel = "confirm|reject|licensed", description = "What it is")
    private Optional<ReviewDecision> decision = Optional.empty();

    @Option(names = "--by", paramLabel = "NAME", description = "Who decides")
    private Optional<String> by = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why")
    private Optional<String> reason = Optional.empty();

    @Option(
            names = "--licence",
            paramLabel = "LICENCE",
            description =
                    "The licence that covers it, for example L-000001. Default: one that does, else the reason alone")
    private Optional<String> licence = Optional.empty();

    @Option(names = "--list", description = "Shows what has still to be decided, what is doubtful first")
    private boolean list;

    ReviewCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException {
        boolean decides = decision.isPresent() || by.isPresent() || reason.isPresent() || licence.isPresent();
        if (list == finding.isPresent() || (list && decides)) {
            throw new UsageException("which finding? Name one, or give --list alone for those still to be decided");
        }
        if (decides && (decision.isEmpty() || by.isEmpty() || reason.isEmpty())) {
            throw new UsageException("a decision needs --decision, --by and --reason");
        }
        if (licence.isPresent() && decision.get() != ReviewDecision.LICENSED) {
            throw new UsageException("--licence goes with --decision licensed");
        }
        try (Workplace workplace = Workplace.open(invocation)) {
            ReviewDesk desk = workplace.reviews();
            return (list ? list(workplace, desk) : decides ? decide(workplace, desk) : show(workplace, desk)).number();
        }
    }

    private ExitCode list(Workplace workplace, ReviewDesk desk) throws NotReadyException {
        List<Listed> undecided = desk.undecided();
        workplace.record(
                AuditKind.VIEWED,
                List.of(),
                Map.of("what", "undecided findings", "count", String.valueOf(undecided.size())));
        invocation.results().list(LISTED, undecided);
        if (undecided.isEmpty()) {
            invocation.console().say("sosia: nothing has to be decided");
        }
        return ExitCode.DONE;
    }

    private ExitCode show(Workplace workplace, ReviewDesk desk) throws NotReadyException {
        Optional<Listed> found = listed(desk);
        if (found.isEmpty()) {
            return none();
        }
        workplace.record(
                AuditKind.VIEWED,
                List.of(AuditSubject.person(found.get().facts().person().value())),
                Map.of("what", "finding", "finding", finding.orElseThrow()));
        show(workplace, desk, found.get(), Taught.nothing());
        return ExitCode.DONE;
    }

    private Optional<Listed> listed(ReviewDesk desk) {
        OptionalLong number = FindingId.number(finding.orElseThrow());
        return number.isEmpty() ? Optional.empty() : desk.finding(number.getAsLong());
    }

    private void show(Workplace workplace, ReviewDesk desk, Listed listed, Taught taught) throws NotReadyException {
        int faces = desk.faces(listed.facts().finding(), workplace.sameFace());
        invocation
                .results()
                .single(
                        SHOWN,
                        new Shown(
                                listed,
                                desk.outcome(listed),
                                desk.history(listed),
                                faces == 0 ? Optional.empty() : Optional.of(faces),
                                taught));
        if (faces > 1 && listed.state().isUndecided()) {
            invocation
                    .console()
                    .say("sosia: its tracks show about " + faces
                            + " different faces; to reject it says that none of them is the person's");
        }
    }

    private ExitCode none() {
        NotFound.report(
                invocation,
                "finding",
                finding.orElseThrow(),
                "'sosia findings' shows all that hold, 'sosia review --list' those still to be decided");
        return ExitCode.SOME_REFUSED;
    }

    private ExitCode decide(Workplace workplace, ReviewDesk desk) throws NotReadyException {
        String id = finding.orElseThrow();
        OptionalLong number = FindingId.number(id);
        if (number.isEmpty()) {
            return none();
        }
        ReviewAnswer answer;
        try {
            answer = desk.decide(
                    number.getAsLong(), decision.orElseThrow(), by.orElseThrow(), reason.orElseThrow(), licence);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return switch (answer) {
            case ReviewAnswer.NoSuchFinding none -> none();
            case ReviewAnswer.Refused refused -> {
                invocation.results().list(REFUSED, List.of(new Refused(id, refused.refusal(), refused.text())));
                invocation.console().say("sosia: " + id + " is as it was: " + refused.text());
                yield ExitCode.SOME_REFUSED;
            }
            case ReviewAnswer.AlreadySo same -> {
                show(workplace, desk, listed(desk).orElseThrow(), Taught.nothing());
                invocation.console().say("sosia: that was said before; nothing has changed");
                yield ExitCode.DONE;
            }
            case ReviewAnswer.Counted counted -> {
                Listed now = listed(desk).orElseThrow();
                show(workplace, desk, now, counted.taught());
                follows(workplace, now, counted);
                yield ExitCode.DONE;
            }
        };
    }

    /** What is still to be done, and what the decision does. */
    private void follows(Workplace workplace, Listed finding, ReviewAnswer.Counted counted) throws NotReadyException {
        Console console = invocation.console();
        switch (counted.outcome()) {
            case Outcome.PendingSecond pending -> console.say("sosia: another reviewer has to agree before it counts");
            case Outcome.Disputed disputed -> console.say("sosia: reviewers do not agree; another has to decide");
            case Outcome.Decided decided -> {
                if (decided.decision() == ReviewDecision.LICENSED
                        && decided.licence().isEmpty()) {
                    console.say("sosia: no licence in the register covers it; that it is licensed rests on the reason"
                            + " alone");
                }
                if (decided.decision() != ReviewDecision.LICENSED
                        && counted.taught().tracks() == 0) {
                    console.say("sosia: an earlier version found it and kept nothing of the face, so later scans learn"
                            + " nothing by it; scan its video again, and decide once more on what is found then");
                }
                if (decided.decision() == ReviewDecision.CONFIRM
                        && workplace.database().isShared()
                        && finding.facts().caseNumber().isPresent()
                        && workplace.register().person(finding.facts().person()).isEmpty()) {
                    console.say(
                            "sosia: " + finding.facts().person() + " is not registered, since this register is shared"
                                    + " over a network and the case has no consent to that: scans do not look for them");
                }
                counted.taught()
                        .registered()
                        .ifPresent(id -> console.say(
                                "sosia: " + id + " is registered provisionally, so that scans look" + " for them"));
            }
        }
    }

    private static Map<String, Object> json(Opinion opinion) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("decision", opinion.decision());
        json.put("by", opinion.by());
        json.put("reason", opinion.reason());
        opinion.licence().ifPresent(id -> json.put("licence", id));
        json.put("at", opinion.at());
        return json;
    }

    private static String text(Opinion opinion) {
        Instant at = opinion.at();
        return opinion.decision() + " by " + opinion.by() + " at " + at + ": " + opinion.reason();
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
