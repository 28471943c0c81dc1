package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCommitTest {

    @TempDir
    private Path folder;

    private void git(String... words) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of("git", "-C", folder.toString(), "-c", "user.name=a", "-c", "user.email=a@b.invalid"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor());
    }

    @Test
    void tellsTheCommitAndWhetherFilesDifferFromIt() throws Exception {
        Assumptions.assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "git"))),
                "no git on this machine");
        Files.writeString(folder.resolve("a"), "1");
        git("init");
        git("add", "a");
        git("commit", "-m", "a");
        String commit = SourceCommit.of(folder, System.getenv()).orElseThrow();
        assertTrue(commit.matches("[0-9a-f]{40,64}"), commit);
        Files.writeString(folder.resolve("a"), "2");
        assertEquals(Optional.of(commit + "-changed"), SourceCommit.of(folder, System.getenv()));
        Files.createDirectory(folder.resolve("inside"));
        assertEquals(
                Optional.empty(),
                SourceCommit.of(folder.resolve("inside"), System.getenv()),
                "the checkout around it is somebody else's");
    }

    @Test
    void knowsNothingWithoutACheckout() {
        assertEquals(Optional.empty(), SourceCommit.of(folder, Map.of()));
        assertEquals(Optional.empty(), SourceCommit.of(Path.of(""), System.getenv()));
    }
}
