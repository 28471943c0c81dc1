package io.sosia.jobs.cli;

import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.takedown.CaseDecisions;
import io.sosia.jobs.takedown.CaseDesk;
import io.sosia.jobs.takedown.CaseEvent;
import io.sosia.jobs.takedown.CaseLetter;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.Objection;
import io.sosia.jobs.takedown.Recipient;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import io.sosia.jobs.takedown.search.CaseFinding;
import io.sosia.jobs.takedown.search.Coverage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code takedown list} and {@code takedown show}. */
final class TakedownLook {

    private TakedownLook() {}

    /** What is due first is first; of what is answered, the latest; what has ended is last. */
    private static final Comparator<TakedownCase> URGENT = Comparator.comparingInt(
                    (TakedownCase c) -> c.awaitsAnswer() ? 0 : c.closed().isPresent() ? 2 : 1)
            .thenComparing((one, other) -> one.awaitsAnswer()
                    ? one.due().due().compareTo(other.due().due())
                    : other.due().due().compareTo(one.due().due()))
            .thenComparing(TakedownCase::number);

    @Command(
            name = "list",
            description = "Cases, what is due first on top.",
            footer = {
                "%nExit code 1 where a case that awaits its answer is overdue, else 0, so that a nightly script",
                "notices it."
            })
    static final class ListCases implements Callable<Integer> {

        private final Invocation invocation;

        @Option(names = "--all", description = "Those that have ended, too")
        private boolean all;

        ListCases(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                List<TakedownCase> cases = workplace
                        .desk()
                        .all(invocation.clock().instant())
                        .stream()
                        .filter(one -> all || one.closed().isEmpty())
                        .sorted(URGENT)
                        .toList();
                workplace.record(
                        AuditKind.VIEWED, List.of(), Map.of("what", "cases", "count", String.valueOf(cases.size())));
                invocation.results().list(CaseResults.shape(invocation.clock().instant()), cases);
                if (cases.isEmpty()) {
                    invocation
                            .console()
                            .say("sosia: there is no case" + (all ? " yet" : " that has not ended")
                                    + "; 'sosia help takedown open' shows how one is opened");
                }
                return CaseResults.warn(invocation, cases) ? ExitCode.SOME_REFUSED.number() : ExitCode.DONE.number();
            }
        }
    }

    /** A case with what is sealed for it, what was found, and what came of it. */
    private record Whole(
            TakedownCase shown,
            Optional<Requester> requester,
            List<CasePhoto> photos,
            Optional<String> mandate,
            Optional<Objection> objection,
            CaseDecisions decisions,
            Set<String> untold,
            List<CaseLetter> letters,
            List<CaseEvent> history) {

        static Whole of(TakedownCases cases, CaseDesk desk, TakedownCase shown) {
            String number = shown.number();
            return new Whole(
                    shown,
                    cases.requester(number),
                    cases.photos(number),
                    cases.mandate(number).map(document -> document.sha256()),
                    cases.objection(number, shown.round()),
                    desk.decisions(shown),
                    desk.untold(shown),
                    cases.letters(number),
                    cases.history(number));
        }

        List<Map<String, Object>> findings() {
            List<Map<String, Object>> findings = new ArrayList<>();
            decisions
                    .open()
                    .forEach(one ->
                            findings.add(finding(one.finding(), one.state().name())));
            decisions
                    .settled()
                    .forEach(one -> findings.add(finding(
                            one.finding(),
                            switch (one.decision()) {
                                case CONFIRM -> ReviewState.CONFIRMED.name();
                                case REJECT -> ReviewState.REJECTED.name();
                                case LICENSED -> ReviewState.LICENSED.name();
                            })));
            return findings;
        }

        private static Map<String, Object> finding(CaseFinding finding, String state) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("finding", finding.id());
            fields.put("work", finding.work());
            fields.put("episodes", finding.episodes());
            fields.put("verdict", finding.verdict());
            fields.put("uploader", finding.uploader());
            fields.put("review", state);
            return fields;
        }

        Optional<Map<String, Object>> objected() {
            return objection.map(made -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("uploader", made.uploader());
                fields.put("statement", made.statement());
                fields.put("document_sha256", made.document().map(document -> document.sha256()));
                return fields;
            });
        }

        List<Map<String, Object>> answers() {
            return letters.stream()
                    .map(letter -> {
                        Map<String, Object> fields = new LinkedHashMap<>();
                        fields.put("round", letter.round());
                        fields.put("to", letter.recipient().name().toLowerCase(Locale.ROOT));
                        fields.put("uploader", Optional.of(letter.account()).filter(account -> !account.isEmpty()));
                        fields.put("lang", letter.language().tag());
                        fields.put("given", letter.given());
                        return fields;
                    })
                    .toList();
        }

        Optional<Map<String, Object>> asked() {
            return requester.map(who -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("as", who.role().name().toLowerCase(Locale.ROOT));
                fields.put("name", who.name());
                fields.put("contact", who.contact());
                fields.put("identity_checked", who.identityChecked());
                fields.put("checked_by", who.checkedBy());
                fields.put("statement", who.statement());
                return fields;
            });
        }
    }

    @Command(name = "show", description = "A case with who asks, its photos' names, its rounds and what happened.")
    static final class Show implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "CASE", description = "For example C-000001")
        private String number = "";

        Show(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                CaseDesk desk = workplace.desk();
                Instant now = invocation.clock().instant();
                Optional<TakedownCase> found = desk.look(number, now);
                if (found.isEmpty()) {
                    return CaseResults.unknown(invocation, number);
                }
                // Before it is shown: what cannot be written down must not happen.
                workplace.record(AuditKind.VIEWED, List.of(), Map.of("case", number, "what", "case"));
                invocation.results().single(shape(now), Whole.of(workplace.cases(), desk, found.get()));
                CaseResults.sayMissing(invocation, found.get());
                CaseResults.warn(invocation, List.of(found.get()));
            }
            return ExitCode.DONE.number();
        }

        private static Shape<Whole> shape(Instant now) {
            Shape<Whole> shape = Shape.of("case");
            for (Shape.Field<TakedownCase> field : CaseResults.whole(now).fields()) {
                shape = shape.with(field, Whole::shown);
            }
            return shape.field("requester", "REQUESTER", Whole::asked)
                    .field(
                            "photos",
                            "PHOTOS",
                            w -> w.photos().stream().map(Show::photo).toList(),
                            w -> String.join(
                                    ", ",
                                    w.photos().stream().map(CasePhoto::name).toList()))
                    .field("mandate_sha256", "MANDATE", Whole::mandate)
                    .field("objection", "OBJECTION", Whole::objected)
                    .field(
                            "findings",
                            "FINDINGS",
                            Whole::findings,
                            w -> String.join(
                                    ", ",
                                    w.findings().stream()
                                            .map(finding -> finding.get("finding") + " " + finding.get("review"))
                                            .toList()))
                    .field(
                            "coverage",
                            "LOOKED AT",
                            w -> w.decisions().coverage().map(Coverage::statement))
                    .field(
                            "answers",
                            "ANSWERS",
                            Whole::answers,
                            w -> String.join(
                                    ", ",
                                    w.letters().stream()
                                            .map(letter -> (letter.recipient() == Recipient.REQUESTER
                                                            ? "requester"
                                                            : letter.account())
                                                    + " " + letter.language().tag() + " " + letter.given())
                                            .toList()))
                    .field("uploaders_untold", "NOT YET TOLD", w -> List.copyOf(w.untold()))
                    .field(
                            "history",
                            "HISTORY",
                            w -> w.history().stream().map(Show::event).toList(),
                            w -> String.join(
                                    ", ",
                                    w.history().stream()
                                            .map(event -> event.kind() + " " + event.at())
                                            .toList()));
        }

        private static Map<String, Object> photo(CasePhoto photo) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", photo.name());
            fields.put("sha256", photo.sha256());
            return fields;
        }

        private static Map<String, Object> event(CaseEvent event) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("at", event.at());
            fields.put("round", event.round());
            fields.put("kind", event.kind());
            fields.put("state", event.state());
            return fields;
        }
    }
}
