package io.sosia.jobs.cli;

import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.takedown.CaseEvent;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
                "notices."
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
                List<TakedownCase> cases = workplace.cases().all().stream()
                        .filter(one -> all || one.closed().isEmpty())
                        .sorted(URGENT)
                        .toList();
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

    /** A case with what is sealed for it. */
    private record Whole(
            TakedownCase shown,
            Optional<Requester> requester,
            List<CasePhoto> photos,
            Optional<String> mandate,
            List<CaseEvent> history) {

        static Whole of(TakedownCases cases, TakedownCase shown) {
            String number = shown.number();
            return new Whole(
                    shown,
                    cases.requester(number),
                    cases.photos(number),
                    cases.mandate(number).map(document -> document.sha256()),
                    cases.history(number));
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
                TakedownCases cases = workplace.cases();
                Optional<TakedownCase> found = cases.find(number);
                if (found.isEmpty()) {
                    return CaseResults.unknown(invocation, number);
                }
                Instant now = invocation.clock().instant();
                invocation.results().single(shape(now), Whole.of(cases, found.get()));
                CaseResults.sayMissing(invocation, found.get());
                CaseResults.warn(invocation, List.of(found.get()));
            }
            return ExitCode.DONE.number();
        }

        private static Shape<Whole> shape(Instant now) {
            Shape<Whole> shape = Shape.of("case");
            for (Shape.Field<TakedownCase> field : CaseResults.shape(now).fields()) {
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
