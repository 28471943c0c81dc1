package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.LandmarkRefiner;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.ffmpeg.FfmpegVideoReader;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.detector.track.TrackingRules;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.store.ModelStore;
import io.sosia.models.store.ModelUnavailableException;
import io.sosia.models.vector.Embedding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clips through real models: who is in them, and that nobody is where nobody is. */
class StandardVideoScannerIT {

    /** What two photos of one person reach nine times in ten, and two of different people once in ten thousand. */
    private static final double SURELY = 0.45;
    /** What two photos of different people reach once in a hundred. */
    private static final double HARDLY = 0.25;

    private static Path data = Path.of("");
    private static @Nullable FaceModels models;

    @BeforeAll
    static void open() throws ModelUnavailableException, ModelRefusedException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("testdata").resolve("pom.xml")) && root.getParent() != null) {
            root = root.getParent();
        }
        Map<String, String> environment = System.getenv();
        data = root.resolve(environment.getOrDefault("SOSIA_DATA", "../shared")).normalize();
        Path folder = Path.of(
                environment.getOrDefault("SOSIA_MODELS", data.resolve("models").toString()));
        boolean there = Files.isDirectory(data.resolve("videos")) && Files.isDirectory(folder);
        if ("1".equals(environment.get("SOSIA_REQUIRE_DATA"))) {
            assertTrue(there, "no videos in " + data + " or no models in " + folder);
        }
        assumeTrue(there, "no videos in " + data + " or no models in " + folder);
        ModelStore store =
                ModelStore.of(folder, Map.of("SOSIA_MODELS", folder.toString()), root, (card, done, total) -> {});
        ModelCatalogue catalogue = ModelCatalogue.standard();
        models = FaceModels.open(
                store.load(catalogue.defaultFor(ModelTask.DETECTOR)),
                store.load(catalogue.defaultFor(ModelTask.RECOGNISER)));
    }

    @AfterAll
    static void close() {
        if (models != null) {
            models.close();
        }
    }

    private static FaceModels models() {
        if (models == null) {
            throw new AssertionError("the models are not open");
        }
        return models;
    }

    private static VideoScanner.VideoScan scan(String video, Sampling sampling) throws MediaException {
        try (StandardVideoScanner scanner = new StandardVideoScanner(
                new FfmpegVideoReader(),
                models().newDetector(new DetectorSettings(640, false, 0.3, 0.3)),
                models().newLandmarkRefiner(LandmarkRefiner.Effort.QUICK),
                models().newAligner(),
                models().newEmbedder(MirrorImages.IGNORED),
                models().qualityMeter(),
                TrackingRules.standard(),
                ScanListener.NONE)) {
            return scanner.scan(data.resolve("videos").resolve(video), sampling);
        }
    }

    private static Embedding photo(String photo) {
        try (PhotoReader reader = models().newPhotoReader()) {
            return switch (reader.subject(data.resolve("videos").resolve(photo))) {
                case PhotoReader.Accepted accepted -> accepted.template();
                case PhotoReader.Refused refused -> throw new AssertionError(photo + ": " + refused.reason());
            };
        }
    }

    /** Of the track that is most like the photo. */
    private static double best(VideoScanner.VideoScan scan, Embedding photo) {
        return scan.tracks().stream()
                .mapToDouble(track -> track.template().cosine(photo).value())
                .max()
                .orElse(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "thorough", "100ms"})
    void findsTheSingerInTheClipAndTellsHimFromThePianist(String sampling) throws MediaException {
        VideoScanner.VideoScan scan = scan("real/short_hamilton_clip.mp4", Sampling.parse(sampling));
        Embedding singer = photo("real/lin-manuel-miranda.png");
        Embedding pianist = photo("real/alex-lacamoire.png");
        assertTrue(best(scan, singer) > SURELY, "the singer's best track reaches " + best(scan, singer));
        // The pianist is seen small, dark and from the side: he must be there, but cannot be sure.
        assertTrue(best(scan, pianist) > HARDLY, "the pianist's best track reaches " + best(scan, pianist));
        for (FaceTrack track : scan.tracks()) {
            assertFalse(
                    track.template().cosine(singer).value() > HARDLY
                            && track.template().cosine(pianist).value() > HARDLY,
                    "track " + track.number() + " is like both");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ann-1, ann, lecun",
        "ann-4, ann, lecun",
        "ann-6, ann, lecun",
        "lecun-2, lecun, ann",
        "lecun-3, lecun, ann",
        "lecun-4, lecun, ann"
    })
    void findsThePersonWhoseLikenessWasGenerated(String video, String person, String other) throws MediaException {
        VideoScanner.VideoScan scan = scan("ai-generated/" + video + ".mp4", Sampling.thorough());
        double self = best(scan, photo("ai-generated/" + person + "-reference.png"));
        assertTrue(self > HARDLY, "similarity " + self);
        assertTrue(self > best(scan, photo("ai-generated/" + other + "-reference.png")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bottle-detection", "kitten", "train_running"})
    void findsNobodyWhereNobodyIs(String video) throws MediaException {
        for (Sampling sampling : new Sampling[] {Sampling.nightly(), Sampling.thorough()}) {
            VideoScanner.VideoScan scan = scan("noface/" + video + ".mp4", sampling);
            assertEquals(0, scan.tracks().size(), sampling.key());
            assertTrue(scan.coverage().framesSampled() > 0);
        }
    }

    @Test
    void theSameFileGivesTheSameTracks() throws MediaException {
        assertEquals(
                scan("real/short_hamilton_clip.mp4", Sampling.nightly()),
                scan("real/short_hamilton_clip.mp4", Sampling.nightly()));
    }

    @Test
    void aBlurredFaceIsNobodysAnyMore() throws MediaException {
        FaceTrack track =
                scan("ai-generated/ann-4.mp4", Sampling.nightly()).tracks().getFirst();
        Embedding person = photo("ai-generated/ann-reference.png");
        BestShot shot = track.bestShots().getFirst();
        RgbImage blurred = new RgbImage(
                shot.picture().width(),
                shot.picture().height(),
                shot.picture().rgb().clone());
        BestShotPictures.blur(new Picture.Region(shot.pictureBox(), blurred), shot.box(), new PixelBox(-2, -2, -1, -1));
        try (StillPicture picture = StillPicture.of(blurred);
                FaceEmbedder embedder = models().newEmbedder(MirrorImages.IGNORED)) {
            double scale = blurred.width() / shot.pictureBox().width();
            // Even where somebody knows exactly where the eyes were.
            Landmarks landmarks = moved(
                    shot.landmarks(),
                    shot.pictureBox().left(),
                    shot.pictureBox().top(),
                    scale);
            double like = embedder.embed(models().newAligner().align(picture, landmarks))
                    .cosine(person)
                    .value();
            assertTrue(like < HARDLY, "a blurred face is still like the person: " + like);
        }
    }

    /** Landmarks in the coordinates of a cut-out. */
    private static Landmarks moved(Landmarks marks, double left, double top, double scale) {
        return new Landmarks(
                moved(marks.leftEye(), left, top, scale),
                moved(marks.rightEye(), left, top, scale),
                moved(marks.nose(), left, top, scale),
                moved(marks.leftMouth(), left, top, scale),
                moved(marks.rightMouth(), left, top, scale));
    }

    private static PixelPoint moved(PixelPoint p, double left, double top, double scale) {
        return new PixelPoint((p.x() - left) * scale, (p.y() - top) * scale);
    }
}
