package io.sosia.testdata.damage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageIT {

    private static final DamageSettings SETTINGS = new DamageSettings(1, 64L << 20, true);

    @TempDir
    Path folder;

    private Path video(String name, String muxer) throws IOException {
        Path video = folder.resolve(name);
        Clip.video(video, muxer, 30, 1);
        return video;
    }

    @Test
    void everyKindIsThereAndListed() throws IOException {
        Path out = folder.resolve("damaged");
        List<DamagedFile> made = Damage.damage(video("good.mp4", "mp4"), out, SETTINGS);
        Set<String> kinds = made.stream().map(DamagedFile::kind).collect(Collectors.toSet());
        for (int tenths = 1; tenths <= 9; tenths++) {
            assertTrue(kinds.contains("truncated-" + tenths + "-tenths"));
        }
        assertTrue(kinds.containsAll(Set.of(
                "control",
                "zeroed-header",
                "zeroed-start",
                "zeroed-middle",
                "zeroed-end",
                "flipped-one-byte-in-1000",
                "text-as-video",
                "video-as-text",
                "empty",
                "audio-only",
                "claims-100000x100000-png",
                "claims-100000x100000-h264",
                "container-claims-65535x65535",
                "claims-years-with-4-frames",
                "header-claims-136-years",
                "stream-then-zeros-without-end",
                "named-pipe",
                "folder",
                "link-loop",
                "hostile-name")));
        for (DamagedFile file : made) {
            assertTrue(Files.exists(out.resolve(file.path()), LinkOption.NOFOLLOW_LINKS), file.path());
        }
        assertEquals(
                made.size(), Files.readAllLines(out.resolve("damage.jsonl")).size());
        assertEquals(
                made.size(), Files.readAllLines(out.resolve("manifest.jsonl")).size());
    }

    @Test
    void anMp4LosesAllWithItsEndAndATransportStreamDoesNot() throws IOException {
        // FFmpeg's MP4 muxer writes the index last; a transport stream has none.
        Map<String, String> mp4 = expectations(Damage.damage(video("good.mp4", "mp4"), folder.resolve("a"), SETTINGS));
        Map<String, String> ts = expectations(Damage.damage(video("good.ts", "mpegts"), folder.resolve("b"), SETTINGS));
        assertEquals("not_scanned", mp4.get("truncated-9-tenths"));
        assertEquals("partial", ts.get("truncated-9-tenths"));
        assertEquals("scanned", mp4.get("control"));
        assertEquals("not_scanned", mp4.get("zeroed-all"));
    }

    private static Map<String, String> expectations(List<DamagedFile> made) {
        return made.stream().collect(Collectors.toMap(DamagedFile::kind, DamagedFile::expect, (a, b) -> a));
    }

    @Test
    void headersMakeTheirClaims() throws IOException {
        Path out = folder.resolve("damaged");
        Damage.damage(video("good.mp4", "mp4"), out, SETTINGS);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber("file:" + out.resolve("years.mkv"))) {
            grabber.start();
            long last = -1;
            for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
                last = frame.timestamp;
            }
            assertTrue(last / 1_000_000 > 2L * 365 * 86_400, "us: " + last);
        }
        // Three words in: four-byte RIFF header fields at fixed places of an AVI with one stream.
        byte[] avi = Files.readAllBytes(out.resolve("huge-png.avi"));
        assertEquals(100_000, littleEndian(avi, 12 + 12 + 8 + 32));
        assertEquals(100_000, littleEndian(avi, 12 + 12 + 8 + 36));
    }

    private static int littleEndian(byte[] bytes, int at) {
        return (bytes[at] & 255)
                | (bytes[at + 1] & 255) << 8
                | (bytes[at + 2] & 255) << 16
                | (bytes[at + 3] & 255) << 24;
    }

    @Test
    void theSameSeedFlipsTheSameBits() throws IOException {
        Path video = video("good.mp4", "mp4");
        Damage.damage(video, folder.resolve("a"), SETTINGS);
        Damage.damage(video, folder.resolve("b"), SETTINGS);
        String name = "flipped-one-byte-in-1000.mp4";
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("a").resolve(name)),
                Files.readAllBytes(folder.resolve("b").resolve(name)));
    }

    @Test
    void aFolderThatHoldsSomethingIsRefused() throws IOException {
        Path out = Files.createDirectory(folder.resolve("full"));
        Files.createFile(out.resolve("something"));
        Path video = video("good.mp4", "mp4");
        assertThrows(FileAlreadyExistsException.class, () -> Damage.damage(video, out, SETTINGS));
    }
}
