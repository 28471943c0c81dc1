package io.sosia.jobs.scan;

import io.sosia.indexer.enrolled.EnrolledFaces.SearchStatistics;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.BatchRuntime;
import io.sosia.jobs.batch.FailurePolicy;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.batch.SoleRun;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.review.KnownFaces;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.scan.RunLedger.Item;
import io.sosia.jobs.scan.RunLedger.State;
import io.sosia.jobs.scan.ScanWork.Placed;
import io.sosia.models.digest.Sha256;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.TransactionException;

/**
 * The scan as a Spring Batch job: a step for each worker takes videos from one list, and each video is a transaction.
 * What was done is known by the results themselves, so that a run goes on after any end; Spring Batch records runs,
 * workers and how they ended. Why the steps are workers and not videos: {@code jobs/docs/adr/0001}.
 */
public final class BatchScanService implements ScanService {

    private static final String JOB = "scan";
    private static final String WORKER = "worker";

    private final Home home;
    private final RegisterDatabase database;
    private final ScanSettings settings;
    private final ScanParts parts;
    private final Clock clock;
    private final Optional<SightingKeeper> keeper;
    private final AutoCloseable owned;
    private final ResultStore results;
    private final KnownFaces knownFaces;
    private final RunLedger ledger;
    private final RunPage page;

    /** A service that keeps no sightings. */
    public BatchScanService(
            Home home,
            RegisterDatabase database,
            SubjectKeys keys,
            ScanSettings settings,
            ScanParts parts,
            Clock clock,
            AutoCloseable owned)
            throws NotReadyException {
        this(home, database, keys, settings, parts, Optional.empty(), clock, owned);
    }

    /**
     * A service on an open register.
     *
     * @param keys of the people whom pictures show
     * @param keeper keeps what is seen
     * @param owned closed with this
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public BatchScanService(
            Home home,
            RegisterDatabase database,
            SubjectKeys keys,
            ScanSettings settings,
            ScanParts parts,
            Optional<SightingKeeper> keeper,
            Clock clock,
            AutoCloseable owned)
            throws NotReadyException {
        this.home = home;
        this.database = database;
        this.settings = settings;
        this.parts = parts;
        this.clock = clock;
        this.keeper = keeper;
        this.owned = owned;
        JobsSchema.prepare(database);
        this.results = new ResultStore(database, keys);
        this.knownFaces = new KnownFaces(
                new StoredLessons(database.dataSource(), keys),
                parts.closer()
                        .map(closer -> Fusion.of(parts.space(), closer.space()))
                        .orElseGet(() -> Fusion.alone(parts.space())));
        this.ledger = new RunLedger(database.dataSource());
        this.page = new RunPage(home, ledger, results);
    }

    @Override
    public ScanSummary scan(ScanRequest request, ScanListener listener, StopSignal stop)
            throws NothingToScanException, NotReadyException, ScanStoppedException {
        InputLister.Listing listing = listing(request);
        try (SoleRun sole = SoleRun.take(home, database, clock.instant());
                BatchRuntime batch = BatchRuntime.open(database)) {
            sole.check();
            beginKeeping();
            batch.recover(JOB);
            return run(batch, request, listing, listener, stop);
        }
    }

    private void beginKeeping() throws NotReadyException {
        try {
            keeper.ifPresent(SightingKeeper::begin);
        } catch (UncheckedIOException e) {
            throw new NotReadyException(
                    "the archive of sightings cannot be used: "
                            + FileReason.wordsWithFile(java.util.Objects.requireNonNull(e.getCause())),
                    e);
        }
    }

    private InputLister.Listing listing(ScanRequest request) throws NothingToScanException {
        if (request.manifest().isPresent()) {
            List<ScanInput> inputs;
            try {
                inputs = ManifestReader.read(request.manifest().get());
            } catch (IOException e) {
                throw new NothingToScanException(
                        "the manifest " + request.manifest().get() + " cannot be read: " + FileReason.words(e));
            }
            if (inputs.isEmpty()) {
                throw new NothingToScanException(
                        "no video found: the manifest " + request.manifest().get() + " has no lines");
            }
            return new InputLister.Listing(inputs, 0);
        }
        InputLister.Listing listing = new InputLister(settings.extensions()).list(request.paths());
        if (listing.inputs().stream()
                .allMatch(input -> input instanceof ScanInput.Rejected rejected
                        && rejected.reason().equals(InputLister.NOTHING_FOUND))) {
            throw new NothingToScanException("no video found under " + request.paths());
        }
        return listing;
    }

    private ScanSummary run(
            BatchRuntime batch,
            ScanRequest request,
            InputLister.Listing listing,
            ScanListener listener,
            StopSignal stop)
            throws ScanStoppedException {
        List<ScanInput> inputs = listing.inputs();
        Instant begun = clock.instant();
        String description = description(request);
        String digest = Sha256.of(description);
        OptionalLong unfinished = unfinished(batch.repository(), digest);
        long run = writtenDown(digest, description, begun, unfinished, inputs);
        try {
            return begun(batch, request, listing, run, unfinished.isPresent(), begun, listener, stop);
        } catch (RegisterUnavailableException | DataAccessException | TransactionException | UncheckedIOException e) {
            // From here on things were started, and a database or a disk that fails does not undo that.
            throw new ScanStoppedException("the scan could not go on: " + e.getMessage(), FailurePolicy.category(e), e);
        }
    }

    /**
     * Nothing was started before this.
     *
     * @throws RegisterUnavailableException if the database does not take it
     */
    private long writtenDown(
            String digest, String description, Instant begun, OptionalLong unfinished, List<ScanInput> inputs) {
        try {
            if (unfinished.isPresent()) {
                ledger.resume(unfinished.getAsLong(), inputs);
                return unfinished.getAsLong();
            }
            return ledger.begin(digest, description, begun, inputs);
        } catch (DataAccessException | TransactionException e) {
            Optional<RegisterUnavailableException> known = RegisterUnavailableException.explaining("of the scans", e);
            if (known.isPresent()) {
                throw known.get();
            }
            throw e;
        }
    }

    /** What follows once a run is written down. */
    private ScanSummary begun(
            BatchRuntime batch,
            ScanRequest request,
            InputLister.Listing listing,
            long run,
            boolean resumed,
            Instant begun,
            ScanListener listener,
            StopSignal stop)
            throws ScanStoppedException {
        List<ScanInput> inputs = listing.inputs();
        listener.started(inputs.size(), resumed);
        int workers = settings.workersHere();
        long bytes = 0;
        int rejected = 0;
        for (ScanInput input : inputs) {
            switch (input) {
                case ScanInput.Video video -> bytes += Math.max(0, video.bytes());
                case ScanInput.Rejected ignored -> rejected++;
            }
        }
        ProgressBoard board = new ProgressBoard(listener, clock, workers, inputs.size(), bytes);
        board.rejected(rejected);
        SearchStatistics before = parts.faces().statistics();
        long cutBefore = parts.search().cut();
        long keptBefore = keeper.map(SightingKeeper::kept).orElse(0L);
        ScanWork work = new ScanWork(
                run, parts, settings, request.sampling(), results, knownFaces, stop, board, clock, keeper, inputs);
        JobExecution execution;
        try (Lanes lanes = new Lanes(work, workers)) {
            execution = launch(batch, run, lanes, workers);
        }
        boolean stopped = execution.getStatus() == BatchStatus.STOPPED;
        if (!stopped && execution.getStatus() != BatchStatus.COMPLETED) {
            ledger.end(run, State.FAILED, clock.instant(), Optional.empty());
            throw failure(execution);
        }
        return report(run, listing.passedOver(), begun, stopped, before, cutBefore, keptBefore, board, listener);
    }

    /** Everything that makes two commands the same one. */
    private static String description(ScanRequest request) {
        return JsonLines.stored(new AskedFor(
                request.paths().stream()
                        .map(path -> path.toAbsolutePath().normalize().toString())
                        .toList(),
                request.manifest().map(path -> path.toAbsolutePath().normalize().toString()),
                request.sampling().key()));
    }

    /** The run to continue, where Spring Batch can: after an end that it could not record, a new run does the rest. */
    private OptionalLong unfinished(JobRepository repository, String digest) {
        OptionalLong run = ledger.unfinished(digest);
        if (run.isEmpty()) {
            return run;
        }
        JobExecution last = repository.getLastJobExecution(JOB, parameters(run.getAsLong()));
        return last != null && BatchRuntime.restartable(last) ? run : OptionalLong.empty();
    }

    private static JobParameters parameters(long run) {
        return new JobParametersBuilder().addLong("run", run).toJobParameters();
    }

    private JobExecution launch(BatchRuntime batch, long run, Lanes lanes, int workers) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setCorePoolSize(workers);
        executor.setMaxPoolSize(workers);
        executor.setThreadNamePrefix("scan-");
        executor.initialize();
        try {
            Step worker = new StepBuilder(WORKER, batch.repository())
                    // The step's own transaction holds nothing: a video's is begun when there is something to write.
                    .tasklet(lanes, new ResourcelessTransactionManager())
                    .allowStartIfComplete(true)
                    .build();
            Step videos = new StepBuilder("videos", batch.repository())
                    .partitioner(WORKER, BatchScanService::partitions)
                    .step(worker)
                    .gridSize(workers)
                    .taskExecutor(executor)
                    .allowStartIfComplete(true)
                    .build();
            Job job = new JobBuilder(JOB, batch.repository()).start(videos).build();
            return batch.operator().start(job, parameters(run));
        } catch (JobExecutionException e) {
            throw new IllegalStateException("the job's state was checked before it was started", e);
        } finally {
            executor.shutdown();
        }
    }

    private static Map<String, ExecutionContext> partitions(int workers) {
        Map<String, ExecutionContext> partitions = new HashMap<>();
        for (int number = 0; number < workers; number++) {
            ExecutionContext context = new ExecutionContext();
            context.putInt(WORKER, number);
            partitions.put(String.valueOf(number), context);
        }
        return partitions;
    }

    private static ScanStoppedException failure(JobExecution execution) {
        Throwable cause = execution.getAllFailureExceptions().stream()
                .filter(failure -> !(failure instanceof JobExecutionException))
                .findFirst()
                .orElseGet(() -> new IllegalStateException("the job ended as " + execution.getExitStatus()));
        return new ScanStoppedException(
                "the scan could not go on: " + cause.getMessage(), FailurePolicy.category(cause), cause);
    }

    private ScanSummary report(
            long run,
            int passedOver,
            Instant begun,
            boolean stopped,
            SearchStatistics before,
            long cutBefore,
            long keptBefore,
            ProgressBoard board,
            ScanListener listener) {
        Tally tally = new Tally();
        for (Item item : ledger.items(run)) {
            tally.add(item, listener);
        }
        SearchStatistics after = parts.faces().statistics();
        int people = parts.register()
                .searchable(LocalDate.ofInstant(begun, ZoneOffset.UTC))
                .size();
        Instant ended = clock.instant();
        long wallMillis = Duration.between(begun, ended).toMillis();
        long nowMillis = board.videoMillisNow();
        ScanSummary summary = new ScanSummary(
                RunLedger.id(run),
                tally.videos,
                tally.scanned,
                tally.notScanned,
                tally.partly,
                tally.unchanged,
                tally.remaining,
                passedOver,
                tally.videoMillis,
                nowMillis,
                wallMillis,
                wallMillis == 0 ? 0 : Math.round(10.0 * nowMillis / wallMillis) / 10.0,
                tally.frames,
                tally.longestGapMillis,
                tally.videoMillis == 0 ? 0 : VideoLooked.rounded(tally.seenMillis / tally.videoMillis),
                tally.faces,
                tally.facesTooSmall,
                tally.tracks,
                tally.findings,
                tally.knownRejected,
                tally.verdicts,
                after.mode().name(),
                Optional.of(people),
                after.templates(),
                after.searches() - before.searches(),
                after.verified() - before.verified(),
                after.agreed() - before.agreed(),
                parts.search().cut() - cutBefore,
                stopped,
                page.file(run).toString(),
                alarms(run),
                keeper.flatMap(keeping -> keeping.since(keptBefore)));
        ledger.end(run, stopped ? State.STOPPED : State.DONE, ended, Optional.of(summary));
        page.write(run);
        listener.result(summary);
        return summary;
    }

    /** What a run's alarms were beside what was expected; a run that looked at nothing anew has none. */
    private Optional<Alarms> alarms(long run) {
        OptionalDouble below = results.below(run);
        if (parts.basis().isEmpty() || below.isEmpty()) {
            return Optional.empty();
        }
        AlarmCheck check = new AlarmCheck(parts.basis().get(), parts.rule().reviewMargin());
        double from = check.tailFrom(below.getAsDouble());
        return Optional.of(check.check(from, results.searched(run, from)));
    }

    @Override
    public void close() {
        try {
            owned.close();
        } catch (Exception e) { // AutoCloseable may throw anything; what is closed here throws nothing checked
            throw new IllegalStateException("the scan's parts could not be closed", e);
        }
    }

    /** Adds up a run's results and tells the listener of each. */
    private final class Tally {

        private int videos;
        private int scanned;
        private int notScanned;
        private int partly;
        private int unchanged;
        private int remaining;
        private long videoMillis;
        private double seenMillis;
        private long frames;
        private long longestGapMillis;
        private long faces;
        private long facesTooSmall;
        private long tracks;
        private int findings;
        private int knownRejected;
        private final Map<String, Integer> verdicts = new TreeMap<>();

        void add(Item item, ScanListener listener) {
            videos++;
            if (item.reason().isPresent()) {
                notScanned++;
                listener.result(new NotScanned(
                        item.shown(), item.reason().get(), item.detail().orElse(""), false));
                listener.result(VideoLooked.notAtAll(item.shown()));
                return;
            }
            if (item.result().isEmpty()) {
                remaining++;
                return;
            }
            if (item.unchanged()) {
                unchanged++;
            }
            long number = item.result().getAsLong();
            ResultStore.StoredResult result = results.result(number);
            videoMillis += result.looked().durationMs();
            seenMillis += result.looked().shareSeen() * result.looked().durationMs();
            frames += result.looked().frames();
            longestGapMillis = Math.max(longestGapMillis, result.looked().longestGapMs());
            faces += result.looked().faces();
            facesTooSmall += result.looked().facesTooSmall();
            tracks += result.looked().tracks();
            for (Finding finding : results.findingsOf(number)) {
                findings++;
                verdicts.merge(finding.verdict().name(), 1, Integer::sum);
                listener.result(finding);
            }
            for (KnownRejected known : results.knownRejected(number)) {
                knownRejected++;
                listener.result(known);
            }
            switch (result.status()) {
                case SCANNED -> scanned++;
                case PARTLY -> {
                    notScanned++;
                    partly++;
                    notScanned(item, result, true, listener);
                }
                case NOT_SCANNED -> {
                    notScanned++;
                    notScanned(item, result, false, listener);
                }
            }
            listener.result(VideoLooked.of(item.shown(), result));
        }

        private void notScanned(Item item, ResultStore.StoredResult result, boolean partly, ScanListener listener) {
            listener.result(new NotScanned(
                    item.shown(), result.reason().orElse(""), result.detail().orElse(""), partly));
        }
    }

    /** The workers' steps. A worker's scanner is made when it has its first video, and closed with the job. */
    private static final class Lanes implements Tasklet, AutoCloseable {

        private final ScanWork work;
        private final VideoWorker[] workers;

        Lanes(ScanWork work, int workers) {
            this.work = work;
            this.workers = new VideoWorker[workers];
        }

        @Override
        public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
            StepExecution step = chunk.getStepContext().getStepExecution();
            if (work.ending()) {
                step.setTerminateOnly();
                return RepeatStatus.FINISHED;
            }
            List<Placed> videos = work.take();
            if (videos.isEmpty()) {
                return RepeatStatus.FINISHED;
            }
            int number = step.getExecutionContext().getInt(WORKER);
            boolean finished = false;
            try {
                if (workers[number] == null) {
                    workers[number] = new VideoWorker(number, work);
                }
                workers[number].process(videos);
                contribution.incrementReadCount();
                contribution.incrementWriteCount(videos.size());
                finished = true;
                return RepeatStatus.CONTINUABLE;
            } catch (ScanInterruptedException e) {
                step.setTerminateOnly();
                finished = true;
                return RepeatStatus.FINISHED;
            } finally {
                if (!finished) {
                    work.fail();
                }
            }
        }

        @Override
        public void close() {
            List<VideoWorker> open = new ArrayList<>();
            for (VideoWorker worker : workers) {
                if (worker != null) {
                    open.add(worker);
                }
            }
            open.forEach(VideoWorker::close);
        }
    }
}
