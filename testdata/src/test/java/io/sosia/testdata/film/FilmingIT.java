package io.sosia.testdata.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Films small dramas of coloured cards in place of faces, and reads them back. */
class FilmingIT {

    private static final FilmSettings SMALL = FilmSettings.defaults()
            .withDramas(1, 1)
            .withDuration(Duration.ofSeconds(6))
            .withFormat(new FilmSettings.FrameFormat(180, 320, 10))
            .withCutting(new FilmSettings.Cutting(Duration.ofSeconds(2), Duration.ofSeconds(3), 2));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"H264,MP4", "H264,TS", "H264,FLV", "H264,AVI", "H264,MOV", "VP9,WEBM", "AV1,MKV", "X264,MP4", "HEVC,MKV"
    })
    void filmsCanBeReadBack(FilmCodec codec, FilmContainer container) throws IOException {
        assumeTrue(!codec.needsProgram() || programIsThere(), "the ffmpeg program is not installed");
        FilmSettings settings =
                SMALL.withEncoding(new FilmSettings.Encoding(codec, container, 300, Duration.ofSeconds(2)));
        Path out = folder.resolve("films");
        List<Appearance> truth = Filming.film(settings, casting(), out, FilmProgress.SILENT);

        List<Integer> keyFrames = new ArrayList<>();
        int frames = 0;
        Path film = out.resolve("drama-01/ep-01." + container.extension());
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber("file:" + film)) {
            grabber.start();
            assertEquals(180, grabber.getImageWidth());
            assertEquals(320, grabber.getImageHeight());
            Frame frame;
            while ((frame = grabber.grabImage()) != null) {
                if (frame.keyFrame) {
                    keyFrames.add(frames);
                }
                frames++;
            }
        }
        assertEquals(60, frames);
        assertTrue(keyFrames.containsAll(List.of(0, 20, 40)), "key frames: " + keyFrames);
        if (codec != FilmCodec.H264) {
            assertEquals(List.of(0, 20, 40), keyFrames);
        }
        for (Appearance appearance : truth) {
            assertTrue(appearance.endMs() - appearance.startMs() >= 2_000, appearance.toString());
            assertTrue(appearance.endMs() <= 6_000, appearance.toString());
        }
    }

    @Test
    void recordsAreWhatScansRead() throws IOException {
        Path out = folder.resolve("films");
        List<Appearance> truth = Filming.film(SMALL.withDramas(2, 2), casting(), out, FilmProgress.SILENT);
        JsonMapper json = new JsonMapper();
        List<String> truthLines = Files.readAllLines(out.resolve("truth.jsonl"));
        assertEquals(truth.size(), truthLines.size());
        JsonNode first = json.readTree(truthLines.getFirst());
        assertEquals(List.of("path", "person", "start_ms", "end_ms", "number"), List.copyOf(first.propertyNames()));
        assertEquals(truth.getFirst().startMs(), first.get("start_ms").asLong());
        List<String> manifest = Files.readAllLines(out.resolve("manifest.jsonl"));
        assertEquals(4, manifest.size());
        JsonNode line = json.readTree(manifest.get(1));
        assertEquals("drama-01/ep-02.mp4", line.get("path").asString());
        assertEquals("drama-1", line.get("work").asString());
        assertEquals("2", line.get("episode").asString());
        assertEquals("2026-11-19T21:00:00Z", line.get("published").asString());
        for (String name : truth.stream().map(Appearance::person).distinct().toList()) {
            assertTrue(
                    name.isEmpty() || Files.isDirectory(out.resolve("portraits").resolve(name)), name);
        }
        assertFalse(
                truth.equals(Filming.film(SMALL.withSeed(9), casting(), folder.resolve("other"), FilmProgress.SILENT)));
    }

    @Test
    void oneScreenplayIsFilmedUnderSeveralConditions() throws IOException {
        Path out = folder.resolve("films");
        var truths = Filming.film(
                SMALL,
                casting(),
                EnumSet.of(Condition.PLAIN, Condition.SPEED_125, Condition.SCALE_50, Condition.MASK),
                FaceFinder.NONE,
                out,
                FilmProgress.SILENT);
        assertEquals(
                List.of(Condition.PLAIN, Condition.SCALE_50, Condition.SPEED_125, Condition.MASK),
                List.copyOf(truths.keySet()));
        List<Appearance> plain = Objects.requireNonNull(truths.get(Condition.PLAIN));
        List<Appearance> fast = Objects.requireNonNull(truths.get(Condition.SPEED_125));
        assertEquals(plain.size(), fast.size());
        for (int i = 0; i < plain.size(); i++) {
            assertEquals(i + 1, fast.get(i).number());
            assertEquals(plain.get(i).person(), fast.get(i).person());
            assertEquals(plain.get(i).startMs() / 1.25, (double) fast.get(i).startMs(), 200);
        }
        assertTrue(Files.isDirectory(out.resolve("portraits")));
        assertFalse(Files.exists(out.resolve("plain/portraits")));
        assertFilm(out.resolve("plain/drama-01/ep-01.mp4"), 180, 320, 60, 10);
        assertFilm(out.resolve("scale-50/drama-01/ep-01.mp4"), 90, 160, 30, 5);
        assertFilm(out.resolve("speed-125/drama-01/ep-01.mp4"), 180, 320, 24, 5);
        assertFilm(out.resolve("mask/drama-01/ep-01.mp4"), 180, 320, 30, 5);
        assertEquals(
                Files.readString(out.resolve("plain/manifest.jsonl")),
                Files.readString(out.resolve("mask/manifest.jsonl")));
    }

    private static void assertFilm(Path film, int width, int height, int frames, int rate) throws IOException {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber("file:" + film)) {
            grabber.start();
            assertEquals(width, grabber.getImageWidth());
            assertEquals(height, grabber.getImageHeight());
            assertEquals(rate, grabber.getVideoFrameRate(), 0.01);
            int seen = 0;
            while (grabber.grabImage() != null) {
                seen++;
            }
            assertEquals(frames, seen);
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsRefused() throws IOException {
        Path out = Files.createDirectory(folder.resolve("full"));
        Files.createFile(out.resolve("something"));
        FilmException refused =
                assertThrows(FilmException.class, () -> Filming.film(SMALL, casting(), out, FilmProgress.SILENT));
        assertTrue(String.valueOf(refused.getMessage()).contains("not empty"), refused.toString());
    }

    @Test
    void photosThatEnrolAreNeverFilmed() throws IOException {
        PhotoCasting casting = casting();
        for (Episode episode : Screenplay.write(SMALL.withDramas(20, 1), casting)) {
            for (Shot shot : episode.shots()) {
                for (Part part : shot.parts()) {
                    // The card's number is its order in the folder; two of them are portraits.
                    assertTrue(!part.take().actor().registered() || part.take().look() >= 2);
                }
            }
        }
        assertEquals(3, casting.registered().size());
    }

    @Test
    void peopleAreOnScreenFromTheFirstFrameToTheLastAsTheTruthSays() throws IOException {
        // Bare rendering, so that no codec blurs the question: bright red cards over whatever the backdrop is.
        Cards seen = new Cards();
        for (Episode episode : Screenplay.write(SMALL, casting())) {
            try (Stage stage = new Stage(SMALL.format(), episode.seed())) {
                for (Shot shot : episode.shots()) {
                    int[] frame = {0};
                    stage.play(shot, 10, planes -> {
                        double passed = frame[0] / (shot.frames() - 1.0);
                        double seconds = frame[0] / 10.0;
                        for (Part part : shot.parts()) {
                            Pose pose = shot.camera()
                                    .at(passed, seconds)
                                    .see(part.blocking().at(passed, seconds), 180, 320);
                            seen.check(planes, (int) pose.x(), (int) pose.y());
                        }
                        frame[0]++;
                    });
                    assertEquals(shot.frames(), frame[0]);
                }
            }
        }
        assertTrue(seen.count > 0);
    }

    private static final class Cards {

        private int count;

        void check(ByteBuffer planes, int x, int y) {
            int v = planes.get(180 * 320 * 5 / 4 + y / 2 * 90 + x / 2) & 255;
            // Pure red has V 240; light and tint move it by a little.
            assertTrue(v > 210, "V at " + x + "," + y + ": " + v);
            count++;
        }
    }

    /** Six people of four cards each. */
    private PhotoCasting casting() throws IOException {
        Path photos = folder.resolve("photos");
        if (!Files.exists(photos)) {
            for (int person = 0; person < 6; person++) {
                Path own = Files.createDirectories(photos.resolve("person-" + person));
                for (int photo = 0; photo < 4; photo++) {
                    BufferedImage card = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
                    Graphics2D graphics = card.createGraphics();
                    graphics.setPaint(Color.RED);
                    graphics.fillRect(0, 0, 100, 100);
                    graphics.dispose();
                    ImageIO.write(
                            card,
                            "png",
                            own.resolve(String.format(Locale.ROOT, "card-%d.png", photo))
                                    .toFile());
                }
            }
        }
        return PhotoCasting.open(photos, PhotoCasting.Settings.defaults());
    }

    private static boolean programIsThere() {
        try {
            new ProcessBuilder("ffmpeg", "-version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .destroyForcibly();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
