package io.sosia.jobs.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code ffmpeg} of this machine, for comparison. Nothing depends on it. */
public final class FfmpegProgram {

    private static final int ROUNDS = 3;

    private final Optional<Path> program;

    /** @param variables the environment, in whose {@code PATH} it is looked for */
    public FfmpegProgram(Map<String, String> variables) {
        program = Stream.of(variables
                        .getOrDefault("PATH", "")
                        .split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "ffmpeg"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Median nanoseconds to decode every frame with two threads; empty where there is no program or it fails. */
    public OptionalDouble nanos(Path video) throws InterruptedException {
        if (program.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] nanos = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            try {
                Process process = new ProcessBuilder(
                                program.get().toString(),
                                "-nostdin",
                                "-v",
                                "quiet",
                                "-threads",
                                "2",
                                "-i",
                                video.toAbsolutePath().toString(),
                                "-an",
                                "-f",
                                "null",
                                "-")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() != 0) {
                    return OptionalDouble.empty();
                }
            } catch (IOException e) {
                return OptionalDouble.empty();
            }
            nanos[i] = System.nanoTime() - start;
        }
        return OptionalDouble.of(Median.of(nanos));
    }
}
