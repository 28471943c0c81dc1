package io.sosia.jobs.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The commit of the sources that this program was built from, asked of {@code git} where it is installed. */
final class SourceCommit {

    private static final long PATIENCE_SECONDS = 10;

    private SourceCommit() {}

    /**
     * The commit.
     *
     * @param installation the folder that {@code ./sosia} lies in, which rebuilds what is older than its sources
     * @param variables the environment
     * @return the hash, with {@code -changed} behind it where files differ from it; empty where there is no checkout
     */
    static Optional<String> of(Path installation, Map<String, String> variables) {
        if (installation.toString().isBlank() || !Files.exists(installation.resolve(".git"))) {
            return Optional.empty();
        }
        ProcessBuilder git = new ProcessBuilder(
                        "git",
                        "-C",
                        installation.toAbsolutePath().toString(),
                        "describe",
                        "--always",
                        "--abbrev=40",
                        "--exclude=*",
                        "--dirty=-changed")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        git.environment().clear();
        git.environment().putAll(variables);
        try {
            Process process = git.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(200), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0 && said.matches("[0-9a-f]{40,64}(-changed)?")
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
