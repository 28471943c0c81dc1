package io.sosia.detector.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaTime;
import io.sosia.detector.media.Sampling;
import io.sosia.detector.media.VideoReader.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Videos of others, all of them good: none may be called anything else. */
class SharedVideosIT {

    @Test
    void goodVideosHaveNoProblem() throws Exception {
        List<Path> videos = videos();
        FfmpegVideoReader reader = new FfmpegVideoReader();
        for (Path video : videos) {
            for (Sampling sampling : List.of(Sampling.nightly(), Sampling.thorough())) {
                Reading reading = read(reader, video, sampling);
                assertEquals(Optional.empty(), reading.problem(), video.toString());
                long aimed = sampling.longestGap().toNanos() / 1000;
                assertTrue(
                        reading.coverage().longestGap().micros() <= aimed * 5 / 4,
                        () -> video + ": " + reading.coverage());
            }
        }
    }

    private static Reading read(FfmpegVideoReader reader, Path video, Sampling sampling) throws MediaException {
        List<MediaTime> times = new ArrayList<>();
        Reading reading = reader.read(video, sampling, frame -> times.add(frame.time()));
        assertEquals(MediaTime.ZERO, times.getFirst(), video.toString());
        return reading;
    }

    private static List<Path> videos() throws IOException {
        Optional<Path> data = Optional.ofNullable(System.getenv("SOSIA_DATA")).map(Path::of);
        for (Path folder = Path.of("").toAbsolutePath();
                data.isEmpty() && folder != null;
                folder = folder.getParent()) {
            Path shared = folder.resolveSibling("shared");
            if (Files.isDirectory(shared.resolve("videos"))) {
                data = Optional.of(shared);
            }
        }
        if (data.isEmpty() || !Files.isDirectory(data.get().resolve("videos"))) {
            if ("1".equals(System.getenv("SOSIA_REQUIRE_DATA"))) {
                throw new IllegalStateException("SOSIA_REQUIRE_DATA=1, but there are no videos in SOSIA_DATA");
            }
            abort("no videos in SOSIA_DATA or ../shared");
        }
        try (Stream<Path> files = Files.walk(data.orElseThrow().resolve("videos"))) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted()
                    .toList();
        }
    }
}
