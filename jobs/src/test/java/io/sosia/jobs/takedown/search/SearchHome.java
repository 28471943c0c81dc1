package io.sosia.jobs.takedown.search;

import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.ScanListener;
import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.indexer.calibration.AlarmBudget;
import io.sosia.indexer.calibration.AlarmThresholds;
import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.calibration.GeneralisedPareto;
import io.sosia.indexer.calibration.ImpostorTail;
import io.sosia.indexer.calibration.MatedScores;
import io.sosia.indexer.calibration.VerbalScale;
import io.sosia.indexer.lucene.IndexSettings;
import io.sosia.indexer.lucene.LuceneEnrolledFaces;
import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.LicenceMatcher;
import io.sosia.indexer.match.TrackDoubts;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.jobs.audit.StoredAuditTrail;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.Settings;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.config.TakedownSettings;
import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.ReviewDesk;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.review.SecondReviewer;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.review.StoredReviews;
import io.sosia.jobs.scan.BatchScanService;
import io.sosia.jobs.scan.CloserLook;
import io.sosia.jobs.scan.DecisionBasis;
import io.sosia.jobs.scan.ResultLine;
import io.sosia.jobs.scan.ScanParts;
import io.sosia.jobs.scan.ScanRequest;
import io.sosia.jobs.scan.ScanService;
import io.sosia.jobs.scan.SightingKeeper;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.CaseDesk;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.CaseRequest;
import io.sosia.jobs.takedown.DeadlinePolicy;
import io.sosia.jobs.takedown.NamedPlace;
import io.sosia.jobs.takedown.Opening;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.RequesterRole;
import io.sosia.jobs.takedown.StoredCases;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.models.catalogue.AlignmentCard;
import io.sosia.models.catalogue.InputCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.catalogue.TensorCard;
import io.sosia.models.vector.Cosine;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A home in which {@link ToldVideo}s are scanned and searched: real register, archive, cases, audit log and jobs. Scores of
 * strangers lie above 0.30 in one comparison of a thousand, a scan's threshold is 0.60.
 */
final class SearchHome implements AutoCloseable {

    static final Calibration CALIBRATION = new Calibration(
            0,
            java.time.Instant.parse("2026-11-01T00:00:00Z"),
            Calibration.Source.POPULATION,
            "made up",
            "told",
            "told",
            1_000,
            100,
            // 0.001 above 0.30, 0.0001 above 0.39, 0.00001 above 0.48.
            new ImpostorTail(0.3, 0.001, 1, new GeneralisedPareto(0, 0.09 / Math.log(10))),
            List.of(),
            new MatedScores(0.7, 0.1, 10),
            1,
            Map.of(),
            1);

    final Home home;
    final RegisterDatabase database;
    final SqlSubjectKeys keys;
    final SqlRegister register;
    final StoredCases cases;
    final StoredAuditTrail audit;
    final Map<Long, ReviewState> decided = new HashMap<>();
    /** What a search asks; {@link #decided} unless a test sets what is stored. */
    Reviews reviews = new Reviews() {
        @Override
        public Optional<Outcome> outcome(long finding, int round) {
            throw new AssertionError("a search asks whether, and not what");
        }

        @Override
        public List<Opinion> history(long finding, int round) {
            throw new AssertionError("a search asks whether, and not what");
        }

        @Override
        public ReviewState state(long finding, int round) {
            return decided.getOrDefault(finding, ReviewState.OPEN);
        }
    };

    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger strongPasses = new AtomicInteger();
    Clock clock;
    SightingSettings sightings = new SightingSettings(Duration.ofDays(30), "small");
    private final MasterKey master;
    private int requesters;

    SearchHome(Path root, Clock clock) throws Exception {
        this(Home.prepare(root), RegisterDatabase.open(new Home(root).database()), clock);
    }

    SearchHome(Home home, RegisterDatabase database, Clock clock) throws Exception {
        this.home = home;
        this.database = database;
        this.clock = clock;
        this.master = MasterKey.find(
                home.masterKey(), Map.of(), !database.sealed() && !SealedSightings.exists(home.sightings()));
        this.keys = database.subjectKeys(master);
        this.register = database.register(keys, clock);
        this.cases = StoredCases.open(database, keys, TakedownSettings.defaults());
        this.audit = StoredAuditTrail.open(database, keys, database.signingKey(master), clock);
    }

    SealedSightings archive() throws Exception {
        return SealedSightings.open(home.sightings(), master);
    }

    void enrol(int axis) {
        register.enrol(
                new PersonId("p-" + axis),
                "Person " + axis,
                new Consent("C-" + axis, LocalDate.of(2026, 1, 1), Optional.empty()).withNetworkStorage(true),
                List.of(new EnrolledPhoto(String.format("%064x", axis + 1), 0.9, ToldVideo.person(axis))));
    }

    /** Writes a video below a folder that is the work's name. */
    static Path film(Path uploads, String work, String episode, String... lines) throws IOException {
        Path file = Files.createDirectories(uploads.resolve(work)).resolve(episode);
        Files.writeString(file, work + " " + episode + "\n" + String.join("\n", lines) + "\n");
        return file;
    }

    void scan(Path... paths) throws Exception {
        scan(ScanRequest.ofPaths(List.of(paths), Sampling.nightly()));
    }

    /** With manifest, where uploaders are known. */
    void scanManifest(Path manifest) throws Exception {
        scan(ScanRequest.ofManifest(manifest, Sampling.nightly()));
    }

    private void scan(ScanRequest request) throws Exception {
        DecisionRule rule = new DecisionRule(new Cosine(0.6), 0.02, 0.02, "set for tests");
        Fusion fusion = Fusion.of(ToldVideo.QUICK, ToldVideo.STRONG);
        AlarmBudget budget = new AlarmBudget(5, Optional.of(1_000.0), 0.01);
        try (SealedSightings archive = archive();
                LuceneEnrolledFaces faces =
                        LuceneEnrolledFaces.open(register, ToldVideo.QUICK, IndexSettings.standard(), clock)) {
            CascadeSearch search = new CascadeSearch(faces, register, fusion);
            ScanParts parts = new ScanParts(
                    register,
                    faces,
                    search,
                    new LicenceMatcher(search, register, rule, new TrackDoubts(register, fusion, rule, true), clock),
                    rule,
                    watch -> new ToldVideo(watch, looks),
                    card("told-detector", ModelTask.DETECTOR),
                    card("told", ModelTask.RECOGNISER),
                    ToldVideo.QUICK,
                    fusion.scoring(),
                    Optional.of(new DecisionBasis(
                            CALIBRATION,
                            budget,
                            AlarmThresholds.of(CALIBRATION, budget.perTrack(), 10),
                            Optional.of(0.6),
                            VerbalScale.enfsi())),
                    Optional.of(new CloserLook(
                            card("told-strong", ModelTask.RECOGNISER),
                            ToldVideo.STRONG,
                            () -> new TrackEmbedder(
                                    ToldVideo.STRONG,
                                    () -> new ToldVideo.StrongEmbedder(new AtomicInteger()),
                                    ScanListener.NONE))));
            try (ScanService service = new BatchScanService(
                    home,
                    database,
                    keys,
                    settings(),
                    parts,
                    Optional.of(new SightingKeeper(archive, sightings, clock)),
                    clock,
                    () -> {})) {
                service.scan(request, new Deaf(), StopSignal.manual());
            }
        }
    }

    private static final class Deaf implements io.sosia.jobs.scan.ScanListener {
        @Override
        public void started(int videos, boolean resumed) {}

        @Override
        public void progress(io.sosia.jobs.scan.ScanProgress progress) {}

        @Override
        public void result(ResultLine line) {}
    }

    static ScanSettings settings() {
        return Settings.parse("""
                {"scan": {"workers": 1, "attempts": 3, "attemptDelay": "PT0.001S", "extensions": ["mp4"]}}""").scan();
    }

    TakedownCase open(Optional<PersonId> person, List<NamedPlace> named, String... photos) {
        List<CasePhoto> sent = new ArrayList<>();
        for (String photo : photos) {
            sent.add(new CasePhoto("photo-" + sent.size() + ".jpg", photo.getBytes(StandardCharsets.UTF_8)));
        }
        requesters++;
        Opening opening = cases.open(
                new CaseRequest(
                        new Requester(
                                RequesterRole.PERSON,
                                Optional.of("Requester " + requesters),
                                Optional.of("mail " + requesters),
                                Optional.of("passport"),
                                Optional.of("desk"),
                                Optional.empty()),
                        sent,
                        Optional.empty(),
                        person,
                        named,
                        ""),
                DeadlinePolicy.preset(),
                clock.instant());
        return switch (opening) {
            case Opening.Opened opened -> opened.opened();
            case Opening.AlreadyOpen already -> already.open();
            case Opening.TooMany many -> throw new AssertionError("too many cases");
        };
    }

    static NamedPlace named(String text) {
        return NamedPlace.parse(text);
    }

    SearchResult search(String number) throws Exception {
        return search(number, SearchListener.NONE, StopSignal.manual());
    }

    SearchResult search(String number, SearchListener listener, StopSignal stop) throws Exception {
        try (SealedSightings archive = archive()) {
            return new CaseSearch(
                            parts(SealedSightings.exists(home.sightings()) ? Optional.of(archive) : Optional.empty()))
                    .search(cases.find(number).orElseThrow(), 20, "desk", listener, stop);
        }
    }

    SearchParts parts(Optional<SealedSightings> archive) {
        return new SearchParts(
                home,
                database,
                register,
                cases,
                keys,
                reviews,
                audit,
                archive.<SightingArchive>map(opened -> opened),
                sightings,
                settings(),
                Fusion.of(ToldVideo.QUICK, ToldVideo.STRONG),
                CALIBRATION,
                "told told-strong",
                ToldVideo.Photos::new,
                watch -> new ToldVideo(watch, looks),
                Optional.of(new StrongLook(
                        ToldVideo.STRONG, ToldVideo.SIDE, () -> new ToldVideo.StrongEmbedder(strongPasses))),
                clock);
    }

    /** Entries of a kind in the audit log. */
    int entries(String kind) {
        return (int) JdbcClient.create(database.dataSource())
                .sql("SELECT content FROM audit_entry")
                .query((row, index) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                .list()
                .stream()
                .filter(entry -> entry.contains('"' + kind + '"'))
                .count();
    }

    StoredReviews storedReviews() throws Exception {
        return StoredReviews.open(database, keys);
    }

    CaseReviewables reviewables() throws Exception {
        return new CaseReviewables(database.dataSource(), keys, cases, storedReviews());
    }

    /** Where people decide about findings of cases. */
    ReviewDesk reviewDesk() throws Exception {
        return new ReviewDesk(
                database,
                register,
                storedReviews(),
                new StoredLessons(database.dataSource(), keys),
                List.of(reviewables()),
                SecondReviewer.NONE,
                (finding, opinion, state) -> {},
                clock);
    }

    /** Where cases are answered. */
    CaseDesk desk() throws Exception {
        return new CaseDesk(cases, findings(), storedReviews(), TakedownSettings.defaults());
    }

    StoredCaseFindings findings() throws Exception {
        return StoredCaseFindings.open(database, keys);
    }

    private static ModelCard card(String id, ModelTask task) {
        return new ModelCard(
                id,
                task,
                true,
                id + ".onnx",
                1,
                "0".repeat(64),
                "Apache-2.0",
                "nothing",
                URI.create("https://example.org/"),
                List.of(),
                Optional.empty(),
                new InputCard(
                        new TensorCard("in", List.of(1, 3, 112, 112)),
                        "NCHW",
                        "RGB",
                        1,
                        List.of(0.0, 0.0, 0.0),
                        List.of(1.0, 1.0, 1.0),
                        1),
                List.of(),
                task == ModelTask.RECOGNISER
                        ? Optional.of(new AlignmentCard("none", 112, Collections.nCopies(5, List.of(1.0, 1.0))))
                        : Optional.empty(),
                task == ModelTask.RECOGNISER ? Optional.of(32) : Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                false);
    }

    @Override
    public void close() {
        database.close();
    }
}
