package io.sosia.jobs.scan;

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
import io.sosia.indexer.lucene.IndexUnavailableException;
import io.sosia.indexer.lucene.LuceneEnrolledFaces;
import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.LicenceMatcher;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.models.catalogue.CascadeCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.OperatingPoint;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
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
    static void requireMeasured(ModelCard recogniser) throws NotReadyException {
        if (!recogniser.id().equals(TRACKED_WITH)) {
            throw new NotReadyException("faces cannot be joined to tracks with the recogniser " + recogniser.id()
                    + (recogniser.verified() ? "" : ", which is not verified")
                    + ": the tracking rules have been measured with " + TRACKED_WITH
                    + " only; set scan.recogniser in the home's sosia.json to that");
        }
    }

    /**
     * A service that scans real videos.
     *
     * @param database stays the caller's to close, after the service
     * @param models likewise; made from {@code detector} and {@code recogniser}, and, where one is to look closer, from
     *     that recogniser as well
     * @throws NotReadyException if the index or the jobs' tables cannot be opened, or nothing has been measured for the recogniser
     */
    public static ScanService open(
            Home home,
            RegisterDatabase database,
            ScanSettings settings,
            FaceModels models,
            ModelCard detector,
            ModelCard recogniser,
            Clock clock)
            throws NotReadyException {
        requireMeasured(recogniser);
        Optional<EmbeddingSpace> strong = models.spaces().stream().skip(1).findFirst();
        DecisionRule rule = rule(settings, recogniser, strong.map(models::card));
        SqlRegister register = database.register(clock);
        LuceneEnrolledFaces faces;
        try {
            faces = LuceneEnrolledFaces.open(
                    home.index(),
                    register,
                    models.space(),
                    IndexSettings.standard().withExactLimit(settings.exactSearchLimit()),
                    clock);
        } catch (IndexUnavailableException e) {
            throw new NotReadyException(String.valueOf(e.getMessage()), e);
        }
        ScanParts parts = new ScanParts(
                register,
                faces,
                new LicenceMatcher(
                        new CascadeSearch(
                                faces,
                                register,
                                strong.map(space -> Fusion.of(models.space(), space))
                                        .orElseGet(() -> Fusion.alone(models.space()))),
                        register,
                        rule,
                        clock),
                rule,
                watch -> scanner(models, settings, watch),
                detector,
                recogniser,
                models.space(),
                strong.map(space -> new CloserLook(
                        models.card(space),
                        space,
                        () -> models.newTrackEmbedder(space, io.sosia.detector.pipeline.ScanListener.NONE))));
        try {
            return new BatchScanService(home, database, settings, parts, clock, faces);
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
     * The rule that settings and the recognisers' table give.
     *
     * @param strong looks closer, where there is one: then the table is that of both
     * @throws NotReadyException if neither has a threshold, none that was measured keeps to the alarm rate, or the two
     *     recognisers have not been measured together
     */
    public static DecisionRule rule(ScanSettings settings, ModelCard recogniser, Optional<ModelCard> strong)
            throws NotReadyException {
        List<OperatingPoint> points = recogniser.operatingPoints();
        String measured = "the recogniser " + recogniser.id();
        if (strong.isPresent()) {
            points = together(recogniser, strong.get()).operatingPoints();
            measured = "the recognisers " + recogniser.id() + " and "
                    + strong.get().id();
        }
        if (settings.threshold().isPresent()) {
            return new DecisionRule(
                    new Cosine(settings.threshold().get()),
                    settings.reviewMargin(),
                    settings.runnerUpMargin(),
                    "scan.threshold in the home's settings");
        }
        if (points.isEmpty()) {
            throw new NotReadyException(
                    "no threshold has been measured for " + measured + "; set scan.threshold in the home's sosia.json");
        }
        // Of the points within the alarm rate the one that misses least.
        Optional<OperatingPoint> within = points.stream()
                .filter(point -> point.fpir() <= settings.alarmRate())
                .min(Comparator.comparingDouble(OperatingPoint::threshold));
        if (within.isEmpty()) {
            double lowest =
                    points.stream().mapToDouble(OperatingPoint::fpir).min().getAsDouble();
            throw new NotReadyException("scan.alarmRate " + settings.alarmRate()
                    + " is below the lowest that was measured for " + measured + ", " + lowest
                    + "; raise it, or set scan.threshold in the home's sosia.json");
        }
        OperatingPoint point = within.get();
        return DecisionRule.at(point, settings.reviewMargin(), settings.runnerUpMargin());
    }

    private static CascadeCard together(ModelCard recogniser, ModelCard strong) throws NotReadyException {
        return strong.cascade()
                .filter(cascade -> cascade.quick().equals(recogniser.id()))
                .orElseThrow(() -> new NotReadyException("the recogniser " + strong.id()
                        + " has not been measured together with " + recogniser.id()
                        + "; set scan.strongRecogniser in the home's sosia.json to another, or to "
                        + ScanSettings.NO_RECOGNISER));
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
