package io.sosia.jobs.cli;

import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.FindingFilter;
import io.sosia.jobs.scan.FindingStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
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

    @Option(
            names = "--review",
            paramLabel = "R",
            description = "Only what people have decided so: ${COMPLETION-CANDIDATES}; open is what nobody has yet")
    private Optional<FindingFilter.Review> review = Optional.empty();

    FindingsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException {
        try (Workplace workplace = Workplace.open(invocation)) {
            ScanResults results = new ScanResults(invocation);
            FindingFilter filter = new FindingFilter(work, person, verdicts, review);
            FindingStore findings = workplace.findings();
            // Counted first, since it is written down before anything is shown.
            AtomicLong fitting = new AtomicLong();
            findings.findings(filter, finding -> fitting.incrementAndGet());
            workplace.record(AuditKind.VIEWED, about(), facts(fitting.get()));
            AtomicLong count = new AtomicLong();
            findings.findings(filter, finding -> {
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

    private List<AuditSubject> about() {
        return person.map(id -> AuditSubject.person(id.value())).stream().toList();
    }

    private Map<String, String> facts(long count) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("what", "findings");
        facts.put("count", String.valueOf(count));
        work.ifPresent(only -> facts.put("work", only));
        if (!verdicts.isEmpty()) {
            facts.put("verdicts", verdicts.stream().map(Enum::name).sorted().collect(Collectors.joining(" ")));
        }
        review.ifPresent(only -> facts.put("review", only.name()));
        return facts;
    }

    private boolean isNarrowed() {
        return work.isPresent() || person.isPresent() || !verdicts.isEmpty() || review.isPresent();
    }
}
