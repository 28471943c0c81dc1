package io.sosia.jobs.cli;

import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.retention.ErasedSubject;
import io.sosia.jobs.retention.Erasure;
import io.sosia.jobs.retention.ErasureReason;
import io.sosia.jobs.retention.ErasureUnfinishedException;
import io.sosia.jobs.retention.Erasures;
import io.sosia.jobs.review.ProvisionalPeople;
import io.sosia.jobs.takedown.CaseChange;
import io.sosia.jobs.takedown.CaseDesk;
import io.sosia.jobs.takedown.CaseState;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code takedown close}: the end of a case. */
@Command(
        name = "close",
        description = "Ends a case that is answered, or that its requester took back.",
        footer = {
            "%nWhat is sealed for it is kept for takedowns.keepClosed (30 days), while uploaders may object,",
            "and is then erased by 'retention'; --erase does it at once. Number, dates, states and the audit",
            "log stay.",
            "%nExample:",
            "  sosia takedown close C-000001 --erase --receipt erased.json"
        })
final class TakedownClose implements Callable<Integer> {

    private static final Shape<Erased> ERASED = Shape.<Erased>of("erased")
            .field("case", "CASE", Erased::number)
            .field("receipt", "RECEIPT", e -> e.erasure().receipt().receipt().number())
            .field("time", "TIME", e -> e.erasure().receipt().receipt().time())
            .field("commitment", e -> e.erasure().receipt().receipt().commitment())
            .field("opening", "OPENING", e -> e.erasure().opening());

    private final Invocation invocation;

    @Parameters(paramLabel = "CASE", description = "For example C-000001")
    private String number = "";

    @Option(names = "--withdrawn", description = "The requester took the request back; no answer is needed then")
    private boolean withdrawn;

    @Option(
            names = "--uploaders-untold",
            description = "Although uploaders whose videos were taken down have not been told why")
    private boolean untold;

    @Option(names = "--erase", description = "Erases at once all that names or shows anybody. There is no way back")
    private boolean erase;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "With --erase: writes the signed receipt of erasure, FILE, FILE.sig and FILE.pem")
    private Optional<Path> receipt = Optional.empty();

    TakedownClose(Invocation invocation) {
        this.invocation = invocation;
    }

    private record Erased(String number, Erasure erasure) {}

    @Override
    public Integer call() throws NotReadyException, ErasureUnfinishedException {
        if (receipt.isPresent() && !erase) {
            throw new UsageException("--receipt belongs to --erase");
        }
        Optional<ReceiptFile> file = receipt.map(named -> ReceiptFile.at("--receipt", named));
        try (Workplace workplace = Workplace.open(invocation)) {
            CaseDesk desk = workplace.desk();
            Instant now = invocation.clock().instant();
            Optional<TakedownCase> found = desk.look(number, now);
            if (found.isEmpty()) {
                return CaseResults.unknown(invocation, number);
            }
            TakedownCase about = found.get();
            // Closed before, and now to be erased, or an erasure that broke off.
            if (!(erase && about.state() == CaseState.CLOSED)) {
                Set<String> left = about.state() == CaseState.ANSWERED ? desk.untold(about) : Set.of();
                if (!left.isEmpty() && !untold && !withdrawn) {
                    return CaseResults.refused(
                            invocation,
                            Optional.of(number),
                            "close",
                            "uploaders have not been told what was decided: " + String.join(", ", left)
                                    + "; takedown answer CASE --to uploader --uploader ACCOUNT, or takedown close CASE"
                                    + " --uploaders-untold");
                }
                switch (closed(workplace, now)) {
                    case CaseChange.Done done -> about = done.current();
                    case CaseChange.Refused refused -> {
                        return CaseResults.refused(invocation, Optional.of(number), "close", refused.why());
                    }
                    case CaseChange.Unknown unknown -> {
                        return CaseResults.unknown(invocation, number);
                    }
                }
            }
            boolean all = !erase || erased(workplace, about, file, now);
            workplace
                    .cases()
                    .find(number)
                    .ifPresent(closed -> invocation.results().list(CaseResults.shape(now), List.of(closed)));
            return (all ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
        }
    }

    private record Ended(CaseChange change, String number, ProvisionalPeople.End person) {}

    /** Whoever is registered for the case alone is searched for no longer than it is kept; not at all where it was taken back. */
    private CaseChange closed(Workplace workplace, Instant now) throws NotReadyException {
        TakedownCases cases = workplace.cases();
        ProvisionalPeople people = new ProvisionalPeople(workplace.register());
        LocalDate last =
                LocalDate.ofInstant(now.plus(workplace.settings().takedowns().keepClosed()), ZoneOffset.UTC);
        return workplace
                .audit()
                .changing(
                        () -> switch (cases.close(number, withdrawn, now)) {
                            case CaseChange.Done done ->
                                new Ended(
                                        done,
                                        done.current().number(),
                                        people.ended(done.current().number(), withdrawn, now, last));
                            case CaseChange.Refused refused ->
                                new Ended(refused, number, ProvisionalPeople.End.UNCHANGED);
                            case CaseChange.Unknown unknown ->
                                new Ended(unknown, number, ProvisionalPeople.End.UNCHANGED);
                        },
                        ended -> kind(ended.person)
                                .map(kind -> workplace.event(
                                        kind,
                                        List.of(AuditSubject.person(ProvisionalPeople.id(ended.number)
                                                .value())),
                                        Map.of("case", ended.number))))
                .change();
    }

    private static Optional<AuditKind> kind(ProvisionalPeople.End end) {
        return switch (end) {
            case UNCHANGED -> Optional.empty();
            case WITHDRAWN -> Optional.of(AuditKind.CONSENT_WITHDRAWN);
            case LIMITED -> Optional.of(AuditKind.PERSON_CHANGED);
        };
    }

    private boolean erased(Workplace workplace, TakedownCase about, Optional<ReceiptFile> file, Instant now)
            throws NotReadyException, ErasureUnfinishedException {
        about.objectionsUntil()
                .filter(now::isBefore)
                .ifPresent(until -> invocation
                        .console()
                        .say("sosia: objections were announced to be possible until " + until
                                + "; once it is erased nothing can be looked at again"));
        Erasures erasures = workplace.erasures();
        Optional<Erasure> erasure = erasures.erase(new ErasedSubject.OfCase(number), ErasureReason.REQUESTED);
        if (erasure.isEmpty()) {
            invocation.console().say("sosia: case " + number + " was erased before");
            return true;
        }
        if (file.isPresent()) {
            try {
                file.get().write(invocation, erasure.get().receipt());
            } catch (NotReadyException e) {
                invocation.console().say("sosia: " + e.getMessage() + "; the same command again tries again");
                return false;
            }
        }
        invocation.results().list(ERASED, List.of(new Erased(number, erasure.get())));
        invocation.console().out().flush();
        erasures.handedOver(erasure.get().subject());
        return true;
    }
}
