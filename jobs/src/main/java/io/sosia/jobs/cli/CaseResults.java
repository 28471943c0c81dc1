package io.sosia.jobs.cli;

import io.sosia.jobs.takedown.CaseReceipt;
import io.sosia.jobs.takedown.CaseRound;
import io.sosia.jobs.takedown.Missing;
import io.sosia.jobs.takedown.NamedPlace;
import io.sosia.jobs.takedown.SignedReceipt;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.Urgency;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How cases are shown, and what is said beside them. */
final class CaseResults {

    private static final Shape<Refused> REFUSED = Shape.<Refused>of("refused")
            .field("case", "CASE", Refused::number)
            .field("step", "STEP", Refused::step)
            .field("detail", "WHY", Refused::why);

    private CaseResults() {}

    private record Refused(Optional<String> number, String step, String why) {}

    /** A case for whoever handles it, who asks left out; in a table what a list of cases is read for. */
    static Shape<TakedownCase> shape(Instant now) {
        Set<String> listed = Set.of("number", "state", "round", "due", "urgency", "missing", "person", "named");
        Shape<TakedownCase> shape = Shape.of("case");
        for (Shape.Field<TakedownCase> field : whole(now).fields()) {
            shape = listed.contains(field.name())
                    ? shape.with(field, one -> one)
                    : shape.field(field.name(), field.value());
        }
        return shape;
    }

    /** The same, in a table with all there is to read. */
    static Shape<TakedownCase> whole(Instant now) {
        return Shape.<TakedownCase>of("case")
                .field("number", "CASE", TakedownCase::number)
                .field("state", "STATE", TakedownCase::state)
                .field("round", "ROUND", TakedownCase::round)
                .field("opened", "OPENED", TakedownCase::opened)
                .field("due", "DUE", c -> c.due().due())
                .field("urgency", "URGENCY", c -> c.urgency(now), c -> urgency(c, now))
                .field("warn_from", c -> c.due().warnFrom())
                .field("policy", "POLICY", c -> c.due().policy())
                .field(
                        "missing",
                        "MISSING",
                        c -> c.missing().stream().map(Missing::name).toList())
                .field("person", "PERSON", c -> c.person().map(Object::toString))
                .field("territory", "TERRITORY", TakedownCase::territory)
                .field(
                        "named",
                        "NAMED",
                        c -> c.named().stream().map(CaseResults::place).toList(),
                        c -> named(c.named()))
                .field("contested_by", "CONTESTED BY", TakedownCase::contestedBy)
                .field("objections_until", "OBJECTIONS UNTIL", TakedownCase::objectionsUntil)
                .field("closed", "CLOSED", TakedownCase::closed)
                .field("withdrawn", TakedownCase::withdrawn)
                .field("erase_after", TakedownCase::eraseAfter)
                .field("erased", TakedownCase::erased)
                .field(
                        "rounds",
                        c -> c.rounds().stream().map(r -> round(c, r, now)).toList());
    }

    private static Map<String, Object> round(TakedownCase of, CaseRound round, Instant now) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("round", round.round());
        shown.put("began", round.began());
        shown.put("due", round.deadline().due());
        shown.put("urgency", round.round() == of.round() ? of.urgency(now) : round.urgency(now));
        shown.put("searched", round.searched());
        shown.put("decided", round.decided());
        shown.put("answered", round.answered());
        shown.put("contested_by", round.contestedBy());
        return shown;
    }

    private static Map<String, Object> place(NamedPlace place) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("work", place.work());
        shown.put("episode", place.episode());
        shown.put("time_ms", place.timeMs());
        return shown;
    }

    private static String named(List<NamedPlace> named) {
        int most = 3;
        String first = String.join(
                ", ", named.stream().limit(most).map(NamedPlace::toString).toList());
        return named.size() > most ? first + " and " + (named.size() - most) + " more" : first;
    }

    /** The urgency in words that cannot be passed over. */
    private static String urgency(TakedownCase shown, Instant now) {
        return switch (shown.urgency(now)) {
            case OVERDUE -> "!! OVERDUE by " + span(Duration.between(shown.due().due(), now));
            case DUE_SOON ->
                "! due in " + span(Duration.between(now, shown.due().due()));
            case ON_TIME -> "due in " + span(Duration.between(now, shown.due().due()));
            case LATE -> "answered late";
            case KEPT -> "answered in time";
            case WITHDRAWN -> "withdrawn";
        };
    }

    /** Whole days and hours, or hours and minutes where it is less than two days. */
    static String span(Duration span) {
        return span.toDays() >= 2
                ? String.format(Locale.ROOT, "%d d %d h", span.toDays(), span.toHoursPart())
                : String.format(Locale.ROOT, "%d h %d min", span.toHours(), span.toMinutesPart());
    }

    /** Says what is urgent among some cases, and whether any is overdue. */
    static boolean warn(Invocation invocation, Collection<TakedownCase> cases) {
        Instant now = invocation.clock().instant();
        boolean overdue = false;
        for (TakedownCase one : cases) {
            Urgency urgency = one.urgency(now);
            if (urgency == Urgency.OVERDUE) {
                overdue = true;
                invocation
                        .console()
                        .say("sosia: OVERDUE: case " + one.number() + " had to be answered by "
                                + one.due().due() + ", "
                                + span(Duration.between(one.due().due(), now)) + " ago");
            } else if (urgency == Urgency.DUE_SOON) {
                invocation
                        .console()
                        .say("sosia: case " + one.number() + " is due in "
                                + span(Duration.between(now, one.due().due())) + ", at "
                                + one.due().due());
            }
        }
        return overdue;
    }

    /** Says what an incomplete case lacks. */
    static void sayMissing(Invocation invocation, TakedownCase incomplete) {
        for (Missing missing : incomplete.missing()) {
            invocation.console().say("sosia: case " + incomplete.number() + " lacks " + missing.what());
        }
        if (!incomplete.missing().isEmpty()) {
            invocation
                    .console()
                    .say("sosia: 'sosia takedown complete " + incomplete.number()
                            + " …' adds it; nobody is searched for" + " before, and the clock runs until "
                            + incomplete.due().due());
        }
    }

    /** Writes a signed receipt, says how to check it, and gives the exit code. */
    static int write(Invocation invocation, CaseReceipt receipt, String number, Path file) {
        try {
            receipt.write(file);
        } catch (IOException e) {
            // The case is there all the same, and its receipt can be had by the same command again.
            return refused(
                    invocation,
                    Optional.of(number),
                    "receipt",
                    "the receipt could not be written: " + FileReason.wordsWithFile(e)
                            + "; the same command with another --receipt writes it");
        }
        invocation
                .console()
                .say("sosia: wrote the receipt; in its folder, this checks it: "
                        + SignedReceipt.instruction(Objects.toString(file.getFileName(), "")));
        return ExitCode.DONE.number();
    }

    /** Names a step that was refused in the results, and gives the exit code for it. */
    static int refused(Invocation invocation, Optional<String> number, String step, String why) {
        invocation.results().list(REFUSED, List.of(new Refused(number, step, why)));
        invocation
                .console()
                .say("sosia: " + number.map(text -> "case " + text + ": ").orElse("") + why);
        return ExitCode.SOME_REFUSED.number();
    }

    /** Names a case that there is not in the results, and gives the exit code for it. */
    static int unknown(Invocation invocation, String number) {
        return NotFound.report(invocation, "case", number, "'sosia takedown list --all' shows all");
    }
}
