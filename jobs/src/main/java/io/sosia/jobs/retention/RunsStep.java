package io.sosia.jobs.retention;

import io.sosia.jobs.scan.FindingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Erases runs that are old enough, with their pages and what only they found, where the settings want that. */
public final class RunsStep implements RetentionStep {

    private final FindingStore findings;
    private final LongPredicate kept;
    private final Optional<Duration> age;
    private final Clock clock;

    /**
     * Of the runs of scans.
     *
     * @param kept findings, by number, that stay
     * @param age of a run, from which on it goes; empty keeps all
     */
    public RunsStep(FindingStore findings, LongPredicate kept, Optional<Duration> age, Clock clock) {
        this.findings = findings;
        this.kept = kept;
        this.age = age;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "runs";
    }

    @Override
    public StepReport look() {
        return StepReport.of(Map.of("runs", before().map(findings::runsBefore).orElse(0L)));
    }

    @Override
    public StepReport apply() {
        FindingStore.RunsErased erased =
                before().map(time -> findings.eraseRunsBefore(time, kept)).orElse(new FindingStore.RunsErased(0, 0));
        return StepReport.of(Map.of("runs", erased.runs(), "findings", erased.findings()));
    }

    private Optional<Instant> before() {
        return age.map(clock.instant()::minus);
    }
}
