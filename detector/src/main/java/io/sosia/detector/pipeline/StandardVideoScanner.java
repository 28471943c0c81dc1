package io.sosia.detector.pipeline;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.FaceRefiner;
import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoFrame;
import io.sosia.detector.media.VideoReader;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.quality.QualityMeter;
import io.sosia.detector.shot.CutDetector;
import io.sosia.detector.shot.CutRules;
import io.sosia.detector.track.FaceInspector;
import io.sosia.detector.track.FaceTrack;
import io.sosia.detector.track.FaceTracker;
import io.sosia.detector.track.TrackingRules;
import io.sosia.models.vector.Embedding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads sampled frames, finds the faces in them, and joins them to tracks. The same file, models, rules and sampling
 * give the same result. It owns the detector, the refiner and the embedder that it was given and closes them; the
 * reader, aligner and meter need no closing.
 */
public final class StandardVideoScanner implements VideoScanner {

    private final VideoReader reader;
    private final FaceDetector detector;
    private final FaceRefiner refiner;
    private final FaceAligner aligner;
    private final FaceEmbedder embedder;
    private final QualityMeter meter;
    private final TrackingRules rules;
    private final Optional<FaceAligner> closeUpAligner;
    private final ScanListener listener;

    /** A scanner for one thread, after which nobody looks closer. */
    public StandardVideoScanner(
            VideoReader reader,
            FaceDetector detector,
            FaceRefiner refiner,
            FaceAligner aligner,
            FaceEmbedder embedder,
            QualityMeter meter,
            TrackingRules rules,
            ScanListener listener) {
        this(reader, detector, refiner, aligner, embedder, meter, rules, Optional.empty(), listener);
    }

    /**
     * A scanner for one thread.
     *
     * @param detector should also report faces fainter than {@code rules.leastScore()}: they are not tracked, but
     *     blurred in the pictures of others
     * @param rules measured with this embedder's space
     * @param closeUpAligner cuts out the faces that another recogniser looks closer at, where one does
     */
    public StandardVideoScanner(
            VideoReader reader,
            FaceDetector detector,
            FaceRefiner refiner,
            FaceAligner aligner,
            FaceEmbedder embedder,
            QualityMeter meter,
            TrackingRules rules,
            Optional<FaceAligner> closeUpAligner,
            ScanListener listener) {
        this.reader = reader;
        this.detector = detector;
        this.refiner = refiner;
        this.aligner = aligner;
        this.embedder = embedder;
        this.meter = meter;
        this.rules = rules;
        this.closeUpAligner = closeUpAligner;
        this.listener = listener;
    }

    @Override
    public VideoScan scan(Path video, Sampling sampling) throws MediaException {
        Run run = new Run(sampling);
        return run.finish(reader.read(video, sampling, run::look));
    }

    @Override
    public VideoScan scan(Path video, FileHash hash, Sampling sampling) throws MediaException {
        Run run = new Run(sampling);
        return run.finish(reader.read(video, hash, sampling, run::look));
    }

    @Override
    public void close() {
        try {
            detector.close();
        } finally {
            try {
                refiner.close();
            } finally {
                embedder.close();
            }
        }
    }

    /** One video. */
    private final class Run {

        private final StageWatch watch = new StageWatch(listener);
        private final CutDetector cuts = new CutDetector(CutRules.standard());
        private final FramePlanes planes = new FramePlanes();
        private final FaceTracker tracker;
        private int faces;
        private int facesTooSmall;

        Run(Sampling sampling) {
            this.tracker = new FaceTracker(rules, embedder.space(), MediaTime.of(sampling.longestGap()));
        }

        VideoScan finish(VideoReader.Reading reading) {
            watch.enter(ScanStage.TRACK);
            List<FaceTrack> tracks = tracker.finish(reading.facts().duration());
            watch.stop();
            Optional<MediaProblem> problem = reading.problem();
            if (problem.isEmpty() && tracker.crowded()) {
                problem = Optional.of(new MediaProblem(
                        MediaFailure.TOO_MANY_FACES,
                        "more than " + rules.tracksAtMost() + " different faces: several people's were taken together,"
                                + " and somebody among them may not have been recognised"));
            }
            return new VideoScan(reading.facts(), reading.coverage(), tracks, faces, facesTooSmall, problem);
        }

        void look(VideoFrame frame) {
            MediaTime time = frame.time();
            SignedPicture picture = new SignedPicture(frame, watch, planes);
            watch.enter(ScanStage.DETECT);
            List<DetectedFace> found = detector.detect(picture);
            watch.enter(ScanStage.SHOT);
            boolean cut = cuts.cutBefore(time, picture.signature());
            watch.enter(ScanStage.TRACK);
            List<DetectedFace> tracked = new ArrayList<>(found.size());
            for (DetectedFace face : found) {
                if (face.score() < rules.leastScore()) {
                    continue;
                }
                faces++;
                if (eyeDistance(face) < rules.leastEyeDistance()) {
                    facesTooSmall++;
                } else {
                    tracked.add(face);
                }
            }
            tracker.next(time, cut, tracked, new Inspector(picture, found));
            watch.enter(ScanStage.READ);
            listener.looked(time, tracked.size());
        }

        private static double eyeDistance(DetectedFace face) {
            return Math.hypot(
                    face.landmarks().rightEye().x() - face.landmarks().leftEye().x(),
                    face.landmarks().rightEye().y() - face.landmarks().leftEye().y());
        }

        /** Looks at faces of the frame at hand. */
        private final class Inspector implements FaceInspector {

            private final SignedPicture picture;
            private final List<DetectedFace> found;
            /** What was converted for each look, by identity: two looks may be equal and of different faces. */
            private final IdentityHashMap<Look, Picture> looked = new IdentityHashMap<>();

            Inspector(SignedPicture picture, List<DetectedFace> found) {
                this.picture = picture;
                this.found = found;
            }

            @Override
            public Look look(DetectedFace face) {
                ScanStage before = watch.enter(ScanStage.REFINE);
                Picture closeUp = new CloseUp(picture);
                DetectedFace refined = refiner.refine(closeUp, face);
                watch.enter(ScanStage.ALIGN);
                AlignedFace aligned = aligner.align(closeUp, refined.landmarks());
                watch.enter(ScanStage.QUALITY);
                FaceQuality quality = meter.measure(refined, aligned);
                watch.enter(ScanStage.EMBED);
                Embedding embedding = embedder.embed(aligned);
                watch.enter(before);
                Look look = new Look(quality, embedding, refined.landmarks());
                looked.put(look, closeUp);
                return look;
            }

            @Override
            public Optional<AlignedFace> closeUp(Look look) {
                if (closeUpAligner.isEmpty()) {
                    return Optional.empty();
                }
                ScanStage before = watch.enter(ScanStage.CLOSE_UP);
                AlignedFace face = closeUpAligner.get().align(looked.getOrDefault(look, picture), look.landmarks());
                watch.enter(before);
                return Optional.of(face);
            }

            @Override
            public Picture.Region picture(DetectedFace face, int longerSide) {
                ScanStage before = watch.enter(ScanStage.PICTURE);
                Picture.Region region = BestShotPictures.cut(picture, face, found, rules.leastScore(), longerSide);
                watch.enter(before);
                return region;
            }
        }
    }
}
