package io.sosia.jobs.scan;

import io.sosia.detector.media.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A home in which the people on the axes 1 and 2 are registered and a made-up video was scanned, for tests of commands. */
public final class ScannedHome {

    private ScannedHome() {}

    /**
     * Scans.
     *
     * @param videos a folder that the video is put into, as the work {@code drama-7}
     * @param lines as in {@link PlayVideo}
     */
    public static void scan(Path root, Path videos, Clock clock, String... lines) throws Exception {
        Path work = Files.createDirectories(videos.resolve("drama-7"));
        Files.writeString(work.resolve("1.mp4"), String.join("\n", lines));
        try (PlayHome home = new PlayHome(root, clock)) {
            home.enrol(1);
            home.enrol(2);
            try (ScanService service = home.service()) {
                service.scan(
                        ScanRequest.ofPaths(List.of(videos), Sampling.nightly()),
                        new PlayHome.Heard(),
                        StopSignal.manual());
            }
        }
    }
}
