package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterSize;
import io.sosia.jobs.RegisterKeys;
import io.sosia.jobs.config.Home;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody agreed to is shown, and can be taken back. */
class ConsentCommandsTest {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("test", "0123456789ab", "v1", 4);

    @TempDir
    private Path home;

    @BeforeEach
    void register() throws Exception {
        try (RegisterDatabase database =
                RegisterDatabase.open(Home.prepare(home).database())) {
            database.register(RegisterKeys.of(database), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC))
                    .enrol(
                            new PersonId("p-17"),
                            "Ada",
                            new Consent(
                                    "17.pdf",
                                    LocalDate.of(2026, 1, 1),
                                    Optional.empty(),
                                    Optional.of("to find me"),
                                    Optional.of("v2"),
                                    false,
                                    true,
                                    Optional.of("guardian.pdf"),
                                    Optional.empty()),
                            List.of(new EnrolledPhoto(
                                    "0".repeat(64), 0.9, Embedding.normalised(SPACE, new float[] {1, 2, 3, 4}))));
        }
    }

    @Test
    void aConsentIsShownWhole() {
        CommandRun run = CommandRun.of(home, "person", "consent", "p-17");

        assertEquals(0, run.status(), run.err());
        var shown = run.json().getFirst();
        assertEquals("consent", shown.get("type").asString());
        assertEquals("VALID", shown.get("state").asString());
        assertEquals("to find me", shown.get("purpose").asString());
        assertEquals("v2", shown.get("consent_text").asString());
        assertEquals("guardian.pdf", shown.get("guardian").asString());
        assertTrue(shown.get("minor").asBoolean());
        assertFalse(shown.get("network_storage").asBoolean());
        assertFalse(shown.has("withdrawn"));
        assertEquals(1, CommandRun.of(home, "person", "consent", "p-18").status());
    }

    @Test
    void whoWithdrewIsNotSearchedForAndStays() {
        CommandRun run = CommandRun.of(home, "person", "withdraw", "p-17", "--reason", "a letter");

        assertEquals(0, run.status(), run.err());
        var shown = run.json().getFirst();
        assertEquals("WITHDRAWN", shown.get("state").asString());
        assertFalse(shown.get("searchable").asBoolean());
        assertEquals("a letter", shown.get("reason").asString());
        CommandRun again = CommandRun.of(home, "person", "withdraw", "p-17", "--reason", "another");
        assertEquals("a letter", again.json().getFirst().get("reason").asString());
        var listed = CommandRun.of(home, "person", "list").json().getFirst();
        assertFalse(listed.get("searchable").asBoolean());
        assertEquals("Ada", listed.get("name").asString());
        assertTrue(listed.has("consent_withdrawn"));
        assertEquals(1, CommandRun.of(home, "person", "withdraw", "p-18").status());
        // The same consent is over; that of a child needs a guardian's.
        CommandRun revived = CommandRun.of(home, "person", "add", "p-17", "--name", "Ada", "--consent", "17.pdf");
        assertEquals(2, revived.status(), revived.err());
        assertTrue(revived.err().contains("was withdrawn"), revived.err());
        CommandRun child = CommandRun.of(home, "person", "add", "p-17", "--name", "Ada", "--consent", "18.pdf");
        assertEquals(2, child.status(), child.err());
        assertTrue(child.err().contains("--guardian"), child.err());
        CommandRun anew = CommandRun.of(
                home, "person", "add", "p-17", "--name", "Ada", "--consent", "18.pdf", "--guardian", "g.pdf");
        assertEquals(0, anew.status(), anew.err());
        assertTrue(anew.json().getFirst().get("searchable").asBoolean());
    }

    @Test
    void anIdOfACasesPersonIsNobodyElses(@TempDir Path folder) throws Exception {
        Path photos = Files.createDirectories(folder.resolve("case-000001"));
        Files.write(photos.resolve("1.jpg"), new byte[] {1});
        CommandRun added = CommandRun.of(
                home, "person", "add", "case-000001", "--name", "A", "--consent", "c.pdf", photos.toString());
        assertEquals(2, added.status(), added.err());
        assertTrue(added.err().contains("case-000001 is kept for the person of a takedown case"), added.err());
    }

    @Test
    void aCasesPersonIsSearchedForNoLongerThanTheRequesterWants() throws Exception {
        CommandRun opened = CommandRun.of(home, "takedown", "open", "--as", "person", "--requester", "A. Person");
        assertTrue(opened.json().toString().contains("C-000001"), opened.err());
        try (RegisterDatabase database =
                RegisterDatabase.open(Home.prepare(home).database())) {
            database.register(RegisterKeys.of(database), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC))
                    .enrol(
                            new PersonId("case-000001"),
                            "case C-000001",
                            new Consent("case C-000001", LocalDate.of(2026, 1, 1), Optional.empty()),
                            List.of(new EnrolledPhoto(
                                    "1".repeat(64), 0.9, Embedding.normalised(SPACE, new float[] {4, 3, 2, 1}))));
        }
        CommandRun closed = CommandRun.of(home, "takedown", "close", "C-000001", "--withdrawn");
        assertEquals(0, closed.status(), closed.err());
        var shown =
                CommandRun.of(home, "person", "consent", "case-000001").json().getFirst();
        assertEquals("WITHDRAWN", shown.get("state").asString());
        assertEquals("the requester took the case back", shown.get("reason").asString());
        assertTrue(CommandRun.of(home, "audit", "list").out().contains("CONSENT_WITHDRAWN"));
    }

    @Test
    void theFilingIsWarnedOfInTwoSteps() {
        assertEquals(Optional.empty(), new RegisterSize(79_999).warning());
        assertEquals(RegisterSize.Level.NEAR, new RegisterSize(80_000).level());
        assertEquals(RegisterSize.Level.NEAR, new RegisterSize(99_999).level());
        assertEquals(RegisterSize.Level.REACHED, new RegisterSize(100_000).level());
        assertTrue(new RegisterSize(100_000).warning().orElseThrow().startsWith("WARNING"));
        assertTrue(new RegisterSize(80_000).warning().orElseThrow().contains("100000"));
    }
}
