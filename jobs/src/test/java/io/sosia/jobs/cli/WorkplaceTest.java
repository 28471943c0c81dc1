package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.config.NotReadyException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {

    @TempDir
    Path home;

    @Test
    void aSelfContainedOneTouchesNoSharedRegister() throws NotReadyException {
        // Nobody listens there; a workplace that asked would fail.
        Map<String, String> variables = Map.of("SOSIA_DB_URL", "jdbc:postgresql://localhost:1/production");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Invocation invocation = new Invocation(
                Console.of(nowhere, nowhere, false, false, variables),
                variables,
                home,
                home,
                Clock.fixed(CommandRun.NOW, ZoneOffset.UTC));
        invocation.home(home);
        try (Workplace workplace = Workplace.openSelfContained(invocation, List.of())) {
            assertEquals(List.of(), workplace.register().people());
            assertEquals(RegisterDatabase.Dialect.SQLITE, workplace.database().dialect());
        }
        assertTrue(Files.isRegularFile(home.resolve("register.db")));
    }

    @Test
    void aStrongRecogniserThatCannotBeUsedIsNotReady() throws IOException {
        Files.writeString(home.resolve("sosia.json"), "{\"scan\": {\"strongRecogniser\": \"omz-9\"}}");
        CommandRun unknown = CommandRun.of(home, "person", "list");
        assertEquals(3, unknown.status(), unknown.err());
        assertTrue(unknown.err().contains("scan.strongRecogniser is 'omz-9'"), unknown.err());

        Files.writeString(home.resolve("sosia.json"), "{\"scan\": {\"strongRecogniser\": \"sface-2021dec\"}}");
        CommandRun unmeasured = CommandRun.of(home, "scan", home.toString());
        assertEquals(3, unmeasured.status(), unmeasured.err());
        assertTrue(unmeasured.err().contains("has not been measured together with"), unmeasured.err());
    }

    @Test
    void anIndexOfAnEarlierVersionIsOverwrittenAndRemoved() throws IOException {
        Path other = Files.createDirectories(home.resolve("index").resolve("another_0123_v1"));
        Path vectors = Files.write(other.resolve("_0.vec"), new byte[] {1, 2, 3});
        // A second name of the same bytes tells what became of them.
        Path same = Files.createLink(home.resolve("same"), vectors);
        Path elsewhere = Files.write(home.resolve("elsewhere"), new byte[] {4});
        Files.createSymbolicLink(other.resolve("link"), elsewhere);

        assertEquals(0, CommandRun.of(home, "person", "list").status());

        assertFalse(Files.exists(home.resolve("index")), "faces lie in it");
        assertArrayEquals(new byte[3], Files.readAllBytes(same));
        assertArrayEquals(new byte[] {4}, Files.readAllBytes(elsewhere));
    }
}
