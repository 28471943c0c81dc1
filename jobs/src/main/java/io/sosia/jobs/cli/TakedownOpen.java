package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.takedown.CaseChange;
import io.sosia.jobs.takedown.CaseReceipt;
import io.sosia.jobs.takedown.CaseRequest;
import io.sosia.jobs.takedown.DeadlinePolicies;
import io.sosia.jobs.takedown.Opening;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.RequesterRole;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code takedown open} and {@code takedown complete}: what a case begins with. */
final class TakedownOpen {

    private TakedownOpen() {}

    /** Why somebody may not ask about a registered person, if they may not. */
    private static Optional<String> stranger(Workplace workplace, PersonId id, Requester requester)
            throws NotReadyException {
        Optional<Person> person = workplace.register().person(id);
        return switch (requester.role()) {
            case PERSON ->
                requester
                        .name()
                        .filter(name -> person.isPresent() && !CaseOptions.sameName(person.get(), name))
                        .map(name -> "the requester asks as the person themselves, and " + id + " is registered under"
                                + " another name; a guardian asks with --as guardian, an agent with --as agent and a"
                                + " --mandate");
            // That they may is what the identity check and the mandate are for.
            case GUARDIAN, AGENT -> Optional.empty();
        };
    }

    @Command(
            name = "open",
            description = "Opens a case and gives its number, deadline and receipt at once.",
            footer = {
                "%nWhat is not known yet may be left out: the case is then INCOMPLETE, its clock runs, and",
                "'takedown complete CASE …' adds it. The same command again opens no second case.",
                "%nExample:",
                "  sosia takedown open --as person --requester \"A. Person\" --contact a@example.org \\",
                "      --identity-checked \"passport, video call\" --checked-by reviewer-3 --photo me.jpg \\",
                "      --named 'drama-7:3@12:31' --receipt receipt.json"
            })
    static final class Open implements Callable<Integer> {

        private final Invocation invocation;

        @Option(
                names = "--as",
                required = true,
                paramLabel = "person|guardian|agent",
                description = "As what they ask; an agent needs a --mandate")
        private RequesterRole role = RequesterRole.PERSON;

        @Option(
                names = "--territory",
                paramLabel = "T",
                description = "ISO 3166 code of whose deadlines hold, for example CN")
        private String territory = "";

        @Option(
                names = "--receipt",
                paramLabel = "FILE",
                description = "Writes the signed receipt: FILE in JSON, FILE.sig, FILE.pem and, for people, FILE.txt")
        private Optional<Path> receipt = Optional.empty();

        @Mixin
        private CaseOptions options = new CaseOptions();

        Open(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                CaseRequest request =
                        options.request(role, territory, workplace.settings().takedowns(), invocation.console());
                DeadlinePolicies policies = workplace.deadlines();
                if (request.person().isPresent()) {
                    PersonId person = request.person().get();
                    if (workplace.register().person(person).isEmpty()) {
                        return NotFound.report(invocation, "person", person.value());
                    }
                    Optional<String> why = stranger(workplace, person, request.requester());
                    if (why.isPresent()) {
                        return CaseResults.refused(invocation, Optional.empty(), "open", why.get());
                    }
                }
                Instant now = invocation.clock().instant();
                return switch (open(workplace, request, policies, now)) {
                    case Opening.Opened opened -> done(workplace, opened.opened());
                    case Opening.AlreadyOpen same -> {
                        invocation
                                .console()
                                .say("sosia: exactly this was asked before: case "
                                        + same.open().number() + "; no second one was opened");
                        yield done(workplace, same.open());
                    }
                    case Opening.TooMany many ->
                        CaseResults.refused(
                                invocation,
                                Optional.empty(),
                                "open",
                                "this requester has opened " + many.most() + " cases within " + many.period()
                                        + ", which is the most (takedowns.casesPerRequester); from " + many.next()
                                        + " on another may be opened");
                };
            }
        }

        private static Opening open(Workplace workplace, CaseRequest request, DeadlinePolicies policies, Instant now)
                throws NotReadyException {
            try {
                return workplace.cases().open(request, policies.forTerritory(request.territory()), now);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }

        private int done(Workplace workplace, TakedownCase opened) throws NotReadyException {
            invocation.results().list(CaseResults.shape(invocation.clock().instant()), List.of(opened));
            CaseResults.sayMissing(invocation, opened);
            if (receipt.isEmpty()) {
                return ExitCode.DONE.number();
            }
            workplace.record(
                    AuditKind.EXPORTED, List.of(), Map.of("what", "receipt of the request", "case", opened.number()));
            return CaseResults.write(
                    invocation,
                    CaseReceipt.ofRequest(
                            workplace.cases(),
                            opened,
                            workplace.settings().takedowns().platform(),
                            workplace.signingKey()),
                    opened.number(),
                    receipt.get());
        }
    }

    @Command(name = "complete", description = "Adds what an incomplete case lacks, or photos where none is of use.")
    static final class Complete implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "CASE", description = "For example C-000001")
        private String number = "";

        @Mixin
        private CaseOptions options = new CaseOptions();

        Complete(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                TakedownCases cases = workplace.cases();
                Optional<Requester> before = cases.requester(number);
                CaseRequest addition = options.request(
                        before.map(Requester::role).orElse(RequesterRole.PERSON),
                        "",
                        workplace.settings().takedowns(),
                        invocation.console());
                Optional<PersonId> person =
                        addition.person().or(() -> cases.find(number).flatMap(TakedownCase::person));
                if (person.isPresent()) {
                    if (workplace.register().person(person.get()).isEmpty()) {
                        return NotFound.report(
                                invocation, "person", person.get().value());
                    }
                    Optional<String> why = stranger(
                            workplace,
                            person.get(),
                            before.flatMap(Requester::name).isPresent() ? before.get() : addition.requester());
                    if (why.isPresent()) {
                        return CaseResults.refused(invocation, Optional.of(number), "complete", why.get());
                    }
                }
                return switch (complete(workplace, addition)) {
                    case CaseChange.Done done -> {
                        invocation
                                .results()
                                .list(CaseResults.shape(invocation.clock().instant()), List.of(done.current()));
                        CaseResults.sayMissing(invocation, done.current());
                        yield ExitCode.DONE.number();
                    }
                    case CaseChange.Refused refused ->
                        CaseResults.refused(invocation, Optional.of(number), "complete", refused.why());
                    case CaseChange.Unknown unknown -> CaseResults.unknown(invocation, number);
                };
            }
        }

        private CaseChange complete(Workplace workplace, CaseRequest addition) throws NotReadyException {
            try {
                return workplace
                        .cases()
                        .complete(number, addition, invocation.clock().instant());
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
    }
}
