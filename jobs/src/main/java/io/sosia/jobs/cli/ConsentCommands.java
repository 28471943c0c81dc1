package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.Withdrawal;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.config.NotReadyException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code person consent} and {@code person withdraw}: what somebody agreed to, and that they no longer do. */
final class ConsentCommands {

    private static final int MOST_REASON = 500;

    private ConsentCommands() {}

    /** Whether a consent holds. Names are printed: keep them. */
    private enum State {
        VALID,
        TO_COME,
        EXPIRED,
        WITHDRAWN;

        static State of(Consent consent, LocalDate day) {
            if (consent.withdrawn().isPresent()) {
                return WITHDRAWN;
            }
            if (consent.holdsOn(day)) {
                return VALID;
            }
            return day.isBefore(consent.granted()) ? TO_COME : EXPIRED;
        }
    }

    private static Shape<Person> shape(LocalDate today) {
        return Shape.<Person>of("consent")
                .field("person", "PERSON", p -> p.id().value())
                .field("state", "STATE", p -> State.of(p.consent(), today))
                .field("searchable", p -> p.consent().holdsOn(today))
                .field("consent", "CONSENT", p -> p.consent().reference())
                .field("consent_granted", "GRANTED", p -> p.consent().granted())
                .field("consent_until", "UNTIL", p -> p.consent().until())
                .field("purpose", "PURPOSE", p -> p.consent().purpose())
                .field("consent_text", "TEXT", p -> p.consent().textVersion())
                .field("network_storage", "NETWORK STORAGE", p -> p.consent().networkStorage())
                .field("minor", "MINOR", p -> p.consent().minor())
                .field("guardian", "GUARDIAN", p -> p.consent().guardian())
                .field("withdrawn", "WITHDRAWN", p -> p.consent().withdrawn().map(Withdrawal::at))
                .field("reason", "REASON", p -> p.consent().withdrawn().flatMap(Withdrawal::reason));
    }

    @Command(name = "consent", description = "What a person agreed to, and whether it holds.")
    static final class Show implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "The person")
        @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
        private PersonId id;

        Show(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                Optional<Person> person = workplace.register().person(id);
                if (person.isEmpty()) {
                    return NotFound.report(invocation, "person", id.value());
                }
                workplace.record(AuditKind.VIEWED, List.of(AuditSubject.person(id.value())), Map.of("what", "consent"));
                invocation.results().single(shape(invocation.today()), person.get());
            }
            return ExitCode.DONE.number();
        }
    }

    @Command(
            name = "withdraw",
            description = {
                "Takes a person's consent back: from now on nobody looks for them, scans that are running included.",
                "Name, photos and templates stay until they are erased. Who consents anew is registered with a new",
                "reference ('sosia person add')."
            })
    static final class Withdraw implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "The person")
        @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
        private PersonId id;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, or how it was told; kept sealed")
        private Optional<String> reason = Optional.empty();

        Withdraw(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            reason.ifPresent(text -> Enrolment.requirePlain("--reason", text, MOST_REASON));
            try (Workplace workplace = Workplace.open(invocation)) {
                Register register = workplace.register();
                boolean held = register.person(id)
                        .map(before -> before.consent().withdrawn().isEmpty())
                        .orElse(false);
                Optional<Person> person = workplace
                        .audit()
                        .changing(
                                () -> register.withdraw(
                                        id, new Withdrawal(invocation.clock().instant(), reason)),
                                withdrawn -> withdrawn
                                        .filter(known -> held)
                                        .map(known -> workplace.event(
                                                AuditKind.CONSENT_WITHDRAWN,
                                                List.of(AuditSubject.person(id.value())),
                                                Map.of())));
                if (person.isEmpty()) {
                    return NotFound.report(invocation, "person", id.value());
                }
                invocation.results().single(shape(invocation.today()), person.get());
                invocation
                        .console()
                        .say("sosia: nobody looks for " + id + " from now on; name, photos and templates stay until"
                                + " 'sosia person erase " + id + "'");
            }
            return ExitCode.DONE.number();
        }
    }
}
