package io.sosia.jobs.cli;

import io.sosia.indexer.sighting.ArchiveDamage;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.retention.ErasureUnfinishedException;
import io.sosia.jobs.retention.RetentionJob;
import io.sosia.jobs.retention.StepOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code retention}: the nightly job that lets everything go whose time has come. */
@Command(
        name = "retention",
        description = {
            "Erases everything whose time has come, and says what it did.",
            "Days of sightings that have expired; people whose consent ended, with a receipt for each; closed cases; old",
            "pictures; runs, where the settings say so. Start it every night. A step that fails does not keep the others",
            "from being done; killed, the next run goes on."
        },
        footer = {
            "%nIn sosia.json: {\"retention\": {\"expiredConsent\": \"P30D\", \"pictures\": \"P180D\", \"runs\": \"P730D\"},",
            "\"sightings\": {\"retention\": \"P30D\"}}. Exit code 1 says that a step failed, or that --verify found damage."
        })
final class RetentionCommand implements Callable<Integer> {

    private static final Shape<StepOutcome> OUTCOME = Shape.<StepOutcome>of("retention")
            .field("step", "STEP", StepOutcome::step)
            .field("state", "STATE", RetentionCommand::state)
            .field(
                    "counts",
                    "HOW MANY",
                    o -> o.report().counts(),
                    o -> counts(o.report().counts()))
            .field(
                    "details",
                    "WHICH",
                    o -> o.report().details(),
                    o -> String.join(", ", o.report().details()))
            .field("warnings", o -> o.report().warnings())
            .field("problem", "PROBLEM", StepOutcome::problem);

    private static final Shape<ArchiveDamage> DAMAGE = Shape.<ArchiveDamage>of("damage")
            .field("day", "DAY", d -> d.day().toString())
            .field("file", "FILE", ArchiveDamage::file)
            .field("what", "WHAT", ArchiveDamage::what);

    private final Invocation invocation;

    @Option(names = "--dry-run", description = "Only says what would be done")
    private boolean dryRun;

    @Option(
            names = "--verify",
            description = "Also reads every kept sighting, pictures too, and names what is not as it was written")
    private boolean verify;

    RetentionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws NotReadyException, ErasureUnfinishedException {
        try (Workplace workplace = Workplace.open(invocation)) {
            RetentionJob job = workplace.retention();
            List<StepOutcome> outcomes = dryRun ? job.look() : job.apply(outcome -> {});
            if (!dryRun) {
                workplace.record(AuditKind.RETENTION_APPLIED, List.of(), facts(outcomes));
            }
            List<ArchiveDamage> damaged = verify ? workplace.verifySightings() : List.of();
            Results results = invocation.results();
            results.list(OUTCOME, outcomes);
            results.list(DAMAGE, damaged);
            Console console = invocation.console();
            for (StepOutcome outcome : outcomes) {
                outcome.report().warnings().forEach(warning -> console.say("sosia: " + warning));
            }
            if (dryRun) {
                console.say("sosia: nothing was changed; without --dry-run this is done");
            }
            if (verify && damaged.isEmpty()) {
                console.say("sosia: every kept sighting is as it was written");
            }
            boolean failed = outcomes.stream().anyMatch(o -> o.state() == StepOutcome.State.FAILED);
            if (failed) {
                console.say("sosia: some steps could not be done; the next run tries again");
            }
            return (failed || !damaged.isEmpty() ? ExitCode.SOME_REFUSED : ExitCode.DONE).number();
        }
    }

    private static Map<String, String> facts(List<StepOutcome> outcomes) {
        Map<String, String> facts = new TreeMap<>();
        for (StepOutcome outcome : outcomes) {
            facts.put(outcome.step(), state(outcome));
            outcome.report()
                    .counts()
                    .forEach((what, count) -> facts.put(outcome.step() + "_" + what, String.valueOf(count)));
        }
        return facts;
    }

    private static String state(StepOutcome outcome) {
        return outcome.state().name().toLowerCase(Locale.ROOT);
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
