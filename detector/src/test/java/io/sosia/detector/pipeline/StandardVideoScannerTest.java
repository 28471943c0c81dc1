package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.FaceRefiner;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.Coverage;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.MediaProblem;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoFacts;
import io.sosia.detector.media.VideoFrame;
import io.sosia.detector.media.VideoReader;
import io.sosia.detector.quality.FaceQuality;
import io.sosia.detector.track.TestRules;
import io.sosia.detector.track.TrackingRules;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class StandardVideoScannerTest {

    private static final Path FILM = Path.of("film.mp4");
    private static final EmbeddingSpace SPACE = new EmbeddingSpace("synthetic", "000000000000", "test", 128);

    /** Who stands in a frame; the scene is the colour of its background. */
    private record Scene(int colour, List<Cast> people) {}

    /** A person at a place of the picture, drawn in a grey that tells who it is. */
    private record Cast(int person, PixelBox box, double score) {}

    private static Cast cast(int person, double left, double size) {
        return new Cast(person, new PixelBox(left, 20, left + size, 20 + size), 0.9);
    }

    private static StandardVideoScanner scanner(FakeReader reader, ScanListener listener) {
        return scanner(reader, new FakeDetector(reader), listener);
    }

    private static StandardVideoScanner scanner(VideoReader reader, FakeDetector detector, ScanListener listener) {
        return scanner(reader, detector, TrackingRules.standard(), listener);
    }

    private static StandardVideoScanner scanner(
            VideoReader reader, FakeDetector detector, TrackingRules rules, ScanListener listener) {
        return new StandardVideoScanner(
                reader,
                detector,
                FaceRefiner.none(),
                (picture, landmarks) ->
                        new AlignedFace(picture.region(box(landmarks), 1).image(), 1),
                new FakeEmbedder(),
                (face, aligned) -> new FaceQuality(face.box().width() / 2, 0.5, 1, face.score(), 0.5, face.score()),
                rules,
                Optional.of((picture, landmarks) -> new AlignedFace(new RgbImage(2, 2, new byte[12]), 1)),
                listener);
    }

    /** Corners of the box, so that the fake aligner finds it again. */
    private static Landmarks landmarks(PixelBox box) {
        PixelPoint middle = box.centre();
        return new Landmarks(
                new PixelPoint(box.left(), box.top()),
                new PixelPoint(box.right(), box.top()),
                middle,
                new PixelPoint(box.left(), box.bottom()),
                new PixelPoint(box.right(), box.bottom()));
    }

    private static PixelBox box(Landmarks marks) {
        return new PixelBox(
                marks.leftEye().x(),
                marks.leftEye().y(),
                marks.rightMouth().x(),
                marks.rightMouth().y());
    }

    @Test
    void findsEachPersonAndSaysWhatWasLookedAt() throws MediaException {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            scenes.add(
                    i / 3 % 2 == 0
                            ? new Scene(0, List.of(cast(0, 20, 60), cast(1, 120, 50)))
                            : new Scene(2, List.of(cast(2, 30 + i, 60))));
        }
        MediaProblem problem = new MediaProblem(MediaFailure.TRUNCATED, "ends at 24 s");
        StageTimes times = new StageTimes(new AtomicLong()::incrementAndGet);
        try (StandardVideoScanner scanner = scanner(new FakeReader(scenes, Optional.of(problem)), times)) {
            VideoScanner.VideoScan scan = scanner.scan(FILM, Sampling.nightly());
            assertEquals(3, scan.tracks().size());
            assertEquals(18, scan.faces());
            assertEquals(0, scan.facesTooSmall());
            assertEquals(Optional.of(problem), scan.problem());
            assertEquals(12, scan.coverage().framesSampled());
            assertEquals(
                    List.of(2, 2, 2),
                    scan.tracks().stream().map(t -> t.appearances().size()).toList());
            assertEquals(
                    List.of(5000L, 17_000L),
                    scan.tracks().get(2).appearances().stream()
                            .map(a -> a.start().millis())
                            .toList());
            assertEquals(12, times.frames());
            assertEquals(18, times.faces());
            for (Map.Entry<ScanStage, Long> stage : times.nanos().entrySet()) {
                boolean after = stage.getKey() == ScanStage.EMBED_CLOSE_UP;
                assertEquals(!after, stage.getValue() > 0, stage.getKey() + ": " + stage.getValue());
            }
        }
    }

    @Test
    void countsFacesThatAreTooSmallAndPassesOverFaintOnes() throws MediaException {
        Scene scene = new Scene(
                1, List.of(cast(0, 20, 60), cast(1, 120, 8), new Cast(2, new PixelBox(150, 50, 190, 90), 0.4)));
        try (StandardVideoScanner scanner =
                scanner(new FakeReader(List.of(scene), Optional.empty()), ScanListener.NONE)) {
            VideoScanner.VideoScan scan = scanner.scan(FILM, Sampling.nightly());
            assertEquals(1, scan.tracks().size());
            assertEquals(2, scan.faces());
            assertEquals(1, scan.facesTooSmall());
        }
    }

    @Test
    void saysWhereMorePeopleWereSeenThanCanBeKeptApart() throws MediaException {
        List<Scene> scenes = new ArrayList<>();
        for (int person = 0; person < 6; person++) {
            scenes.add(new Scene(person % 3, List.of(cast(person, 20, 60))));
        }
        FakeReader reader = new FakeReader(scenes, Optional.empty());
        for (int atMost : List.of(4, 7)) {
            try (StandardVideoScanner scanner =
                    scanner(reader, new FakeDetector(reader), TestRules.keepingApart(atMost), ScanListener.NONE)) {
                VideoScanner.VideoScan scan = scanner.scan(FILM, Sampling.nightly());
                assertEquals(Math.min(6, atMost), scan.tracks().size());
                assertEquals(
                        atMost == 4 ? Optional.of(MediaFailure.TOO_MANY_FACES) : Optional.empty(),
                        scan.problem().map(MediaProblem::reason));
            }
        }
    }

    @Test
    void aLongVideoLeavesNothingBehindForEachFrame() throws MediaException {
        // 50,000 frames, a cut every 5, a cast of 40; 256 MB would not hold a 3 KB picture and vector for each face.
        FakeReader reader = new FakeReader(50_000, frame -> {
            int scene = frame / 5;
            return new Scene(scene % 3, List.of(cast(scene % 40, 20, 30), cast((scene * 7 + 1) % 40, 120, 30)));
        });
        try (StandardVideoScanner scanner = scanner(reader, ScanListener.NONE)) {
            VideoScanner.VideoScan scan = scanner.scan(FILM, Sampling.nightly());
            TrackingRules rules = TrackingRules.standard();
            assertEquals(100_000, scan.faces());
            assertEquals(
                    100_000, scan.tracks().stream().mapToInt(t -> t.faces()).sum(), "faces in tracks");
            assertTrue(scan.tracks().size() <= 200, scan.tracks().size() + " tracks");
            assertTrue(
                    scan.tracks().stream().mapToInt(t -> t.appearances().size()).sum() <= rules.appearancesAtMost());
            assertTrue(scan.tracks().stream()
                            .flatMap(t -> t.bestShots().stream())
                            .mapToLong(s -> s.picture().rgb().length)
                            .sum()
                    <= rules.pictureBytes());
        }
    }

    @Test
    void theSameFilmGivesTheSameResult() throws MediaException {
        List<Scene> scenes = List.of(
                new Scene(0, List.of(cast(0, 20, 60), cast(1, 120, 50))),
                new Scene(2, List.of(cast(1, 20, 60))),
                new Scene(2, List.of(cast(2, 120, 50), cast(0, 30, 45))));
        FakeReader reader = new FakeReader(scenes, Optional.empty());
        try (StandardVideoScanner scanner = scanner(reader, ScanListener.NONE)) {
            assertEquals(scanner.scan(FILM, Sampling.thorough()), scanner.scan(FILM, Sampling.thorough()));
        }
    }

    @Test
    void whatCannotBeReadIsNotAnEmptyResult() {
        MediaException unreadable = new MediaException(FILM, MediaFailure.DAMAGED, "no frame");
        VideoReader reader = (file, sampling, frames) -> {
            throw unreadable;
        };
        FakeDetector detector = new FakeDetector(new FakeReader(List.of(), Optional.empty()));
        try (StandardVideoScanner scanner = scanner(reader, detector, ScanListener.NONE)) {
            assertSame(unreadable, assertThrows(MediaException.class, () -> scanner.scan(FILM, Sampling.nightly())));
        }
    }

    @Test
    void closesItsModels() {
        FakeReader reader = new FakeReader(List.of(), Optional.empty());
        FakeDetector detector = new FakeDetector(reader);
        scanner(reader, detector, ScanListener.NONE).close();
        assertTrue(detector.closed);
    }

    /** Draws scenes, one each 2 s. */
    private static final class FakeReader implements VideoReader {
        private final int count;
        private final IntFunction<Scene> film;
        private final Optional<MediaProblem> problem;
        private Scene scene = new Scene(0, List.of());

        FakeReader(List<Scene> scenes, Optional<MediaProblem> problem) {
            this.count = scenes.size();
            this.film = scenes::get;
            this.problem = problem;
        }

        FakeReader(int count, IntFunction<Scene> film) {
            this.count = count;
            this.film = film;
            this.problem = Optional.empty();
        }

        @Override
        public Reading read(Path file, Sampling sampling, FrameSink frames) {
            for (int i = 0; i < count; i++) {
                scene = film.apply(i);
                frames.accept(new FakeFrame(MediaTime.ofMillis(2000L * i), scene));
            }
            MediaTime duration = MediaTime.ofMillis(2000L * count);
            return new Reading(
                    new VideoFacts("0".repeat(64), 1, "fake", "fake", 200, 100, 0, duration),
                    new Coverage(count, MediaTime.ofMillis(2000), 1),
                    problem);
        }
    }

    private record FakeFrame(MediaTime time, Scene scene) implements VideoFrame {

        @Override
        public boolean keyFrame() {
            return true;
        }

        @Override
        public int width() {
            return 200;
        }

        @Override
        public int height() {
            return 100;
        }

        @Override
        public void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes) {
            int plane = planeStride * planeRows;
            Arrays.fill(planes, scene.colour * plane, (scene.colour + 1) * plane, (byte) 200);
        }

        /** One pixel is enough here: the person's number, or the subject's surroundings. */
        @Override
        public Region region(PixelBox box, double scale) {
            for (Cast cast : scene.people) {
                if (cast.box.equals(box)) {
                    return new Region(box, new RgbImage(1, 1, new byte[] {(byte) cast.person, 0, 0}));
                }
            }
            int width = (int) Math.max(1, Math.round(box.width() * scale));
            int height = (int) Math.max(1, Math.round(box.height() * scale));
            return new Region(box, new RgbImage(width, height, new byte[3 * width * height]));
        }
    }

    private static final class FakeDetector implements FaceDetector {
        private final byte[] planes = new byte[3 * 32 * 16];
        private final FakeReader stage;
        private boolean closed;

        FakeDetector(FakeReader stage) {
            this.stage = stage;
        }

        @Override
        public List<DetectedFace> detect(Picture picture) {
            picture.scaledBgrPlanes(32, 16, 32, 16, planes);
            return stage.scene.people.stream()
                    .map(cast -> new DetectedFace(cast.box, landmarks(cast.box), cast.score))
                    .toList();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class FakeEmbedder implements FaceEmbedder {
        @Override
        public EmbeddingSpace space() {
            return SPACE;
        }

        @Override
        public Embedding embed(AlignedFace face) {
            Random random = new Random(face.chip().rgb()[0] * 0x9E3779B97F4A7C15L);
            float[] raw = new float[128];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = (float) random.nextGaussian();
            }
            return Embedding.normalised(SPACE, raw);
        }

        @Override
        public void close() {}
    }
}
