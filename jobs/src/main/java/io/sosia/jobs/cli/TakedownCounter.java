package io.sosia.jobs.cli;

import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.TakedownSettings;
import io.sosia.jobs.takedown.CaseChange;
import io.sosia.jobs.takedown.CaseDocument;
import io.sosia.jobs.takedown.Objection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code takedown counter}: an uploader objects. */
@Command(
        name = "counter",
        description = "An uploader objects: reopens the case for other reviewers, on a clock of its own.",
        footer = {
            "%nWhat was decided about the account's uploads is decided again ('review'), by nobody who",
            "decided before; what was decided about others' uploads stands. Then 'takedown answer' again.",
            "%nExample:",
            "  sosia takedown counter C-000001 --uploader acct-9 --statement objection.txt --document licence.pdf"
        })
final class TakedownCounter implements Callable<Integer> {

    private final Invocation invocation;

    @Parameters(paramLabel = "CASE", description = "For example C-000001")
    private String number = "";

    @Option(
            names = "--uploader",
            required = true,
            paramLabel = "ACCOUNT",
            description = "Who objects, as uploads name the account")
    private String uploader = "";

    @Option(
            names = "--statement",
            required = true,
            paramLabel = "TEXT|FILE",
            description = "What they say, or a file with it")
    private String statement = "";

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "A licence that they show; kept sealed. 'licence add' makes it count")
    private Optional<Path> document = Optional.empty();

    TakedownCounter(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException {
        try (Workplace workplace = Workplace.open(invocation)) {
            Objection objection = objection(workplace.settings().takedowns());
            return switch (workplace
                    .desk()
                    .counter(number, objection, invocation.clock().instant())) {
                case CaseChange.Done done -> {
                    invocation
                            .results()
                            .list(CaseResults.shape(invocation.clock().instant()), List.of(done.current()));
                    yield ExitCode.DONE.number();
                }
                case CaseChange.Refused refused ->
                    CaseResults.refused(invocation, Optional.of(number), "counter", refused.why());
                case CaseChange.Unknown unknown -> CaseResults.unknown(invocation, number);
            };
        }
    }

    private Objection objection(TakedownSettings limits) {
        Optional<CaseDocument> shown = document.map(file -> CaseOptions.document("--document", file, limits));
        try {
            return new Objection(
                    uploader,
                    Optional.of(CaseOptions.textOrFile("--statement", statement, invocation.console())),
                    shown);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
