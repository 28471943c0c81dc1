package io.sosia.detector.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.CLibrary;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every native object has an owner that frees it: memory stays flat over a thousand videos, and over a long one. */
class NativeMemoryIT {

    /** What the JVM may take by itself, for compiling above all; a leaked frame alone is 0.4 MB each time. */
    private static final long TOLERATED_KIB = 32 * 1024;

    private final CLibrary library = CLibrary.orSkip();

    @TempDir
    Path folder;

    @Test
    void aThousandShortVideosLeaveNothingBehind() throws Exception {
        Film film = Film.of("libopenh264", "mp4")
                .size(640, 400)
                .times(25, Film.evenly(6))
                .keyEvery(3)
                .muxing("movflags", "faststart");
        Path good = film.write(folder.resolve("good"));
        byte[] bytes = Files.readAllBytes(good);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length * 3 / 4));
        byte[] hole = bytes.clone();
        Arrays.fill(hole, bytes.length / 2, bytes.length * 2 / 3, (byte) 0);
        Path broken = Files.write(folder.resolve("broken"), hole);
        Path none = Files.write(folder.resolve("none"), Arrays.copyOf(bytes, 700));
        List<Path> files = List.of(good, cut, broken, none);
        FfmpegVideoReader reader = new FfmpegVideoReader();
        byte[] planes = new byte[3 * 320 * 320];

        readAll(reader, files, planes, 400);
        long before = allocatedKib();
        readAll(reader, files, planes, 1000);
        long grown = allocatedKib() - before;

        assertTrue(grown < TOLERATED_KIB, () -> "native memory grew by " + grown + " KiB");
    }

    @Test
    void aLongVideoTakesNoMoreThanAShortOne() throws Exception {
        // One key frame, so that everything is held back, and then decoded, that ever can be.
        Film film = Film.of("libopenh264", "matroska").keyEvery(100_000);
        Path quick = film.times(25, Film.evenly(100)).write(folder.resolve("short"));
        Path lengthy = film.times(25, Film.evenly(5000)).write(folder.resolve("long"));
        FfmpegVideoReader reader = new FfmpegVideoReader();
        for (int i = 0; i < 20; i++) {
            reader.read(quick, Sampling.nightly(), frame -> {});
        }
        long before = allocatedKib();
        int[] frames = {0};
        long[] most = {0};
        reader.read(lengthy, Sampling.nightly(), frame -> {
            frames[0]++;
            most[0] = Math.max(most[0], allocatedKib());
        });
        assertEquals(101, frames[0]);
        long grown = most[0] - before;
        assertTrue(grown < TOLERATED_KIB, () -> "native memory grew by " + grown + " KiB");
    }

    private static void readAll(FfmpegVideoReader reader, List<Path> files, byte[] planes, int videos)
            throws MediaException {
        int unreadable = 0;
        for (int i = 0; i < videos; i++) {
            Path file = files.get(i % files.size());
            Sampling sampling = i % 8 < 4 ? Sampling.nightly() : Sampling.thorough();
            if (i % 10 == 0) {
                assertThrows(
                        RuntimeException.class,
                        () -> reader.read(files.getFirst(), sampling, frame -> {
                            look(frame, planes);
                            throw new IllegalStateException("the caller gives up");
                        }));
                continue;
            }
            try {
                reader.read(file, sampling, frame -> look(frame, planes));
            } catch (MediaException e) {
                unreadable++;
            }
        }
        assertTrue(unreadable > videos / 10, "damaged files were among them");
    }

    private static void look(VideoFrame frame, byte[] planes) {
        frame.scaledBgrPlanes(320, 200, 320, 320, planes);
        frame.region(new PixelBox(10, 10, 200, 150), 0.5);
    }

    /** What is allocated from the C library now: FFmpeg's memory, and the Java machine's own beside its heap. */
    private long allocatedKib() {
        return library.allocatedBytes() / 1024;
    }
}
