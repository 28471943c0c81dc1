package io.sosia.jobs.takedown.search;

import io.sosia.indexer.calibration.StrangerOdds;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.indexer.sighting.CaseNotOpenException;
import io.sosia.jobs.audit.AuditEvent;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.batch.BatchRuntime;
import io.sosia.jobs.batch.FailurePolicy;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.batch.OvertakenException;
import io.sosia.jobs.batch.SoleRun;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.JsonLines;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.search.ArchiveStep.Looked;
import io.sosia.jobs.takedown.search.CasePortraits.Portraits;
import io.sosia.jobs.takedown.search.SearchStore.Asked;
import io.sosia.jobs.takedown.search.SearchStore.Filed;
import io.sosia.jobs.takedown.search.SearchStore.Run;
import io.sosia.jobs.takedown.search.SearchStore.Stage;
import io.sosia.jobs.takedown.search.SearchStore.State;
import io.sosia.models.digest.Sha256;
import io.sosia.models.vector.Embedding;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The search for a case as a Spring Batch job: its steps are those of {@link SearchStep}. Each writes what it came to in
 * transactions of its own, and knows by that what is left to do, so that a search goes on after any end; Spring Batch records
 * searches, steps and how they ended. What a search tells, it tells in its last transaction, together with the case's step and
 * the entry in the audit log: all of it or nothing. Serves one search at a time.
 */
public final class CaseSearch {

    private static final String JOB = "takedown";

    /** So many strangers among the candidates a person can look at. */
    public static final double STRANGERS = 20;

    private final SearchParts parts;
    private final SearchStore store;
    private final CasePortraits portraits;

    /**
     * A search on an open register; the parts stay the caller's to close.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public CaseSearch(SearchParts parts) throws NotReadyException {
        this.parts = parts;
        JobsSchema.prepare(parts.database());
        this.store = new SearchStore(parts.database().dataSource(), parts.keys());
        this.portraits = new CasePortraits(parts, store);
    }

    /** What a search works by, once it is known whom it is for. */
    private record Plan(
            TakedownCase about,
            double strangers,
            boolean somebodyElse,
            String actor,
            SearchListener listener,
            StopSignal stop) {}

    /** As below, of somebody whose photos are nobody's who is registered. */
    public SearchResult search(
            TakedownCase about, double strangers, String actor, SearchListener listener, StopSignal stop)
            throws NotReadyException, ScanStoppedException {
        return search(about, strangers, false, actor, listener, stop);
    }

    /**
     * Searches, or goes on with the search that did not end.
     *
     * @param about the case
     * @param strangers expected among the candidates at most, named places apart; above 0
     * @param somebodyElse whether people have made sure that who asks is not the registered person whom the photos look like
     * @param actor who searches
     * @throws NotReadyException if the case is not open, nobody may be searched for, or another search is running; nothing was
     *     started
     * @throws ScanStoppedException if it could not go on; what was done is kept
     */
    public SearchResult search(
            TakedownCase about,
            double strangers,
            boolean somebodyElse,
            String actor,
            SearchListener listener,
            StopSignal stop)
            throws NotReadyException, ScanStoppedException {
        Instant begun = parts.clock().instant();
        requireSearchable(about);
        try (SoleRun sole = SoleRun.take(parts.home(), parts.database(), begun, SoleRun.Right.TAKEDOWN);
                BatchRuntime batch = BatchRuntime.open(parts.database())) {
            sole.check();
            batch.recover(JOB);
            return search(batch, new Plan(about, strangers, somebodyElse, actor, listener, stop), begun);
        }
    }

    private void requireSearchable(TakedownCase about) throws NotReadyException {
        if (!parts.cases().isOpen(about.number())) {
            throw new NotReadyException("the case " + about.number() + " is " + about.state()
                    + ", and nobody is searched for through it; 'sosia takedown show " + about.number()
                    + "' says what is missing or why");
        }
        if (about.person().isPresent()
                && !parts.register()
                        .searchable(java.time.LocalDate.ofInstant(parts.clock().instant(), java.time.ZoneOffset.UTC))
                        .contains(about.person().get())) {
            throw new NotReadyException(about.person().get()
                    + " is not registered with a consent that is valid today, so nobody is compared with them");
        }
    }

    /** Nobody is searched for by photos that are another's, unless they act for them or people have looked into it. */
    private void requireOwnFace(Plan plan, Portraits person) throws NotReadyException {
        TakedownCase about = plan.about;
        boolean forThemselves = parts.cases()
                .requester(about.number())
                .map(who -> switch (who.role()) {
                    case PERSON -> true;
                    case GUARDIAN, AGENT -> false;
                })
                .orElse(true);
        if (!forThemselves || plan.somebodyElse) {
            return;
        }
        Optional<LookAlike> registered = new RegisteredFaces(parts).of(person.used(), about.person());
        if (registered.isPresent()) {
            PersonId whose = registered.get().person();
            throw new NotReadyException("the photos of " + about.number() + " are those of " + whose
                    + ", who is registered (similarity " + registered.get().similarity() + "), and the case does not"
                    + " name them, so nobody is searched for. Do not tell the requester who it is. If they are the same,"
                    + " 'sosia takedown close " + about.number() + " --withdrawn' and open it anew with --person "
                    + whose
                    + "; if they act for them, anew --as guardian or agent; if identity was checked and they only look"
                    + " alike, 'sosia takedown run " + about.number() + " --somebody-else'");
        }
    }

    private SearchResult search(BatchRuntime batch, Plan plan, Instant begun)
            throws NotReadyException, ScanStoppedException {
        TakedownCase about = plan.about;
        try {
            // Photos come before anything is written down: who is searched for is part of what the request is.
            portraits.read(about, plan.listener);
            Portraits person = portraits.of(about);
            if (!person.searchable(parts.fusion())) {
                return new SearchResult(
                        about.number(),
                        store.findings(about.number()),
                        0,
                        Optional.empty(),
                        person.photos(),
                        false,
                        Duration.between(begun, parts.clock().instant()).toMillis());
            }
            requireOwnFace(plan, person);
            String request = request(plan, person);
            Optional<Run> last = store.last(about.number());
            boolean resumed = last.filter(run -> run.state() != State.DONE
                            && run.state() != State.LEFT
                            && run.round() == about.round()
                            && run.request().equals(request)
                            && restartable(batch, run.run()))
                    .isPresent();
            long number;
            if (resumed) {
                number = last.orElseThrow().run();
                store.resume(number);
            } else {
                number = store.begin(about.number(), about.round(), request, begun);
            }
            plan.listener.began(resumed);
            Run run = new Run(number, about.number(), about.round(), request, State.RUNNING, store.stage(number));
            List<Long> before = store.findings(about.number()).stream()
                    .map(CaseFinding::finding)
                    .toList();
            boolean stopped = !launch(batch, run, new Work(plan, run, person));
            List<CaseFinding> findings = store.findings(about.number());
            return new SearchResult(
                    about.number(),
                    findings,
                    (int) findings.stream()
                            .filter(finding -> !before.contains(finding.finding()))
                            .count(),
                    stopped ? Optional.empty() : store.coverage(about.number(), about.round()),
                    person.photos(),
                    stopped,
                    Duration.between(begun, parts.clock().instant()).toMillis());
        } catch (RegisterUnavailableException
                | DataAccessException
                | TransactionException
                | UncheckedIOException
                | OvertakenException
                | CaseNotOpenException e) {
            throw new ScanStoppedException(
                    "the search could not go on: " + e.getMessage(), FailurePolicy.category(e), e);
        }
    }

    /** Everything that makes two searches of a case the same one. */
    private String request(Plan plan, Portraits person) {
        StringBuilder text = new StringBuilder();
        for (Embedding template : person.templates()) {
            text.append(template.space().id())
                    .append(HexFormat.of().formatHex(template.toBytes()))
                    .append('\n');
        }
        plan.about.named().forEach(place -> text.append(JsonLines.stored(place)).append('\n'));
        text.append(parts.fusion().scoring()).append('\n');
        text.append(parts.scan().parsedSampling().key()).append('\n');
        text.append(plan.strangers).append('\n');
        text.append(parts.calibration().source()).append(parts.calibration().version());
        return Sha256.of(text.toString());
    }

    private static boolean restartable(BatchRuntime batch, long run) {
        @Nullable JobExecution last = batch.repository().getLastJobExecution(JOB, parameters(run));
        return last != null && BatchRuntime.restartable(last);
    }

    private static JobParameters parameters(long run) {
        return new JobParametersBuilder().addLong("search", run).toJobParameters();
    }

    /** @return whether it got to its end */
    private boolean launch(BatchRuntime batch, Run run, Work work) throws ScanStoppedException {
        JobExecution execution;
        try {
            SimpleJobBuilder steps =
                    new JobBuilder(JOB, batch.repository()).start(step(batch, SearchStep.ARCHIVE, work));
            for (SearchStep next : List.of(SearchStep.VIDEOS, SearchStep.FACES, SearchStep.CONCLUSION)) {
                steps = steps.next(step(batch, next, work));
            }
            Job job = steps.build();
            execution = batch.operator().start(job, parameters(run.run()));
        } catch (JobExecutionException e) {
            throw new IllegalStateException("the job's state was checked before it was started", e);
        }
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return true;
        }
        boolean stopped = execution.getStatus() == BatchStatus.STOPPED;
        store.end(
                run.run(), stopped ? State.STOPPED : State.FAILED, parts.clock().instant());
        if (stopped) {
            return false;
        }
        Throwable cause = execution.getAllFailureExceptions().stream()
                .filter(failure -> !(failure instanceof JobExecutionException))
                .findFirst()
                .orElseGet(() -> new IllegalStateException("the job ended as " + execution.getExitStatus()));
        throw new ScanStoppedException(
                "the search could not go on: " + cause.getMessage(), FailurePolicy.category(cause), cause);
    }

    private static Step step(BatchRuntime batch, SearchStep which, Work work) {
        return new StepBuilder(which.name().toLowerCase(java.util.Locale.ROOT), batch.repository())
                // A step's own transaction holds nothing: it begins one when there is something to write.
                .tasklet(
                        (contribution, chunk) -> {
                            try {
                                work.run(which);
                            } catch (SearchInterruptedException e) {
                                chunk.getStepContext().getStepExecution().setTerminateOnly();
                            }
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                // What is done is known by what is stored.
                .allowStartIfComplete(true)
                .build();
    }

    /** The steps of one search. */
    private final class Work {

        private final Plan plan;
        private final Run run;
        private final Portraits person;
        private final PersonTemplates templates;
        private final OperatingPoints points;

        Work(Plan plan, Run run, Portraits person) {
            this.plan = plan;
            this.run = run;
            this.person = person;
            this.templates = PersonTemplates.of(person.templates());
            this.points = new OperatingPoints(
                    new StrangerOdds(parts.calibration(), plan.about.person()),
                    parts.scan().claimRate(),
                    plan.strangers,
                    parts.scan().threshold(),
                    parts.scan().reviewMargin());
        }

        void run(SearchStep step) {
            SearchInterruptedException.throwIf(plan.stop);
            requireSameRound();
            Stage reached = store.stage(run.run());
            switch (step) {
                case PHOTOS -> portraits.read(plan.about, plan.listener);
                case ARCHIVE -> {
                    if (reached.compareTo(Stage.ARCHIVE) < 0) {
                        plan.listener.progress(step, 0, 0);
                        // Before anybody is compared: a search that is broken off was one, too.
                        parts.audit().record(event(new TreeMap<>(Map.of("step", "begun"))));
                        ArchiveStep.Outcome outcome =
                                new ArchiveStep(parts, store).search(plan.about, templates, points);
                        store.archiveSearched(
                                run, outcome.candidates(), JsonLines.stored(outcome.looked()), outcome.videos());
                    }
                }
                case VIDEOS -> {
                    if (reached.compareTo(Stage.VIDEOS) < 0) {
                        new VideoStep(parts, store).look(run, templates, scores(looked()), plan.listener, plan.stop);
                        store.videosDone(run);
                    }
                }
                case FACES -> {
                    if (reached.compareTo(Stage.FACES) < 0) {
                        new FaceStep(parts, store).look(run, templates, scores(looked()), plan.listener, plan.stop);
                        store.facesDone(run);
                    }
                }
                case CONCLUSION -> {
                    if (reached.compareTo(Stage.DONE) < 0) {
                        plan.listener.progress(step, 0, 0);
                        conclude(looked());
                    }
                }
            }
        }

        /** @throws OvertakenException if nobody may be searched for through the case any more, or another round has begun */
        private void requireSameRound() {
            TakedownCase current = parts.cases()
                    .find(run.caseNumber())
                    .orElseThrow(() -> new OvertakenException("there is no case " + run.caseNumber()));
            if (!parts.cases().isOpen(run.caseNumber())) {
                throw new OvertakenException("the case " + run.caseNumber() + " is " + current.state()
                        + " since, and nobody is searched for through it any more; nothing of this search was told");
            }
            if (current.round() != run.round()) {
                throw new OvertakenException("an objection has begun round " + current.round() + " of the case "
                        + run.caseNumber() + "; the same command searches for that");
            }
        }

        private Looked looked() {
            return JsonLines.read(store.looked(run.run()), Looked.class);
        }

        private VideoStep.Points scores(Looked looked) {
            double least = points.least(looked.sightings());
            return new VideoStep.Points(least, Math.min(least, points.named()));
        }

        private void conclude(Looked looked) {
            Instant now = parts.clock().instant();
            VideoStep.Points scores = scores(looked);
            List<Candidate> candidates = store.candidates(run, Asked.LOOKED, Integer.MAX_VALUE);
            double sure = points.sure(looked.sightings());
            Coverage coverage = new CoverageReport(parts, store, plan.about, points, scores, sure)
                    .of(run, looked, person.photos(), candidates, now);
            store.together(() -> {
                // Before anything is read: no reviewer decides about what is being replaced.
                parts.cases().hold(run.caseNumber());
                requireSameRound();
                List<Filed> findings = new Conclusion(parts, plan.about, scores, sure, now)
                        .findings(candidates, store.filed(run.caseNumber()), store::nextFinding);
                store.conclude(
                        run,
                        findings,
                        person.used().stream().map(EnrolledPhoto::sha256).toList(),
                        coverage,
                        now);
                parts.cases().searched(run.caseNumber(), now);
                // The log's row is held until the transaction ends.
                parts.audit().record(event(findings, coverage));
                return findings;
            });
        }

        private AuditEvent event(List<Filed> findings, Coverage coverage) {
            Map<String, String> facts = new TreeMap<>();
            facts.put("step", "done");
            facts.put("compared", String.valueOf(coverage.strangers().compared()));
            facts.put("videos_again", String.valueOf(coverage.anew().videos()));
            facts.put("found", String.valueOf(findings.size()));
            facts.put("least", String.valueOf(coverage.strangers().least()));
            coverage.archive().filter(archive -> !archive.days().isEmpty()).ifPresent(archive -> {
                facts.put("days", String.valueOf(archive.days().size()));
                facts.put("first_day", archive.days().getFirst().toString());
                facts.put("last_day", archive.days().getLast().toString());
            });
            return event(facts);
        }

        private AuditEvent event(Map<String, String> facts) {
            facts.put("case", run.caseNumber());
            facts.put("round", String.valueOf(run.round()));
            facts.put("search", String.valueOf(run.run()));
            if (plan.somebodyElse) {
                facts.put("like_registered", "SOMEBODY_ELSE");
            }
            List<AuditSubject> subjects = new ArrayList<>();
            plan.about.person().ifPresent(id -> subjects.add(AuditSubject.person(id.value())));
            parts.cases()
                    .requester(run.caseNumber())
                    .flatMap(requester -> requester.name())
                    .ifPresent(name -> subjects.add(AuditSubject.requester(name)));
            return new AuditEvent(AuditKind.SEARCHED, plan.actor, subjects, facts);
        }
    }
}
