package io.sosia.jobs.scan;

import io.sosia.detector.media.FileHash;
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
import io.sosia.indexer.match.PeopleSearch;
import io.sosia.indexer.match.TrackDoubts;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.Settings;
import io.sosia.models.catalogue.AlignmentCard;
import io.sosia.models.catalogue.InputCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.catalogue.TensorCard;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.FaceVectors;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A home with a real register, index and matcher, in which {@link PlayVideo}s are scanned. The threshold is 0.5, review
 * begins within 0.05 of it.
 */
final class PlayHome implements AutoCloseable {

    static final DecisionRule RULE = new DecisionRule(new Cosine(0.5), 0.05, 0.05, "set for tests");

    /** Strangers score above 0.3 in one track of five; the threshold is set by hand. */
    static final DecisionBasis BASIS = basis();

    private static DecisionBasis basis() {
        Calibration calibration = new Calibration(
                1,
                Instant.parse("2026-11-01T00:00:00Z"),
                Calibration.Source.STREAM,
                "made up",
                "play",
                "play",
                1_000,
                100,
                new ImpostorTail(0.3, 0.2, 10, new GeneralisedPareto(-0.1, 0.04)),
                List.of(),
                new MatedScores(0.7, 0.1, 10),
                1,
                Map.of(),
                1);
        AlarmBudget budget = new AlarmBudget(5, Optional.of(1_000.0), 0.01);
        return new DecisionBasis(
                calibration,
                budget,
                AlarmThresholds.of(calibration, budget.perTrack(), 10),
                Optional.of(0.5),
                VerbalScale.enfsi());
    }

    final Home home;
    final RegisterDatabase database;
    final MasterKey master;
    final SqlSubjectKeys keys;
    final SqlRegister register;
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger strongPasses = new AtomicInteger();
    Consumer<Path> before = video -> {};
    final List<FileHash> hashed = Collections.synchronizedList(new ArrayList<>());

    private final Clock clock;
    private Optional<CloserLook> closer = Optional.empty();
    private final LuceneEnrolledFaces faces;

    PlayHome(Path root, Clock clock) throws NotReadyException {
        this(Home.prepare(root), RegisterDatabase.open(new Home(root).database()), clock);
    }

    PlayHome(Home home, RegisterDatabase database, Clock clock) {
        this(home, database, clock, Map.of());
    }

    /** With an environment in which the master key is looked up. */
    PlayHome(Home home, RegisterDatabase database, Clock clock, Map<String, String> environment) {
        this.home = home;
        this.clock = clock;
        this.database = database;
        try {
            this.master = MasterKey.find(home.masterKey(), environment, !database.sealed());
            this.keys = database.subjectKeys(master);
        } catch (KeyUnavailableException e) {
            throw new IllegalStateException(e);
        }
        this.register = database.register(keys, clock);
        this.faces = LuceneEnrolledFaces.open(register, PlayVideo.SPACE, IndexSettings.standard(), clock);
    }

    /** Registers the person on an axis as {@code p-AXIS}. */
    void enrol(int axis) {
        register.enrol(
                new PersonId("p-" + axis),
                "Person " + axis,
                new Consent("C-" + axis, LocalDate.of(2026, 1, 1), Optional.empty()).withNetworkStorage(true),
                List.of(new EnrolledPhoto(String.format("%064x", axis + 1), 0.9, PlayVideo.person(axis))));
    }

    ScanService service() throws NotReadyException {
        return service(settings(2));
    }

    ScanService service(ScanSettings settings) throws NotReadyException {
        return new BatchScanService(home, database, keys, settings, parts(), clock, () -> {});
    }

    /** Registers the person on an axis in the strong recogniser's space as well. */
    void enrolInBoth(int axis) {
        register.enrol(
                new PersonId("p-" + axis),
                "Person " + axis,
                new Consent("C-" + axis, LocalDate.of(2026, 1, 1), Optional.empty()).withNetworkStorage(true),
                List.of(new EnrolledPhoto(
                        String.format("%064x", axis + 1),
                        0.9,
                        FaceVectors.of(PlayVideo.person(axis), PlayVideo.strongPerson(axis)))));
    }

    /** From now on a strong recogniser looks closer. */
    PlayHome lookingCloser() {
        closer = Optional.of(new CloserLook(
                card("play-strong", ModelTask.RECOGNISER),
                PlayVideo.STRONG_SPACE,
                () -> new TrackEmbedder(
                        PlayVideo.STRONG_SPACE,
                        () -> new PlayVideo.StrongEmbedder(strongPasses),
                        io.sosia.detector.pipeline.ScanListener.NONE)));
        return this;
    }

    ScanParts parts() {
        Fusion fusion = closer.map(look -> Fusion.of(PlayVideo.SPACE, look.space()))
                .orElseGet(() -> Fusion.alone(PlayVideo.SPACE));
        PeopleSearch search = new CascadeSearch(faces, register, fusion);
        return new ScanParts(
                register,
                faces,
                search,
                new LicenceMatcher(search, register, RULE, new TrackDoubts(register, fusion, RULE, true), clock),
                RULE,
                watch -> new PlayVideo(watch, looks, video -> before.accept(video), hashed::add),
                card("play-detector", ModelTask.DETECTOR),
                card("play-recogniser", ModelTask.RECOGNISER),
                PlayVideo.SPACE,
                fusion.scoring(),
                Optional.of(BASIS),
                closer);
    }

    FindingStore findings() {
        return new StoredFindings(home, database, keys);
    }

    static ScanSettings settings(int workers) {
        return Settings.parse("""
                {"scan": {"workers": %d, "attempts": 3, "attemptDelay": "PT0.001S", "extensions": ["mp4"]}}""".formatted(workers)).scan();
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
        faces.close();
        database.close();
    }

    /** Keeps what a scan says. */
    static final class Heard implements ScanListener {
        final List<Finding> findings = new ArrayList<>();
        final List<KnownRejected> rejected = new ArrayList<>();
        final List<NotScanned> notScanned = new ArrayList<>();
        final List<VideoLooked> looked = new ArrayList<>();
        final List<ScanProgress> progress = new ArrayList<>();
        boolean resumed;
        int videos;

        @Override
        public void started(int videos, boolean resumed) {
            this.videos = videos;
            this.resumed = resumed;
        }

        @Override
        public void progress(ScanProgress progress) {
            this.progress.add(progress);
        }

        @Override
        public void result(ResultLine line) {
            switch (line) {
                case Finding finding -> findings.add(finding);
                case NotScanned none -> notScanned.add(none);
                case KnownRejected known -> rejected.add(known);
                case VideoLooked video -> looked.add(video);
                case ScanSummary summary -> {
                    // Returned as well.
                }
            }
        }
    }
}
