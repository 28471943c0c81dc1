package io.sosia.jobs.cli;

import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.FindingFilter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code findings}: what scans have found. */
@Command(name = "findings", description = "Shows what scans have found.")
final class FindingsCommand implements Callable<Integer> {

    private final Invocation invocation;

    @Option(names = "--work", paramLabel = "W", description = "Only of this work")
    private Optional<String> work = Optional.empty();

    @Option(names = "--person", paramLabel = "ID", description = "Only of this person")
    private Optional<PersonId> person = Optional.empty();

    @Option(names = "--verdict", paramLabel = "V", description = "Only these: ${COMPLETION-CANDIDATES}; repeatable")
    private Set<Verdict> verdicts = Set.of();

    FindingsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException {
        try (Workplace workplace = Workplace.open(invocation)) {
            ScanResults results = new ScanResults(invocation);
            AtomicLong count = new AtomicLong();
            workplace.findings().findings(new FindingFilter(work, person, verdicts), finding -> {
                count.incrementAndGet();
                results.add(finding);
            });
            results.finish();
            if (person.isPresent() && workplace.register().person(person.get()).isEmpty()) {
                invocation.console().say("sosia: there is no person " + person.get() + " (any more)");
            }
            if (count.get() == 0) {
                invocation
                        .console()
                        .say("sosia: no finding" + (isNarrowed() ? " fits" : " yet; 'sosia scan' makes them"));
            }
        }
        return ExitCode.DONE.number();
    }

    private boolean isNarrowed() {
        return work.isPresent() || person.isPresent() || !verdicts.isEmpty();
    }
}
