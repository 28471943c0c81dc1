package io.sosia.detector.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoReader.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of real files is what was encoded into them, at the times it was encoded with. */
class FfmpegVideoReaderIT {

    private static final Sampling EVERY_FRAME = new Sampling.Interval(Duration.ofMillis(16));

    @TempDir
    Path folder;

    private record Shot(int number, int numberByRegions, long micros, boolean key, int width, int height) {}

    private record Seen(List<Shot> shots, Reading reading) {}

    private static Seen read(Path file, Sampling sampling) throws MediaException {
        List<Shot> shots = new ArrayList<>();
        Reading reading = new FfmpegVideoReader()
                .read(
                        file,
                        sampling,
                        frame -> shots.add(new Shot(
                                NumberedPicture.number(frame),
                                NumberedPicture.numberByRegions(frame),
                                frame.time().micros(),
                                frame.keyFrame(),
                                frame.width(),
                                frame.height())));
        assertEquals(shots.size(), reading.coverage().framesSampled());
        return new Seen(shots, reading);
    }

    /** Each shot is the frame that was encoded for its time, and times ascend. */
    private static void assertTrueToFilm(Film film, Seen seen, long toleranceMicros) {
        long previous = -1;
        for (Shot shot : seen.shots()) {
            assertTrue(shot.micros() > previous, () -> "times ascend: " + seen.shots());
            previous = shot.micros();
            assertTrue(shot.number() >= 0 && shot.number() < film.frames(), () -> "no number in " + shot);
            assertEquals(shot.number(), shot.numberByRegions(), () -> "regions show the same: " + shot);
            assertTrue(
                    Math.abs(film.micros(shot.number()) - shot.micros()) <= toleranceMicros,
                    () -> shot + " should be at " + film.micros(shot.number()) + " µs");
            assertEquals(film.uprightWidth(), shot.width());
            assertEquals(film.uprightHeight(), shot.height());
        }
    }

    private static List<Integer> numbers(Seen seen) {
        return seen.shots().stream().map(Shot::number).toList();
    }

    private static Film vp9(String container) {
        return Film.of("libvpx-vp9", container)
                .times(25, Film.evenly(110))
                .option("deadline", "realtime")
                .option("cpu-used", "8");
    }

    private static Film h264(String container) {
        return Film.of("libopenh264", container).times(25, Film.evenly(110));
    }

    private static Film av1(String container) {
        return Film.of("libaom-av1", container)
                .times(25, Film.evenly(60))
                .option("usage", "realtime")
                .option("cpu-used", "8");
    }

    static Stream<Arguments> films() {
        return Stream.of(
                        Map.entry("H.264 MP4", h264("mp4")),
                        Map.entry("H.264 MP4, index first", h264("mp4").muxing("movflags", "faststart")),
                        Map.entry(
                                "H.264 MP4, fragmented",
                                h264("mp4").muxing("movflags", "frag_keyframe+empty_moov+default_base_moof")),
                        Map.entry("H.264 MOV", h264("mov")),
                        Map.entry("H.264 MKV", h264("matroska")),
                        Map.entry("H.264 FLV", h264("flv")),
                        Map.entry("H.264 TS", h264("mpegts")),
                        Map.entry("H.264 AVI", h264("avi")),
                        Map.entry("H.264, odd sizes", h264("mp4").size(178, 126)),
                        Map.entry("VP9 WebM", vp9("webm")),
                        Map.entry("VP9 MP4", vp9("mp4")),
                        Map.entry("VP9 WebM, odd sizes", vp9("webm").size(179, 127)),
                        Map.entry(
                                "VP9, hidden frames",
                                vp9("webm")
                                        .option("deadline", "good")
                                        .option("lag-in-frames", "12")
                                        .option("auto-alt-ref", "1")),
                        Map.entry(
                                "VP8 WebM",
                                Film.of("libvpx", "webm")
                                        .times(25, Film.evenly(60))
                                        .option("deadline", "realtime")
                                        .option("cpu-used", "8")),
                        Map.entry("AV1 MP4", av1("mp4")),
                        Map.entry("AV1 MKV, 10 bit", av1("matroska").inTenBit()),
                        Map.entry("MPEG-4 AVI", Film.of("mpeg4", "avi").times(25, Film.evenly(60))),
                        Map.entry(
                                "MPEG-4 MP4, B-frames",
                                Film.of("mpeg4", "mp4").option("bf", "2").times(25, Film.evenly(110))),
                        Map.entry("turned by 90", h264("mp4").rotated(90)),
                        Map.entry("turned by 180", h264("mp4").rotated(180)),
                        Map.entry(
                                "turned by 270, odd sizes",
                                vp9("mp4").size(179, 127).rotated(270)),
                        Map.entry(
                                "turned by 90 in MKV, odd sizes",
                                vp9("matroska").size(179, 127).rotated(90)),
                        Map.entry(
                                "variable frame rate",
                                h264("mp4")
                                        .times(
                                                1000,
                                                Film.spaced(120, n -> 40 * n + (n % 3) * 11 + (n > 60 ? 900 : 0)))),
                        Map.entry(
                                "variable frame rate in MKV",
                                vp9("webm")
                                        .times(
                                                1000,
                                                Film.spaced(120, n -> 40 * n + (n % 3) * 11 + (n > 60 ? 900 : 0)))),
                        Map.entry("starts late", h264("mp4").times(1000, Film.spaced(110, n -> 7000 + 40 * n))),
                        Map.entry(
                                "starts late in TS", h264("mpegts").times(1000, Film.spaced(110, n -> 7000 + 40 * n))),
                        Map.entry(
                                "starts late in MKV",
                                h264("matroska").times(1000, Film.spaced(110, n -> 7000 + 40 * n))))
                .map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("films")
    void everyFrameIsSeenOnceAtItsTime(String name, Film film) throws MediaException {
        Seen seen = read(film.write(folder.resolve("film")), EVERY_FRAME);
        assertTrueToFilm(film, seen, 1000);
        assertEquals(IntStream.range(0, film.frames()).boxed().toList(), numbers(seen));
        assertEquals(Optional.empty(), seen.reading().problem());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("films")
    void nightlyTakesKeyFrames(String name, Film film) throws MediaException {
        Seen all = read(film.write(folder.resolve("film")), EVERY_FRAME);
        Seen seen = read(folder.resolve("film"), Sampling.nightly());
        assertTrueToFilm(film, seen, 1000);
        assertEquals(
                all.shots().stream().filter(Shot::key).map(Shot::number).toList(),
                seen.shots().stream().filter(Shot::key).map(Shot::number).toList());
        assertTrue(seen.shots().getFirst().key());
        assertEquals(0, seen.shots().getFirst().number());
        assertTrue(seen.reading().coverage().longestGap().micros() <= 2_100_000, () -> "" + seen.reading());
        assertEquals(Optional.empty(), seen.reading().problem());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("films")
    void anIntervalTakesTheFirstFrameOfEach(String name, Film film) throws MediaException {
        long span = 700_000;
        Seen seen = read(film.write(folder.resolve("film")), new Sampling.Interval(Duration.ofMillis(700)));
        assertTrueToFilm(film, seen, 1000);
        Map<Long, Integer> first = new TreeMap<>();
        for (int n = 0; n < film.frames(); n++) {
            first.putIfAbsent(film.micros(n) / span, n);
        }
        assertEquals(List.copyOf(first.values()), numbers(seen));
    }

    static Stream<Arguments> keySpacings() {
        return Stream.of(
                Arguments.of("key frames 2 s apart", 50),
                Arguments.of("3 s apart", 75),
                Arguments.of("one key frame", 1000),
                Arguments.of("nothing but key frames", 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keySpacings")
    void moreFramesAreDecodedOnlyWhereKeyFramesAreFarApart(String name, int keyEvery) throws MediaException {
        Film film = Film.of("libopenh264", "mp4").keyEvery(keyEvery);
        Seen seen = read(film.write(folder.resolve("film")), Sampling.nightly());
        assertTrueToFilm(film, seen, 1000);
        assertTrue(seen.reading().coverage().longestGap().micros() <= 2_000_000, () -> "" + seen);
        List<Integer> keys = IntStream.range(0, film.frames())
                .filter(n -> n % keyEvery == 0)
                .boxed()
                .toList();
        if (keyEvery <= 50) {
            assertEquals(keys, numbers(seen));
        } else {
            assertTrue(numbers(seen).containsAll(keys));
            assertTrue(seen.shots().size() <= keys.size() + 8, () -> "" + seen.shots());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "matroska", "flv", "avi"})
    void ofAShortClipSeveralFramesAreLookedAt(String container) throws MediaException {
        // As models that make clips give them: 2 s with one key frame.
        Film film = Film.of("libopenh264", container).keyEvery(1000).times(8, Film.evenly(16));
        for (Sampling sampling : List.of(Sampling.nightly(), new Sampling.Interval(Duration.ofSeconds(2)))) {
            Seen seen = read(film.write(folder.resolve("film")), sampling);
            assertTrueToFilm(film, seen, 1000);
            assertTrue(
                    seen.shots().size() >= Sampling.LEAST_FRAMES && seen.shots().size() <= 4, () -> "" + seen.shots());
        }
        Film single = Film.of("libopenh264", container).times(8, Film.evenly(1));
        assertEquals(List.of(0), numbers(read(single.write(folder.resolve("single")), Sampling.nightly())));
    }

    static Stream<Arguments> aspects() {
        return Stream.of(
                Arguments.of("mp4", "2/1", 0, 384, 128),
                Arguments.of("mp4", "1/2", 0, 192, 256),
                Arguments.of("mp4", "4/3", 90, 128, 256),
                Arguments.of("matroska", "4/3", 0, 256, 128),
                Arguments.of("mp4", "1/1", 0, 192, 128),
                // Nobody sees so little, and to stretch it would cost as much as decoding.
                Arguments.of("mp4", "100/101", 0, 192, 128),
                // No camera and no disc has such pixels.
                Arguments.of("mp4", "1/100", 0, 192, 128));
    }

    @ParameterizedTest
    @MethodSource("aspects")
    void pixelsThatAreNotSquareAreStretched(String container, String aspect, int rotation, int width, int height)
            throws MediaException {
        Film film = Film.of("libopenh264", container)
                .times(25, Film.evenly(30))
                .rotated(rotation)
                .option("aspect", aspect);
        Seen seen = read(film.write(folder.resolve("film")), Sampling.nightly());
        assertFalse(seen.shots().isEmpty());
        for (Shot shot : seen.shots()) {
            assertTrue(shot.number() >= 0, () -> "no number in " + shot);
            assertEquals(shot.number(), shot.numberByRegions());
            assertEquals(width, shot.width());
            assertEquals(height, shot.height());
        }
        assertEquals(width, seen.reading().facts().width());
        assertEquals(height, seen.reading().facts().height());
    }

    static Stream<int[]> matrices() {
        return Stream.of(
                new int[] {1, 0, 0, 1},
                new int[] {-1, 0, 0, 1},
                new int[] {1, 0, 0, -1},
                new int[] {-1, 0, 0, -1},
                new int[] {0, 1, -1, 0},
                new int[] {0, -1, 1, 0},
                new int[] {0, 1, 1, 0},
                new int[] {0, -1, -1, 0});
    }

    /** Against the matrix itself: where it puts each stored pixel. */
    @ParameterizedTest
    @MethodSource("matrices")
    void whatAPlayerTurnsOrMirrorsIsSeenAsThePlayerShowsIt(int[] matrix) throws Exception {
        Film film = Film.of("libopenh264", "mp4").times(25, Film.evenly(2));
        Path file = film.write(folder.resolve("film"));
        List<RgbImage> stored = firstFrame(file);
        setMatrix(file, matrix);
        List<RgbImage> shown = firstFrame(file);
        for (int kind = 0; kind < stored.size(); kind++) {
            RgbImage from = stored.get(kind);
            RgbImage to = shown.get(kind);
            boolean lying = matrix[0] == 0;
            assertEquals(lying ? from.height() : from.width(), to.width());
            assertEquals(lying ? from.width() : from.height(), to.height());
            int left = Math.min(0, matrix[0] * (from.width() - 1)) + Math.min(0, matrix[2] * (from.height() - 1));
            int top = Math.min(0, matrix[1] * (from.width() - 1)) + Math.min(0, matrix[3] * (from.height() - 1));
            for (int y = 0; y < from.height(); y++) {
                for (int x = 0; x < from.width(); x++) {
                    int u = matrix[0] * x + matrix[2] * y - left;
                    int v = matrix[1] * x + matrix[3] * y - top;
                    assertEquals(
                            from.rgb()[3 * (y * from.width() + x)], to.rgb()[3 * (v * to.width() + u)], x + ", " + y);
                }
            }
        }
    }

    /** The whole of the first frame at full size, as planes and as a part. */
    private static List<RgbImage> firstFrame(Path file) throws MediaException {
        List<RgbImage> pictures = new ArrayList<>();
        new FfmpegVideoReader().read(file, Sampling.nightly(), frame -> {
            if (pictures.isEmpty()) {
                int plane = frame.width() * frame.height();
                byte[] planes = new byte[3 * plane];
                frame.scaledBgrPlanes(frame.width(), frame.height(), frame.width(), frame.height(), planes);
                byte[] rgb = new byte[3 * plane];
                for (int i = 0; i < plane; i++) {
                    for (int c = 0; c < 3; c++) {
                        rgb[3 * i + c] = planes[(2 - c) * plane + i];
                    }
                }
                pictures.add(new RgbImage(frame.width(), frame.height(), rgb));
                pictures.add(frame.region(new PixelBox(0, 0, frame.width(), frame.height()), 1)
                        .image());
            }
        });
        return pictures;
    }

    /** Writes the four turning numbers into the track's header, ISO 14496-12, 8.3.2. */
    private static void setMatrix(Path file, int[] matrix) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        ByteBuffer values = ByteBuffer.wrap(bytes, header + 4 + 40, 36).slice();
        values.putInt(0, matrix[0] << 16).putInt(4, matrix[1] << 16);
        values.putInt(12, matrix[2] << 16).putInt(16, matrix[3] << 16);
        Files.write(file, bytes);
    }

    /** By the name of the case, the film, and what its encoder is told. */
    private static Arguments command(String name, String encoder, String container, String arguments) {
        return Arguments.of(name, Film.of(encoder, container), arguments);
    }

    private static Arguments h264(String name, String container, String more) {
        return command(name, "libx264", container, "-sc_threshold 0 " + more);
    }

    private static Arguments hevc(String name, String container, String more) {
        return command(name, "libx265", container, "-x265-params log-level=none:scenecut=0" + more);
    }

    static Stream<Arguments> commandFilms() {
        return Stream.of(
                hevc("HEVC MP4", "mp4", ""),
                hevc("HEVC 10 bit", "mp4", " -pix_fmt yuv420p10le"),
                hevc("HEVC TS, open groups", "mpegts", ":open-gop=1"),
                hevc("HEVC MKV", "matroska", ""),
                command("VP9 10 bit", "libvpx-vp9", "webm", "-pix_fmt yuv420p10le -deadline realtime -cpu-used 8"),
                h264("H.264 with B-frames", "mp4", "-bf 3"),
                h264("H.264 with pyramids", "mp4", "-bf 5 -b-pyramid normal -refs 6"),
                h264("H.264 open groups", "mp4", "-bf 3 -x264-params open-gop=1"),
                h264("H.264 open groups in TS", "mpegts", "-bf 3 -x264-params open-gop=1"),
                h264("H.264 in FLV", "flv", "-bf 3"),
                h264("H.264 in AVI", "avi", "-bf 3"),
                h264("H.264 refreshed gradually", "mp4", "-bf 0 -x264-params intra-refresh=1"),
                h264("H.264 refreshed gradually in TS", "mpegts", "-bf 0 -x264-params intra-refresh=1"),
                Arguments.of(
                        "H.264 4:4:4", Film.of("libx264", "mp4").size(179, 127), "-sc_threshold 0 -pix_fmt yuv444p"),
                h264("H.264 4:2:2 10 bit", "mp4", "-pix_fmt yuv422p10le"),
                h264("H.264 full range", "mp4", "-pix_fmt yuvj420p"),
                h264("H.264 fields", "mpegts", "-flags +ilme+ildct"),
                h264("H.264 cut without decoding", "mp4", "-bf 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commandFilms")
    void readsWhatOtherEncodersWrite(String name, Film film, String arguments) throws MediaException {
        assumeTrue(Film.commandHas(film.encoder()), "no ffmpeg with " + film.encoder() + " is installed");
        Path file = film.writeByCommand(folder.resolve("film"), arguments.split(" "));
        Seen all = read(file, EVERY_FRAME);
        assertTrueToFilm(film, all, 1000);
        assertEquals(IntStream.range(0, film.frames()).boxed().toList(), numbers(all));
        assertEquals(Optional.empty(), all.reading().problem());
        Seen nightly = read(file, Sampling.nightly());
        assertTrueToFilm(film, nightly, 1000);
        assertTrue(nightly.reading().coverage().longestGap().micros() <= 2_100_000, () -> "" + nightly);
        assertFalse(nightly.shots().size() > 30, () -> "" + nightly);
        assertEquals(Optional.empty(), nightly.reading().problem());
        Seen spaced = read(file, new Sampling.Interval(Duration.ofMillis(1500)));
        assertTrueToFilm(film, spaced, 1000);
        assertEquals(
                IntStream.iterate(0, t -> t < 10_000, t -> t + 1500)
                        .map(t -> (t + 39) / 40)
                        .boxed()
                        .toList(),
                numbers(spaced));
    }

    @Test
    void groupsBetweenDistantFramesAreLeftOut() throws MediaException {
        Film film = Film.of("libopenh264", "mp4").times(25, Film.evenly(1000));
        Seen seen = read(film.write(folder.resolve("film")), new Sampling.Interval(Duration.ofSeconds(9)));
        assertEquals(List.of(0, 225, 450, 675, 900), numbers(seen));
        assertEquals(Optional.empty(), seen.reading().problem());
    }

    @ParameterizedTest
    @ValueSource(ints = {110, 20, 5})
    void aClockThatStartsAnewDoesNotHideWhatFollows(int frames) throws Exception {
        Film film = Film.of("libopenh264", "mpegts").times(25, Film.evenly(frames));
        byte[] part = Files.readAllBytes(film.write(folder.resolve("part")));
        Path joined = Files.createFile(folder.resolve("joined"));
        for (int i = 0; i < 4; i++) {
            Files.write(joined, part, StandardOpenOption.APPEND);
        }
        Seen seen = read(joined, EVERY_FRAME);
        assertEquals(IntStream.range(0, 4 * frames).map(n -> n % frames).boxed().toList(), numbers(seen));
    }

    /** FFmpeg complains of sound here and there; that is no damage to what is seen. */
    @ParameterizedTest
    @CsvSource({
        "webm, libvpx-vp9, libopus",
        "matroska, libopenh264, libopus",
        "mp4, libopenh264, aac",
        "mpegts, libopenh264, aac",
        "flv, libopenh264, aac",
        "avi, mpeg4, mp2"
    })
    void soundIsNotLookedAt(String container, String video, String sound) throws Exception {
        assumeTrue(Film.commandHas(sound), "no ffmpeg with " + sound + " is installed");
        Film film = Film.of(video, container).times(25, Film.evenly(100));
        Path silent = film.write(folder.resolve("silent"));
        Path file = folder.resolve("sound");
        Process process = new ProcessBuilder(List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        silent.toString(),
                        "-f",
                        "lavfi",
                        "-t",
                        "3.9",
                        "-i",
                        "sine",
                        "-c:v",
                        "copy",
                        "-c:a",
                        sound,
                        "-f",
                        container,
                        file.toString()))
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
        Seen seen = read(file, EVERY_FRAME);
        assertEquals(100, seen.shots().size());
        assertEquals(Optional.empty(), seen.reading().problem());
    }
}
