package io.sosia.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts everything, with a Java and a Maven that only tell what they were asked. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String KERNELS = "vector.args";

    @TempDir
    private Path folder;

    private Path launch = Path.of("");

    @BeforeEach
    void install() throws IOException {
        Files.copy(Path.of("../sosia"), folder.resolve("sosia"));
        Files.createDirectories(folder.resolve("jdk"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        program("jdk/bin/java", "printf '%s\\n' \"$@\"");
        program("jdk/bin/javac", "exit 1");
        launch = Files.createDirectories(folder.resolve("jobs/target/launch"));
        Files.writeString(launch.resolve("java.args"), "");
        Files.writeString(launch.resolve("class-path"), folder.resolve("sosia").toString());
        Files.createFile(launch.resolve("built"));
    }

    private void program(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Started(int status, String printed) {}

    private Started start(String... words) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of("sh", folder.resolve("sosia").toString()));
        line.addAll(List.of(words));
        ProcessBuilder start = new ProcessBuilder(line).redirectErrorStream(true);
        start.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        start.environment().compute("PATH", (name, path) -> folder.resolve("programs") + ":" + path);
        Process process = start.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Started(process.waitFor(), printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scan uploads",
                "--home h scan --manifest m.jsonl",
                "scan --format json uploads",
                "evaluate scan --manifest m --truth t",
                "bench search --people 1000",
                "takedown run C-000001"
            })
    void searchesHaveTheFastKernels(String words) throws Exception {
        Started started = start(words.split(" "));
        assertEquals(0, started.status(), started.printed());
        assertTrue(started.printed().contains(KERNELS), started.printed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--help",
                "help scan",
                "scan",
                "scan --help",
                "scan uploads -h",
                "--home scan scan",
                "--format=json scan",
                "evaluate scan",
                "evaluate identify --images scan",
                "bench",
                "bench search",
                "bench scan --video v.mp4",
                "demo",
                "demo --keep d",
                "takedown run",
                "takedown list",
                "takedown show C-000001",
                "person erase p-1",
                "person add p-1 scan"
            })
    void nothingElseIsWarnedOfThem(String words) throws Exception {
        Started started = start(words.isEmpty() ? new String[0] : words.split(" "));
        assertEquals(0, started.status(), started.printed());
        assertFalse(started.printed().contains(KERNELS), started.printed());
        assertTrue(started.printed().contains("-Dsosia.vectors=none"), started.printed());
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        String printed = start("person", "add", "a b", "*", "").printed();
        assertTrue(printed.endsWith("io.sosia.jobs.cli.Sosia\nperson\nadd\na b\n*\n\n"), printed);
    }

    @Test
    void whyTheBuildFailedIsSaidBesideWhereItsLogIs() throws Exception {
        Files.delete(launch.resolve("built"));
        Path log = folder.resolve("target/sosia-build.log");
        program(
                "programs/mvn",
                "printf '%s\\n' '[INFO] Building' '[ERROR] COMPILATION ERROR : ' '[INFO] ----'"
                        + " '[ERROR] /a/B.java:[3,4] ; expected' '[ERROR] more'; exit 1");
        Started failed = start("models", "list");
        assertEquals(3, failed.status(), failed.printed());
        assertTrue(
                failed.printed()
                        .contains("sosia: the build failed: /a/B.java:[3,4] ; expected; all that Maven said is in "),
                failed.printed());
        assertTrue(failed.printed().stripTrailing().endsWith(log.getFileName().toString()), failed.printed());

        program("programs/mvn", "echo 'killed'; exit 137");
        Started silent = start("models", "list");
        assertEquals(3, silent.status(), silent.printed());
        assertTrue(silent.printed().contains("sosia: the build failed; all that Maven said is in "), silent.printed());
    }
}
