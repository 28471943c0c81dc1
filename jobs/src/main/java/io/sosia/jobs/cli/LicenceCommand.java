package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Licence;
import io.sosia.indexer.registry.LicenceTerms;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.digest.Sha256;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code licence}: who may use whose likeness. */
@Command(name = "licence", description = "Records what people allow accounts to do with their likeness.")
final class LicenceCommand {

    static Shape<Licence> shape(Clock clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Shape.<Licence>of("licence")
                .field("id", "LICENCE", Licence::id)
                .field("person", "PERSON", l -> l.terms().person().value())
                .field("licensee", "LICENSEE", l -> l.terms().licensee())
                .field(
                        "work",
                        "WORK",
                        l -> l.terms().work(),
                        l -> l.terms().work().orElse("any"))
                .field(
                        "uses",
                        "USES",
                        l -> sorted(l.terms().uses()),
                        l -> orAny(l.terms().uses()))
                .field(
                        "territories",
                        "TERRITORIES",
                        l -> sorted(l.terms().territories()),
                        l -> orAny(l.terms().territories()))
                .field("from", "FROM", l -> l.terms().from())
                .field("until", "UNTIL", l -> l.terms().until())
                .field("status", "STATUS", l -> status(l, today))
                .field("added", Licence::added)
                .field("revoked", Licence::revoked)
                .field("document_sha256", l -> l.terms().documentSha256());
    }

    /** Whose likeness it is about, and who may use it. */
    private static List<AuditSubject> parties(Licence licence) {
        return List.of(
                AuditSubject.person(licence.terms().person().value()),
                AuditSubject.account(licence.terms().licensee()));
    }

    private static Map<String, String> facts(Licence licence) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("licence", licence.id());
        facts.put("from", licence.terms().from().toString());
        facts.put("until", licence.terms().until().toString());
        licence.terms().documentSha256().ifPresent(digest -> facts.put("document_sha256", digest));
        return facts;
    }

    private static List<String> sorted(Set<String> values) {
        return values.stream().sorted().toList();
    }

    private static String orAny(Set<String> values) {
        return values.isEmpty() ? "any" : String.join(", ", sorted(values));
    }

    private static String status(Licence licence, LocalDate today) {
        if (licence.revoked().isPresent()) {
            return "revoked";
        }
        if (today.isBefore(licence.terms().from())) {
            return "future";
        }
        return today.isAfter(licence.terms().until()) ? "expired" : "running";
    }

    @Command(
            name = "add",
            description = "The person allows this account to use their likeness.",
            footer = {
                "%nExample:",
                "  sosia licence add --person p-17 --licensee acct-9 --from 2026-01-01 --until 2026-12-31"
            })
    static final class Add implements Callable<Integer> {

        private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

        private final Invocation invocation;

        @Option(names = "--person", required = true, paramLabel = "ID", description = "Who allows it")
        @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
        private PersonId person;

        @Option(
                names = "--licensee",
                required = true,
                paramLabel = "ACCOUNT",
                description = "The account, as uploads name it")
        private String licensee = "";

        @Option(names = "--work", paramLabel = "W", description = "The one work it is for. Default: all of them")
        private Optional<String> work = Optional.empty();

        @Option(names = "--use", paramLabel = "USE", description = "A kind of use, for example drama; repeatable")
        private Set<String> uses = Set.of();

        @Option(
                names = "--from",
                required = true,
                paramLabel = "DATE",
                description = "First day, for example 2026-01-01")
        private LocalDate from = LocalDate.EPOCH;

        @Option(names = "--until", required = true, paramLabel = "DATE", description = "Last day")
        private LocalDate until = LocalDate.EPOCH;

        @Option(
                names = "--territory",
                paramLabel = "T",
                description = "ISO 3166 code, for example CN; repeatable. Default: worldwide")
        private Set<String> territories = Set.of();

        @Option(names = "--document", paramLabel = "FILE", description = "The signed document; its hash is kept")
        private Optional<Path> document = Optional.empty();

        Add(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            LicenceTerms terms = terms();
            try (Workplace workplace = Workplace.open(invocation)) {
                Register register = workplace.register();
                if (register.person(person).isEmpty()) {
                    return NotFound.report(invocation, "person", person.value());
                }
                Licence added = workplace
                        .audit()
                        .changing(
                                () -> add(register, terms),
                                licence -> Optional.of(
                                        workplace.event(AuditKind.LICENCE_ADDED, parties(licence), facts(licence))));
                invocation.results().list(shape(invocation.clock()), List.of(added));
            }
            return ExitCode.DONE.number();
        }

        private LicenceTerms terms() {
            Set<String> countries = new LinkedHashSet<>();
            for (String territory : territories) {
                String country = territory.strip().toUpperCase(Locale.ROOT);
                if (!COUNTRIES.contains(country)) {
                    throw new UsageException("--territory " + territory
                            + " is no country of ISO 3166, such as CN, US or DE; leave it out for worldwide");
                }
                countries.add(country);
            }
            try {
                return new LicenceTerms(
                        person, licensee, work, uses, countries, from, until, document.map(Add::sha256));
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }

        private static Licence add(Register register, LicenceTerms terms) {
            try {
                return register.addLicence(terms);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }

        private static String sha256(Path file) {
            try {
                return Sha256.of(file);
            } catch (IOException e) {
                throw new UsageException("--document " + file + " cannot be read: " + FileReason.words(e));
            }
        }
    }

    @Command(name = "list", description = "Every licence.")
    static final class ListLicences implements Callable<Integer> {

        private final Invocation invocation;

        ListLicences(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                List<Licence> licences = workplace.register().licences();
                workplace.record(
                        AuditKind.VIEWED,
                        List.of(),
                        Map.of("what", "licences", "count", String.valueOf(licences.size())));
                invocation.results().list(shape(invocation.clock()), licences);
                if (licences.isEmpty()) {
                    invocation.console().say("sosia: there is no licence yet; 'sosia help licence add' shows how");
                }
            }
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "revoke", description = "The person takes a licence back; it counts as ended from now on.")
    static final class Revoke implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "LICENCE", description = "For example L-000001")
        private String id = "";

        Revoke(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                Register register = workplace.register();
                Optional<Licence> revoked = workplace
                        .audit()
                        .changing(
                                () -> register.revoke(id, invocation.clock().instant()),
                                licence -> licence.map(known ->
                                        workplace.event(AuditKind.LICENCE_REVOKED, parties(known), facts(known))));
                if (revoked.isEmpty()) {
                    return NotFound.report(invocation, "licence", id);
                }
                invocation.results().list(shape(invocation.clock()), List.of(revoked.get()));
            }
            return ExitCode.DONE.number();
        }
    }
}
