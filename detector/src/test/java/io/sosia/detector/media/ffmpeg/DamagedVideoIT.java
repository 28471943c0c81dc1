package io.sosia.detector.media.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sosia.detector.media.FileHash;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoFrame;
import io.sosia.detector.media.VideoReader.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken, cut, misnamed and hostile files: each ends in a result or a named reason, and no time is made up. */
class DamagedVideoIT {

    private static final Sampling EVERY_FRAME = new Sampling.Interval(Duration.ofMillis(16));

    @TempDir
    Path folder;

    private record Outcome(List<Integer> numbers, List<Long> micros, Reading reading) {}

    private static Outcome read(Path file, Sampling sampling) throws MediaException {
        return read(new FfmpegVideoReader(), file, sampling);
    }

    private static Outcome read(FfmpegVideoReader reader, Path file, Sampling sampling) throws MediaException {
        List<Integer> numbers = new ArrayList<>();
        List<Long> micros = new ArrayList<>();
        Reading reading = reader.read(file, sampling, frame -> {
            assertTrue(micros.isEmpty() || micros.getLast() < frame.time().micros(), "times ascend");
            numbers.add(NumberedPicture.number(frame));
            micros.add(frame.time().micros());
        });
        return new Outcome(numbers, micros, reading);
    }

    private static MediaFailure failure(Path file) {
        return assertThrows(MediaException.class, () -> read(file, Sampling.nightly()))
                .reason();
    }

    static Stream<Arguments> containers() {
        return Stream.of(
                Arguments.of("MP4", Film.of("libopenh264", "mp4")),
                Arguments.of("MP4, index first", Film.of("libopenh264", "mp4").muxing("movflags", "faststart")),
                Arguments.of(
                        "MP4, fragmented",
                        Film.of("libopenh264", "mp4").muxing("movflags", "frag_keyframe+empty_moov+default_base_moof")),
                Arguments.of("MKV", Film.of("libopenh264", "matroska")),
                Arguments.of(
                        "WebM",
                        Film.of("libvpx-vp9", "webm")
                                .option("deadline", "realtime")
                                .option("cpu-used", "8")),
                Arguments.of("FLV", Film.of("libopenh264", "flv")),
                Arguments.of("TS", Film.of("libopenh264", "mpegts")),
                Arguments.of("AVI", Film.of("mpeg4", "avi")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void aCutFileIsSeenAsFarAsItGoesAndCalledTruncated(String name, Film film) throws Exception {
        byte[] whole = Files.readAllBytes(film.write(folder.resolve("whole")));
        Path file = folder.resolve("cut");
        int shown = 0;
        for (int tenth = 1; tenth <= 9; tenth++) {
            // Not at a multiple of a transport stream's packets, where a cut leaves a shorter but faultless stream.
            int length = whole.length * tenth / 10 / 188 * 188 + 100;
            Files.write(file, Arrays.copyOf(whole, length));
            try {
                Outcome outcome = read(file, EVERY_FRAME);
                assertEquals(
                        IntStream.range(0, outcome.numbers().size()).boxed().toList(), outcome.numbers());
                assertEquals(
                        MediaFailure.TRUNCATED,
                        outcome.reading().problem().orElseThrow().reason());
                assertTrue(outcome.numbers().size() >= shown, "more of the file shows more of the film");
                shown = outcome.numbers().size();
            } catch (MediaException e) {
                assertEquals(MediaFailure.TRUNCATED, e.reason(), e.getMessage());
                assertEquals(0, shown, "less of the file showed more of the film");
            }
        }
        if (!name.equals("MP4")) {
            assertTrue(shown > film.frames() / 2, () -> "something of a cut film can be seen");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void evenAFewMissingBytesAreNoticed(String name, Film film) throws Exception {
        byte[] whole = Files.readAllBytes(film.times(25, Film.evenly(50)).write(folder.resolve("whole")));
        Path file = folder.resolve("cut");
        // FLV does not say how long it is in bytes, and ends in a tag without a picture.
        int[] cuts = name.equals("FLV") ? new int[] {100} : new int[] {1, 11, 100};
        for (int missing : cuts) {
            Files.write(file, Arrays.copyOf(whole, whole.length - missing));
            try {
                Outcome outcome = read(file, Sampling.nightly());
                assertTrue(outcome.reading().problem().isPresent(), () -> missing + " bytes missing");
                assertTrue(Set.of(MediaFailure.TRUNCATED, MediaFailure.DAMAGED)
                        .contains(outcome.reading().problem().get().reason()));
            } catch (MediaException e) {
                assertEquals(MediaFailure.TRUNCATED, e.reason(), e.getMessage());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void aHoleIsReportedAndTheRestSeen(String name, Film film) throws Exception {
        byte[] bytes = Files.readAllBytes(film.write(folder.resolve("whole")));
        Arrays.fill(bytes, bytes.length * 4 / 10, bytes.length * 5 / 10, (byte) 0);
        Path file = folder.resolve("hole");
        Files.write(file, bytes);
        Outcome outcome = read(file, EVERY_FRAME);
        if (outcome.reading().problem().isEmpty()) {
            // VP9 has no checksum, and the hole may lie within one picture.
            assertEquals("WebM", name);
            assertEquals(film.frames(), outcome.numbers().size());
        } else {
            assertEquals(MediaFailure.DAMAGED, outcome.reading().problem().get().reason());
        }
        if (name.equals("AVI")) {
            // It has no times, so what follows the hole moves forward.
            return;
        }
        for (int i = 0; i < outcome.numbers().size(); i++) {
            long at = outcome.micros().get(i);
            if (at < 3_000_000 || at > 7_000_000) {
                assertTrue(
                        Math.abs(at - film.micros(outcome.numbers().get(i))) <= 1000, "away from the hole all is true");
            }
        }
        assertTrue(outcome.numbers().contains(20));
        // Nobody finds the next fragment when the size of one is lost.
        assertTrue(name.equals("MP4, fragmented") || outcome.numbers().contains(film.frames() - 20));
    }

    /** A hole anywhere: whatever is missing then, the reading says that something is. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void noFrameIsLostInSilence(String name, Film film) throws Exception {
        byte[] whole = Files.readAllBytes(film.write(folder.resolve("whole")));
        Path file = folder.resolve("hole");
        for (int percent = 3; percent <= 90; percent++) {
            byte[] bytes = whole.clone();
            int from = Math.toIntExact((long) whole.length * percent / 100);
            Arrays.fill(bytes, from, from + whole.length * (1 + percent % 3 * 3) / 200, (byte) 0);
            Files.write(file, bytes);
            try {
                Outcome outcome = read(file, EVERY_FRAME);
                if (outcome.reading().problem().isEmpty()) {
                    // A hole within one picture may give a wrong picture that the codec, without checksums, believes.
                    assertEquals(film.frames(), outcome.numbers().size(), "from byte " + from);
                }
            } catch (MediaException e) {
                assertNotEquals(MediaFailure.UNREADABLE, e.reason(), e.getMessage());
            }
        }
    }

    private static final Film IN_FRAGMENTS =
            Film.of("libopenh264", "mp4").muxing("movflags", "frag_keyframe+empty_moov+default_base_moof");

    /** A broken head in a film in fragments hides all that follows or one fragment; neither may pass as seen. */
    @ParameterizedTest
    @ValueSource(strings = {"mdat size 4", "mdat size 0", "last moof renamed", "trun renamed", "first moof renamed"})
    void aBrokenHeadInAFilmInFragmentsIsNoticed(String what) throws Exception {
        byte[] bytes = Files.readAllBytes(IN_FRAGMENTS.write(folder.resolve("whole")));
        switch (what) {
            case "mdat size 4" -> ByteBuffer.wrap(bytes).putInt(nth(bytes, "mdat", 3) - 4, 4);
            case "mdat size 0" -> ByteBuffer.wrap(bytes).putInt(nth(bytes, "mdat", 3) - 4, 0);
            case "last moof renamed" -> bytes[nth(bytes, "moof", 9)] = 'n';
            case "first moof renamed" -> bytes[nth(bytes, "moof", 0)] = 'n';
            case "trun renamed" -> bytes[nth(bytes, "trun", 4)] = 'x';
            default -> throw new IllegalArgumentException(what);
        }
        Path file = folder.resolve("broken");
        Files.write(file, bytes);
        assertEquals(
                MediaFailure.DAMAGED,
                read(file, Sampling.nightly()).reading().problem().orElseThrow().reason());
    }

    @Test
    void aDownloadThatStoppedInAFileOfFullSizeIsCut() throws Exception {
        byte[] bytes = Files.readAllBytes(IN_FRAGMENTS.write(folder.resolve("whole")));
        Path file = folder.resolve("half");
        Files.write(file, Arrays.copyOf(Arrays.copyOf(bytes, nth(bytes, "moof", 5) - 4), bytes.length));
        assertTrue(read(file, Sampling.nightly()).reading().problem().isPresent());
    }

    @Test
    void boxesInsideEachOtherWithoutEndDoNotOverflow() throws Exception {
        byte[] whole = Files.readAllBytes(IN_FRAGMENTS.write(folder.resolve("whole")));
        int deep = 100_000;
        ByteBuffer nested = ByteBuffer.allocate(8 * (deep + 1));
        nested.putInt(8 * (deep + 1)).put("moof".getBytes(UTF_8));
        for (int left = deep; left > 0; left--) {
            nested.putInt(8 * left).put("traf".getBytes(UTF_8));
        }
        int moov = nth(whole, "moof", 0) - 4;
        Path file = folder.resolve("deep");
        Files.write(file, Arrays.copyOf(whole, moov));
        Files.write(file, nested.array(), StandardOpenOption.APPEND);
        Files.write(file, Arrays.copyOfRange(whole, moov, whole.length), StandardOpenOption.APPEND);
        assertEquals(MediaFailure.DAMAGED, failureOrProblem(file));
    }

    /** Recordings of 192 bytes a packet, a time before each, are as carefully gone through. */
    @Test
    void aHoleInATransportStreamWithTimesIsNoticed() throws Exception {
        byte[] plain = Files.readAllBytes(Film.of("libopenh264", "mpegts").write(folder.resolve("whole")));
        ByteBuffer timed = ByteBuffer.allocate(plain.length / 188 * 192);
        for (int at = 0; at < plain.length; at += 188) {
            timed.putInt(0).put(plain, at, 188);
        }
        Path file = folder.resolve("times");
        Files.write(file, timed.array());
        assertTrue(read(file, EVERY_FRAME).reading().problem().isEmpty());
        Arrays.fill(timed.array(), timed.capacity() / 2, timed.capacity() / 2 + 2000, (byte) 0);
        Files.write(file, timed.array());
        assertEquals(MediaFailure.DAMAGED, failureOrProblem(file));
    }

    private static MediaFailure failureOrProblem(Path file) {
        try {
            return read(file, EVERY_FRAME).reading().problem().orElseThrow().reason();
        } catch (MediaException e) {
            return e.reason();
        }
    }

    /** Where a box's type stands for the n-th time, from 0. */
    private static int nth(byte[] bytes, String type, int n) {
        String text = new String(bytes, ISO_8859_1);
        int at = -1;
        for (int i = 0; i <= n; i++) {
            at = text.indexOf(type, at + 1);
        }
        return at;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void noBytesCrashTheReader(String name, Film film) throws Exception {
        byte[] whole = Files.readAllBytes(film.times(25, Film.evenly(40)).write(folder.resolve("whole")));
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(name.hashCode());
        Path file = folder.resolve("broken");
        Set<MediaFailure> reasons = EnumSet.noneOf(MediaFailure.class);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = whole.clone();
            int changes = 1 + random.nextInt(20);
            // Half of the changes go where the headers are.
            for (int c = 0; c < changes; c++) {
                int at = random.nextBoolean()
                        ? random.nextInt(bytes.length)
                        : random.nextBoolean()
                                ? random.nextInt(Math.min(1500, bytes.length))
                                : bytes.length - 1 - random.nextInt(Math.min(1500, bytes.length));
                bytes[at] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            }
            Files.write(file, bytes);
            try {
                read(file, i % 2 == 0 ? Sampling.nightly() : EVERY_FRAME)
                        .reading()
                        .problem()
                        .ifPresent(problem -> reasons.add(problem.reason()));
            } catch (MediaException e) {
                reasons.add(e.reason());
            }
        }
        assertTrue(
                reasons.contains(MediaFailure.DAMAGED) || reasons.contains(MediaFailure.TRUNCATED),
                () -> "some of it was noticed: " + reasons);
    }

    @Test
    void aFileWithNothingInIt() throws IOException {
        assertEquals(MediaFailure.EMPTY, failure(Files.createFile(folder.resolve("empty.mp4"))));
    }

    @Test
    void whatIsNoFile() throws Exception {
        assertEquals(MediaFailure.UNREADABLE, failure(folder.resolve("missing.mp4")));
        assertEquals(MediaFailure.UNREADABLE, failure(Files.createDirectory(folder.resolve("folder.mp4"))));
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "no /dev/zero here");
        assertEquals(MediaFailure.UNREADABLE, failure(device));
        assertEquals(MediaFailure.UNREADABLE, failure(Files.createSymbolicLink(folder.resolve("link.mp4"), device)));
        Path pipe = folder.resolve("pipe.mp4");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo here");
        assertEquals(MediaFailure.UNREADABLE, failure(pipe));
    }

    @Test
    void contentCountsAndNotTheName() throws Exception {
        Film film = Film.of("libopenh264", "matroska").times(25, Film.evenly(30));
        Path file = film.write(folder.resolve("film.avi"));
        assertEquals(
                "matroska,webm",
                read(file, Sampling.nightly()).reading().facts().container());
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertTrue(read(link, Sampling.nightly()).numbers().containsAll(List.of(0, 25)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-i",
                "concat:a|b",
                "http:host",
                "file:x.mp4",
                "pipe:0",
                "data:video",
                "line\nbreak.mp4",
                "%d.mp4",
                "短剧 第一集 🎬.mp4",
                " .mp4",
                "a?b#c&d=e.mp4",
                "'\"$(x).mp4"
            })
    void namesMeanNothing(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.copy(Film.of("libopenh264", "mp4").times(25, Film.evenly(5)).write(folder.resolve("film")), file);
        assertEquals(0, read(file, Sampling.nightly()).numbers().getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "ffconcat version 1.0\nfile '/etc/hostname'\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
                "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
                "RIFF....WAVEfmt ................",
                "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
            })
    void whatIsNoVideo(String content) throws IOException {
        assertEquals(
                MediaFailure.UNKNOWN_FORMAT, failure(Files.writeString(folder.resolve("film.mp4"), content, UTF_8)));
    }

    @Test
    void aHeaderThatClaimsMorePixelsThanThereAre() throws Exception {
        Path file = Film.of("libopenh264", "mp4").times(25, Film.evenly(5)).write(folder.resolve("film"));
        byte[] bytes = Files.readAllBytes(file);
        // The sample entry: width and height, 16 bits each, 28 bytes after its name.
        int entry = indexOf(bytes, "avc1", indexOf(bytes, "stsd", 0));
        assertEquals(192, (bytes[entry + 28] & 0xff) << 8 | (bytes[entry + 29] & 0xff));
        Arrays.fill(bytes, entry + 28, entry + 32, (byte) 0xff);
        Files.write(file, bytes);
        assertEquals(MediaFailure.TOO_LARGE, failure(file));
    }

    @Test
    void boundsHold() throws Exception {
        Path file = Film.of("libopenh264", "mp4").write(folder.resolve("film"));
        assertEquals(MediaFailure.TOO_LARGE, failure(file, limits(1000, 32, 60, 1 << 30)));
        assertEquals(MediaFailure.TOO_LONG, failure(file, limits(100_000, 32, 9, 1 << 30)));
        assertEquals(MediaFailure.TOO_LONG, failure(file, limits(100_000, 32, 60, 1000)));
        assertEquals(
                250,
                read(new FfmpegVideoReader(limits(192 * 128, 1, 10, 1 << 30), System::nanoTime), file, EVERY_FRAME)
                        .numbers()
                        .size());
    }

    @Test
    void aStreamThatAnnouncesNoLengthStopsAtTheBound() throws Exception {
        Path file = Film.of("libopenh264", "mpegts").write(folder.resolve("film"));
        Outcome outcome =
                read(new FfmpegVideoReader(limits(100_000, 32, 4, 1 << 30), System::nanoTime), file, EVERY_FRAME);
        assertEquals(
                MediaFailure.TOO_LONG, outcome.reading().problem().orElseThrow().reason());
        assertEquals(101, outcome.numbers().size());
    }

    @Test
    void timeIsBounded() throws Exception {
        Path file = Film.of("libopenh264", "mp4").write(folder.resolve("film"));
        // Each look at the clock costs 10 s.
        AtomicLong clock = new AtomicLong();
        FfmpegVideoReader slow = new FfmpegVideoReader(MediaLimits.defaults(), () -> clock.addAndGet(10_000_000_000L));
        try {
            Outcome outcome = read(slow, file, EVERY_FRAME);
            assertEquals(
                    MediaFailure.TIMEOUT,
                    outcome.reading().problem().orElseThrow().reason());
            assertTrue(outcome.numbers().size() < 250);
        } catch (MediaException e) {
            assertEquals(MediaFailure.TIMEOUT, e.reason());
        }
    }

    @Test
    void theCallersOwnTimeIsNotCounted() throws Exception {
        Path file = Film.of("libopenh264", "mp4").write(folder.resolve("film"));
        AtomicLong clock = new AtomicLong();
        FfmpegVideoReader reader = new FfmpegVideoReader(MediaLimits.defaults(), clock::get);
        List<Long> times = new ArrayList<>();
        Reading reading = reader.read(file, EVERY_FRAME, frame -> {
            clock.addAndGet(Duration.ofHours(1).toNanos());
            times.add(frame.time().micros());
        });
        assertTrue(reading.problem().isEmpty());
        assertEquals(250, times.size());
    }

    @Test
    void aFileThatChangedSinceItWasHashedIsNotTakenForTheOld() throws Exception {
        Path file = Film.of("libopenh264", "mp4").times(25, Film.evenly(5)).write(folder.resolve("film"));
        FileHash hash = FileHash.of(file);
        FfmpegVideoReader reader = new FfmpegVideoReader();
        assertEquals(
                hash.sha256(),
                reader.read(file, hash, Sampling.nightly(), frame -> {}).facts().sha256());
        Files.write(file, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        assertEquals(
                MediaFailure.UNREADABLE,
                assertThrows(MediaException.class, () -> reader.read(file, hash, Sampling.nightly(), frame -> {}))
                        .reason());
    }

    @Test
    void aFileThatIsWrittenToWhileItIsReadIsNotTakenForWhatWasHashed() throws Exception {
        Path file = Film.of("libopenh264", "mp4").times(25, Film.evenly(5)).write(folder.resolve("film"));
        MediaException problem = assertThrows(
                MediaException.class,
                () -> new FfmpegVideoReader().read(file, Sampling.nightly(), frame -> append(file)));
        assertEquals(MediaFailure.UNREADABLE, problem.reason());
        assertTrue(problem.detail().contains("written to"), problem.detail());
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheCallerThrowsComesOutUnchanged() throws Exception {
        Path file = Film.of("libopenh264", "mp4").write(folder.resolve("film"));
        IllegalStateException thrown = new IllegalStateException("the caller's own");
        FfmpegVideoReader reader = new FfmpegVideoReader();
        assertEquals(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> reader.read(file, Sampling.nightly(), frame -> {
                            throw thrown;
                        })));
    }

    @Test
    void aFrameIsGoneAfterItsCallback() throws Exception {
        Path file = Film.of("libopenh264", "mp4").times(25, Film.evenly(5)).write(folder.resolve("film"));
        List<VideoFrame> kept = new ArrayList<>();
        new FfmpegVideoReader().read(file, Sampling.nightly(), kept::add);
        assertThrows(IllegalStateException.class, () -> kept.getFirst().scaledBgrPlanes(8, 8, 8, 8, new byte[192]));
    }

    private static MediaFailure failure(Path file, MediaLimits limits) {
        FfmpegVideoReader reader = new FfmpegVideoReader(limits, System::nanoTime);
        return assertThrows(MediaException.class, () -> read(reader, file, Sampling.nightly()))
                .reason();
    }

    private static MediaLimits limits(long pixels, int streams, int seconds, long bytes) {
        return new MediaLimits(
                pixels,
                streams,
                Duration.ofSeconds(seconds),
                bytes,
                1 << 20,
                1 << 20,
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ofHours(4));
    }

    private static int indexOf(byte[] bytes, String name, int from) {
        byte[] wanted = name.getBytes(UTF_8);
        for (int i = from; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new IllegalStateException("no " + name + " in the file");
    }
}
