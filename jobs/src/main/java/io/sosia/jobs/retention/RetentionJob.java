package io.sosia.jobs.retention;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.batch.BatchRuntime;
import io.sosia.jobs.batch.FailureCategory;
import io.sosia.jobs.batch.FailurePolicy;
import io.sosia.jobs.batch.SoleRun;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The nightly job: steps one after another, of which each is done though one before it failed. Every step bears being done
 * again, so that a run that was killed is taken up by simply starting the next.
 */
public final class RetentionJob {

    private static final String JOB = "retention";

    private final Home home;
    private final RegisterDatabase database;
    private final List<RetentionStep> steps;
    private final Clock clock;

    /**
     * A job on an open database with the jobs' tables.
     *
     * @param steps in the order in which they are done; each name once
     */
    public RetentionJob(Home home, RegisterDatabase database, List<RetentionStep> steps, Clock clock) {
        this.home = home;
        this.database = database;
        this.steps = List.copyOf(steps);
        this.clock = clock;
    }

    /**
     * Does every step.
     *
     * @param heard told of each outcome when it is known
     * @return the outcomes
     * @throws NotReadyException if another job is running here
     */
    public List<StepOutcome> apply(Consumer<StepOutcome> heard) throws NotReadyException {
        try (SoleRun sole = SoleRun.take(home, database, clock.instant());
                BatchRuntime batch = BatchRuntime.open(database)) {
            sole.check();
            batch.recover(JOB);
            long run = JdbcClient.create(database.dataSource())
                    .sql("UPDATE scan_counter SET last_number = last_number + 1 WHERE name = 'retention'"
                            + " RETURNING last_number")
                    .query(Long.class)
                    .single();
            Map<String, StepReport> reports = new ConcurrentHashMap<>();
            JobExecution execution = batch.operator()
                    .start(
                            new JobBuilder(JOB, batch.repository())
                                    .start(flow(batch, reports))
                                    .end()
                                    .build(),
                            new JobParametersBuilder().addLong("run", run).toJobParameters());
            List<StepOutcome> outcomes = new ArrayList<>();
            for (StepExecution step : execution.getStepExecutions()) {
                outcomes.add(outcome(step, reports));
            }
            outcomes.forEach(heard);
            return outcomes;
        } catch (JobExecutionException e) {
            throw new IllegalStateException("each run has a number of its own, so that it can be started", e);
        }
    }

    /** What each step would do now. Changes nothing; what a step cannot even look at ends this. */
    public List<StepOutcome> look() throws ErasureUnfinishedException {
        List<StepOutcome> outcomes = new ArrayList<>();
        for (RetentionStep step : steps) {
            outcomes.add(new StepOutcome(step.name(), StepOutcome.State.LOOKED, step.look(), Optional.empty()));
        }
        return outcomes;
    }

    private Flow flow(BatchRuntime batch, Map<String, StepReport> reports) {
        FlowBuilder<Flow> flow = new FlowBuilder<>(JOB);
        Step last = step(batch, steps.getFirst(), reports);
        flow.start(last);
        for (RetentionStep next : steps.subList(1, steps.size())) {
            Step following = step(batch, next, reports);
            flow.from(last).on("*").to(following);
            last = following;
        }
        flow.from(last).on("*").end();
        return flow.build();
    }

    private static Step step(BatchRuntime batch, RetentionStep step, Map<String, StepReport> reports) {
        return new StepBuilder(step.name(), batch.repository())
                // A step's own transactions hold what belongs together; one around all of it would hold the database.
                .tasklet(
                        (contribution, context) -> {
                            reports.put(step.name(), step.apply());
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    private static StepOutcome outcome(StepExecution step, Map<String, StepReport> reports) {
        StepReport report = reports.get(step.getStepName());
        if (report != null && step.getExitStatus().getExitCode().equals(ExitStatus.COMPLETED.getExitCode())) {
            return new StepOutcome(step.getStepName(), StepOutcome.State.DONE, report, Optional.empty());
        }
        String problem = step.getFailureExceptions().stream()
                .map(RetentionJob::said)
                .findFirst()
                .orElseGet(() -> step.getExitStatus().getExitCode());
        return new StepOutcome(
                step.getStepName(), StepOutcome.State.FAILED, StepReport.of(Map.of()), Optional.of(problem));
    }

    private static String said(Throwable failure) {
        return switch (failure) {
            case ErasureUnfinishedException e -> String.valueOf(e.getMessage());
            default ->
                switch (FailurePolicy.category(failure)) {
                    case FailureCategory.BadInput bad -> bad.reason() + " " + bad.detail();
                    case FailureCategory.Transient passing -> passing.detail();
                    case FailureCategory.Corrupt corrupt -> corrupt.detail();
                    case FailureCategory.Overtaken overtaken -> overtaken.detail();
                    // A library's message may quote what it could not take.
                    case FailureCategory.Defect defect -> failure.getClass().getSimpleName();
                };
        };
    }
}
