package io.sosia.jobs.scan;

import io.sosia.detector.embed.OnnxFaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.ffmpeg.FfmpegVideoReader;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.ScanStage;
import io.sosia.detector.pipeline.StandardVideoScanner;
import io.sosia.detector.pipeline.VideoScanner;
import io.sosia.detector.track.TrackingRules;
import io.sosia.indexer.calibration.DecisionRule;
import io.sosia.indexer.lucene.IndexSettings;
import io.sosia.indexer.lucene.LuceneEnrolledFaces;
import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.LicenceMatcher;
import io.sosia.indexer.match.PeopleSearch;
import io.sosia.indexer.match.TrackDoubts;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.PopulationTables;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Puts the real parts together. */
public final class StandardScans {

    /** Fainter faces than are tracked are found too, so that they can be blurred in other people's pictures. */
    private static final double FAINT = 0.4;

    /** The recogniser in whose space {@link TrackingRules#standard} were measured. */
    private static final String TRACKED_WITH = "mobilefacenet-ms1m";

    private StandardScans() {}

    /**
     * Refuses a recogniser in whose space nobody has measured when two faces are one person: with another's similarities
     * tracks of two people would be joined.
     */
    public static void requireMeasured(ModelCard recogniser) throws NotReadyException {
        if (!recogniser.id().equals(TRACKED_WITH)) {
            throw new NotReadyException("faces cannot be joined to tracks with the recogniser " + recogniser.id()
                    + (recogniser.verified() ? "" : ", which is not verified")
                    + ": the tracking rules have been measured with " + TRACKED_WITH
                    + " only; set scan.recogniser in the home's sosia.json to that");
        }
    }

    /** A service that scans real videos and keeps no sightings. */
    public static ScanService open(
            Home home,
            RegisterDatabase database,
            SqlSubjectKeys keys,
            ScanSettings settings,
            FaceModels models,
            ModelCard detector,
            ModelCard recogniser,
            Clock clock)
            throws NotReadyException {
        return open(home, database, keys, settings, models, detector, recogniser, Optional.empty(), clock);
    }

    /**
     * A service that scans real videos.
     *
     * @param keys of the people in that database; all of their templates are read and unsealed into memory
     * @param keeper keeps what is seen
     * @param database stays the caller's to close, after the service
     * @param keys seal what shows somebody
     * @param models likewise; made from {@code detector} and {@code recogniser}, and, where one is to look closer, from
     *     that recogniser as well
     * @throws NotReadyException if the jobs' tables cannot be opened, or nothing has been measured for the recogniser
     */
    public static ScanService open(
            Home home,
            RegisterDatabase database,
            SqlSubjectKeys keys,
            ScanSettings settings,
            FaceModels models,
            ModelCard detector,
            ModelCard recogniser,
            Optional<SightingKeeper> keeper,
            Clock clock)
            throws NotReadyException {
        requireMeasured(recogniser);
        Optional<EmbeddingSpace> strong = models.spaces().stream().skip(1).findFirst();
        SqlRegister register = database.register(keys, clock);
        Fusion fusion = fusion(recogniser, strong.map(models::card));
        DecisionBasis basis = basis(
                settings,
                recogniser,
                strong.map(models::card),
                register.searchable(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                        .size(),
                StoredCalibrations.open(database));
        DecisionRule rule = basis.rule(settings.reviewMargin(), settings.runnerUpMargin());
        LuceneEnrolledFaces faces = LuceneEnrolledFaces.open(
                register, models.space(), IndexSettings.standard().withExactLimit(settings.exactSearchLimit()), clock);
        PeopleSearch search = new CascadeSearch(faces, register, fusion);
        ScanParts parts = new ScanParts(
                register,
                faces,
                search,
                new LicenceMatcher(
                        search,
                        register,
                        rule,
                        new TrackDoubts(register, fusion, rule, settings.reviewsStylised()),
                        clock),
                rule,
                watch -> scanner(models, settings, watch),
                detector,
                recogniser,
                models.space(),
                fusion.scoring(),
                Optional.of(basis),
                strong.map(space -> new CloserLook(
                        models.card(space),
                        space,
                        () -> models.newTrackEmbedder(space, io.sosia.detector.pipeline.ScanListener.NONE))));
        try {
            return new BatchScanService(home, database, keys, settings, parts, keeper, clock, faces);
        } catch (NotReadyException e) {
            faces.close();
            throw e;
        }
    }

    /** How hard a video's faces are looked at again; portraits get more. */
    public static final LandmarkRefiner.Effort REFINEMENT = LandmarkRefiner.Effort.QUICK;

    /** A scanner for one worker, with the same settings as in a scan; whoever measures speed measures this one. */
    public static VideoScanner scanner(FaceModels models, ScanSettings settings, VideoScanners.FrameWatch watch) {
        return scanner(models, settings, new Listening(watch));
    }

    /** The same, with a listener of one's own. */
    public static VideoScanner scanner(
            FaceModels models, ScanSettings settings, io.sosia.detector.pipeline.ScanListener listener) {
        DetectorSettings standard = DetectorSettings.standard();
        FaceDetector detector =
                models.newDetector(new DetectorSettings(settings.longSide(), false, FAINT, standard.overlap()));
        return new StandardVideoScanner(
                new FfmpegVideoReader(),
                detector,
                models.newLandmarkRefiner(REFINEMENT),
                models.newAligner(),
                models.newEmbedder(MirrorImages.IGNORED),
                models.qualityMeter(),
                TrackingRules.standard(),
                models.spaces().stream().skip(1).findFirst().map(models::newAligner),
                listener);
    }

    /**
     * On what decisions rest that are made now, with those settings and models.
     *
     * @param strong looks closer, where there is one
     * @param registered people among whom is searched
     * @throws NotReadyException if nothing was calibrated and the catalogue has no table, or the two recognisers have not
     *     been measured together
     */
    public static DecisionBasis basis(
            ScanSettings settings,
            ModelCard recogniser,
            Optional<ModelCard> strong,
            int registered,
            StoredCalibrations calibrations)
            throws NotReadyException {
        if (strong.isPresent()) {
            requireTogether(recogniser, strong.get());
        }
        String scoring = fusion(recogniser, strong).scoring();
        return DecisionBasis.of(
                settings, scoring, registered, calibrations.current(scoring), PopulationTables.standard());
    }

    /** How recognisers' similarities are joined. */
    public static Fusion fusion(ModelCard recogniser, Optional<ModelCard> strong) {
        EmbeddingSpace quick = OnnxFaceEmbedder.space(recogniser);
        return strong.map(card -> Fusion.of(quick, OnnxFaceEmbedder.space(card)))
                .orElseGet(() -> Fusion.alone(quick));
    }

    public static void requireTogether(ModelCard recogniser, ModelCard strong) throws NotReadyException {
        if (strong.cascade()
                .filter(cascade -> cascade.quick().equals(recogniser.id()))
                .isEmpty()) {
            throw new NotReadyException("the recogniser " + strong.id() + " has not been measured together with "
                    + recogniser.id() + "; set scan.strongRecogniser in the home's sosia.json to another, or to "
                    + ScanSettings.NO_RECOGNISER);
        }
    }

    /** Passes frames on and measures nothing. */
    private record Listening(VideoScanners.FrameWatch watch) implements io.sosia.detector.pipeline.ScanListener {
        @Override
        public long ticks() {
            return 0;
        }

        @Override
        public void spent(ScanStage stage, long nanos) {}

        @Override
        public void looked(MediaTime time, int faces) {
            watch.looked(time);
        }
    }
}
