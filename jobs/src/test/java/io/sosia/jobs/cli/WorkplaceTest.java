package io.sosia.jobs.cli;

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
    void erasingRemovesTheIndexesOfOtherRecognisers() throws IOException {
        assertEquals(0, CommandRun.of(home, "person", "list").status());
        Path other = Files.createDirectories(home.resolve("index").resolve("another_0123_v1"));
        Files.write(other.resolve("_0.vec"), new byte[100]);
        CommandRun run = CommandRun.of(home, "person", "erase", "p-1");
        assertEquals(1, run.status(), run.err());
        assertEquals("not_found", run.json().getFirst().get("type").asString());
        assertFalse(Files.exists(other), "faces of somebody erased may be in it");
    }
}
