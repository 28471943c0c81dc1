package io.sosia.testdata.damage;

import io.sosia.testdata.seed.Seed;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Breaks a video in every way we know, one file each, into a folder:
 *
 * <pre>
 * truncated-3-tenths.mp4 …  the files
 * damage.jsonl              a {@link DamagedFile} a line
 * manifest.jsonl            {"path":…} a line, to scan them all whatever their extension
 * </pre>
 *
 * <p>What a file is expected to give was tried on it with FFmpeg, or follows from what it is.
 */
public final class Damage {

    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Files are broken in memory. */
    private static final long GREATEST = 512L << 20;

    /** What a name may hold that a page, a shell, a pattern or a terminal would mistake for its own. */
    private static final List<String> HOSTILE_NAMES = List.of(
            "..%2f..%2fetc%2fpasswd",
            "<img src=x onerror=alert(1)>",
            "-rf",
            "--help",
            "line\nbreak",
            "quote'and\"double",
            "$(touch pwned);`id`|&",
            "ep-%03d",
            "concat:a|b",
            "back\\slash",
            " leading and trailing ",
            "bell\u0007escape\u001b[31m",
            "right\u202eto-left",
            "\uD83C\uDFAD\u9762\u5177",
            "long".repeat(62));

    private final byte[] bytes;
    private final String extension;
    private final Path out;
    private final DamageSettings settings;
    private final List<DamagedFile> made = new ArrayList<>();

    private Damage(byte[] bytes, String extension, Path out, DamageSettings settings) {
        this.bytes = bytes;
        this.extension = extension;
        this.out = out;
        this.settings = settings;
    }

    /** {@link #damage(Path, Path, DamageSettings)} with the default settings. */
    public static List<DamagedFile> damage(Path video, Path out) throws IOException {
        return damage(video, out, DamageSettings.defaults());
    }

    /**
     * Writes the damaged files. Takes about 20 times the video's size on disk.
     *
     * @param video a whole video of at most 512 MiB; it is only read
     * @param out is created; may exist if it is an empty folder
     * @return what was written; names that this file system refuses are left out
     * @throws NoSuchFileException if there is no such video
     * @throws FileAlreadyExistsException if {@code out} holds anything
     * @throws IOException if a file cannot be read or written, or the video is too large
     */
    public static List<DamagedFile> damage(Path video, Path out, DamageSettings settings) throws IOException {
        if (!Files.isRegularFile(video)) {
            throw new NoSuchFileException(video.toString(), null, "a video to damage is needed");
        }
        if (Files.size(video) > GREATEST) {
            throw new IOException("'" + video + "' has " + Files.size(video) + " bytes, more than " + GREATEST);
        }
        if (Files.exists(out)) {
            if (!Files.isDirectory(out)) {
                throw new NotDirectoryException(out.toString());
            }
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new FileAlreadyExistsException(
                            out.toString(), null, "damaged files need a folder of their own");
                }
            }
        }
        Files.createDirectories(out);
        String name = video.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "mp4" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        Damage damage = new Damage(Files.readAllBytes(video), extension, out, settings);
        int level = avutil.av_log_get_level();
        // FFmpeg has much to say about such files, and we asked for them.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        try {
            damage.all();
        } finally {
            avutil.av_log_set_level(level);
        }
        damage.describe();
        return List.copyOf(damage.made);
    }

    private void all() throws IOException {
        note(write("control." + extension, bytes), "control", Expectation.SCANNED);
        truncated();
        zeroed();
        flipped();
        notWhatTheNameSays();
        withoutPictures();
        hugeClaims();
        endless();
        entriesThatAreNoFiles();
        hostileNames();
    }

    private void truncated() throws IOException {
        for (int tenths = 1; tenths <= 9; tenths++) {
            byte[] part = Arrays.copyOf(bytes, Math.toIntExact((long) bytes.length * tenths / 10));
            tried("truncated-" + tenths + "-tenths", part);
        }
    }

    private void zeroed() throws IOException {
        int tenth = bytes.length / 10;
        tried("zeroed-header", zeroed(0, Math.min(64, bytes.length)));
        tried("zeroed-start", zeroed(0, tenth));
        tried("zeroed-middle", zeroed(bytes.length / 2 - tenth / 2, tenth));
        tried("zeroed-end", zeroed(bytes.length - tenth, tenth));
        tried("zeroed-all", new byte[bytes.length]);
    }

    private byte[] zeroed(int from, int length) {
        byte[] copy = bytes.clone();
        Arrays.fill(copy, from, from + length, (byte) 0);
        return copy;
    }

    private void flipped() throws IOException {
        int[] oneByteIn = {100_000, 10_000, 1_000};
        for (int i = 0; i < oneByteIn.length; i++) {
            RandomGenerator random = new Seed(settings.seed()).part(i).generator();
            byte[] copy = bytes.clone();
            for (int flips = Math.max(1, copy.length / oneByteIn[i]); flips > 0; flips--) {
                copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            }
            tried("flipped-one-byte-in-" + oneByteIn[i], copy);
        }
    }

    private void notWhatTheNameSays() throws IOException {
        byte[] text = "This is not a video.\n".repeat(200).getBytes(StandardCharsets.UTF_8);
        note(write("text.mp4", text), "text-as-video", Expectation.NOT_SCANNED);
        byte[] noise = new byte[100_000];
        new Seed(settings.seed()).part(-1).generator().nextBytes(noise);
        note(write("noise.mp4", noise), "noise-as-video", Expectation.NOT_SCANNED);
        // Lists that make a careless reader open other files or addresses.
        note(
                write(
                        "playlist.mp4",
                        "#EXTM3U\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
                                .getBytes(StandardCharsets.UTF_8)),
                "playlist-as-video",
                Expectation.NOT_SCANNED);
        note(
                write("concat.mp4", "ffconcat version 1.0\nfile 'control.mp4'\n".getBytes(StandardCharsets.UTF_8)),
                "concat-list-as-video",
                Expectation.NOT_SCANNED);
        String other = extension.equals("avi") ? "mp4" : "avi";
        note(write("wrong-extension." + other, bytes), "video-with-another-extension", Expectation.SCANNED);
        note(write("video.txt", bytes), "video-as-text", Expectation.SCANNED);
    }

    private void withoutPictures() throws IOException {
        note(write("empty.mp4", new byte[0]), "empty", Expectation.NOT_SCANNED);
        note(write("one-byte.mp4", new byte[] {0}), "one-byte", Expectation.NOT_SCANNED);
        Path audio = out.resolve("audio-only.mp4");
        Clip.audio(audio);
        note(audio, "audio-only", Expectation.NOT_SCANNED);
    }

    private void hugeClaims() throws IOException {
        int side = HugeClaims.SIDE;
        note(
                write("huge-png.avi", AviFile.of("MPNG", side, side, HugeClaims.png())),
                "claims-100000x100000-png",
                Expectation.NOT_SCANNED);
        note(
                write("huge-h264.avi", AviFile.of("H264", side, side, HugeClaims.h264())),
                "claims-100000x100000-h264",
                Expectation.NOT_SCANNED);
        note(write("huge.h264", HugeClaims.h264()), "claims-100000x100000-bare-h264", Expectation.NOT_SCANNED);
        Path small = out.resolve("huge-container.mp4");
        Clip.video(small, "mp4", 10, 1);
        byte[] patched = Files.readAllBytes(small);
        // The largest that the fields hold: 16.16 fixed point in the track header, 16 bits in the sample entry.
        box(
                patched,
                "tkhd",
                content -> content.putInt(content.limit() - 8, 0xFFFF0000).putInt(content.limit() - 4, 0xFFFF0000));
        box(patched, "avc1", content -> content.putShort(24, (short) 0xFFFF).putShort(26, (short) 0xFFFF));
        Files.write(small, patched);
        note(small, "container-claims-65535x65535", Expectation.PARTIAL);
    }

    private void endless() throws IOException {
        Path years = out.resolve("years.mkv");
        // Nine months from one frame to the next, 2.2 years in all: as far as frame numbers of 31 bits go.
        Clip.video(years, "matroska", 4, 700_000_000);
        note(years, "claims-years-with-4-frames", Expectation.PARTIAL);

        Path age = out.resolve("age.mp4");
        Clip.video(age, "mp4", 10, 1);
        byte[] patched = Files.readAllBytes(age);
        // Version 0 of the box: version and flags, two times, then time scale and duration.
        box(patched, "mvhd", content -> content.putInt(12, 1).putInt(16, -2));
        box(patched, "mdhd", content -> content.putInt(16, -2));
        Files.write(age, patched);
        note(age, "header-claims-136-years", Expectation.PARTIAL);

        Path loop = out.resolve("loop.ts");
        Clip.video(loop, "mpegts", 30, 1);
        byte[] once = Files.readAllBytes(loop);
        for (int i = 0; i < 50; i++) {
            Files.write(loop, once, StandardOpenOption.APPEND);
        }
        note(loop, "stream-whose-times-start-again", Expectation.PARTIAL);

        Path hole = out.resolve("endless.ts");
        Files.write(hole, once);
        try (RandomAccessFile file = new RandomAccessFile(hole.toFile(), "rw")) {
            file.setLength(settings.endlessBytes());
        }
        note(hole, "stream-then-zeros-without-end", Expectation.PARTIAL);

        if (settings.fifo()) {
            fifo();
        }
    }

    private void fifo() throws IOException {
        Path fifo = out.resolve("pipe.mp4");
        try {
            Process process = new ProcessBuilder("mkfifo", fifo.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("mkfifo could not make '" + fifo + "'");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making '" + fifo + "'", e);
        }
        note(fifo, "named-pipe", Expectation.NOT_SCANNED);
    }

    private void entriesThatAreNoFiles() throws IOException {
        note(Files.createDirectory(out.resolve("folder.mp4")), "folder", Expectation.NOT_SCANNED);
        try {
            Path here = out.resolve("loop-here.mp4");
            Path there = out.resolve("loop-there.mp4");
            note(Files.createSymbolicLink(here, there.getFileName()), "link-loop", Expectation.NOT_SCANNED);
            note(Files.createSymbolicLink(there, here.getFileName()), "link-loop", Expectation.NOT_SCANNED);
            Path dangling = out.resolve("dangling.mp4");
            note(
                    Files.createSymbolicLink(dangling, Path.of("nowhere.mp4")),
                    "link-to-nothing",
                    Expectation.NOT_SCANNED);
            // Who walks folders through links walks here forever.
            Path folder = Files.createDirectory(out.resolve("folder-in-itself"));
            note(
                    Files.createSymbolicLink(folder.resolve("again.mp4"), Path.of(".")),
                    "folder-in-itself",
                    Expectation.NOT_SCANNED);
        } catch (UnsupportedOperationException e) {
            LOG.info("no links on this file system; left out");
        }
    }

    private void hostileNames() throws IOException {
        for (String name : HOSTILE_NAMES) {
            try {
                note(write(name + "." + extension, bytes), "hostile-name", Expectation.SCANNED);
            } catch (InvalidPathException | FileSystemException e) {
                // Windows, or a JVM whose locale cannot write the name.
                LOG.info(
                        "a hostile name is not possible on this file system; left out: {}",
                        e.getClass().getName());
            }
        }
    }

    /** Writes a broken copy; whether anything can be hoped for is tried at once. */
    private void tried(String kind, byte[] broken) throws IOException {
        Path file = write(kind + "." + extension, broken);
        note(file, kind, Clip.hasPicture(file) ? Expectation.PARTIAL : Expectation.NOT_SCANNED);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(out.resolve(name), content);
    }

    private void note(Path file, String kind, Expectation expectation) {
        String path = out.relativize(file).toString().replace(File.separatorChar, '/');
        made.add(new DamagedFile(path, kind, expectation.text()));
    }

    private interface Patch {

        /** @param content of the box, without length and type */
        void apply(ByteBuffer content);
    }

    /** Patches the last box of this type: the muxer writes them at the end, and its brands at the start read alike. */
    private static void box(byte[] file, String type, Patch patch) {
        byte[] wanted = type.getBytes(StandardCharsets.US_ASCII);
        for (int i = file.length - 4; i >= 4; i--) {
            if (Arrays.equals(file, i, i + 4, wanted, 0, 4)) {
                int length = ByteBuffer.wrap(file).getInt(i - 4);
                patch.apply(ByteBuffer.wrap(file, i + 4, length - 8).slice());
                return;
            }
        }
        throw new IllegalStateException("no box '" + type + "' in a clip made by FFmpeg's muxer");
    }

    private void describe() throws IOException {
        try (Writer damage = Files.newBufferedWriter(out.resolve("damage.jsonl"));
                Writer manifest = Files.newBufferedWriter(out.resolve("manifest.jsonl"))) {
            for (DamagedFile file : made) {
                damage.write(JSON.writeValueAsString(file) + "\n");
                ObjectNode line = JSON.createObjectNode().put("path", file.path());
                manifest.write(JSON.writeValueAsString(line) + "\n");
            }
        }
    }
}
