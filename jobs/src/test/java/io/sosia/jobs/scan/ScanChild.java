package io.sosia.jobs.scan;

import io.sosia.detector.media.Sampling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A process that scans, for tests that kill it: {@code HOME MODELS VIDEOS OUT}. */
final class ScanChild {

    private ScanChild() {}

    public static void main(String[] arguments) throws Exception {
        Path out = Path.of(arguments[3]);
        Path work = Objects.requireNonNull(out.getParent(), "OUT lies in a folder");
        List<String> lines = new ArrayList<>();
        try (RealHome home = new RealHome(Path.of(arguments[0]), Path.of(arguments[1]), work, Clock.systemUTC());
                ScanService service = home.service();
                StopSignal stop = StopSignal.onShutdown(java.time.Duration.ofSeconds(30))) {
            service.scan(
                    ScanRequest.ofPaths(List.of(Path.of(arguments[2])), Sampling.nightly()),
                    line -> lines.add(JsonLines.line(line)),
                    stop);
            Files.write(out, lines, StandardCharsets.UTF_8);
        }
    }
}
