package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.RegisterKeys;
import io.sosia.jobs.config.Home;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What commands leave in the audit log, and how it is shown and proven. */
class AuditCommandTest {

    private static final Map<String, String> ADA = Map.of("SOSIA_ACTOR", "ada-17");

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void home() {
        home = folder.resolve("home");
    }

    private CommandRun run(String... args) {
        return CommandRun.of(home, false, ADA, args);
    }

    private List<JsonNode> log(String... more) {
        String[] args = new String[2 + more.length];
        args[0] = "audit";
        args[1] = "list";
        System.arraycopy(more, 0, args, 2, more.length);
        CommandRun shown = run(args);
        assertEquals(0, shown.status(), shown.err());
        return shown.json();
    }

    private static List<String> kinds(List<JsonNode> entries) {
        return entries.stream().map(entry -> entry.get("kind").stringValue()).toList();
    }

    @Test
    void whatIsLookedAtIsWrittenDownUnderTheNameOfWhoLooks() {
        assertEquals(
                0,
                run("findings", "--work", "drama-7", "--verdict", "UNLICENSED").status());
        assertEquals(0, run("person", "list").status());
        List<JsonNode> entries = log();
        assertEquals(
                List.of("KEY_CREATED", "KEY_CREATED", "CONFIGURATION_CHANGED", "VIEWED", "VIEWED", "VIEWED"),
                kinds(entries));
        JsonNode findings = entries.get(3);
        assertEquals("ada-17", findings.get("actor").stringValue());
        assertEquals("findings", findings.get("facts").get("what").stringValue());
        assertEquals("0", findings.get("facts").get("count").stringValue());
        assertEquals("drama-7", findings.get("facts").get("work").stringValue());
        assertEquals("UNLICENSED", findings.get("facts").get("verdicts").stringValue());
        assertEquals("people", entries.get(4).get("facts").get("what").stringValue());
        assertEquals("audit log", entries.get(5).get("facts").get("what").stringValue());
    }

    @Test
    void theLogCanBeNarrowed() {
        run("findings");
        run("findings", "--person", "p-17");
        assertEquals(List.of("VIEWED"), kinds(log("--about", "p-17")));
        assertEquals(List.of("CONFIGURATION_CHANGED"), kinds(log("--kind", "configuration_changed")));
        assertEquals(1, log("--last", "1").size());
        assertEquals(List.of(), log("--about", "p-18"));
        assertEquals(2, run("audit", "list", "--last", "0").status());
    }

    @Test
    void whatIsVeryLongIsWrittenDownWithItsDigest() {
        assertEquals(0, run("findings", "--work", "w".repeat(9_000)).status());
        String work =
                log("--kind", "VIEWED").getFirst().get("facts").get("work").stringValue();
        assertTrue(work.contains("9000 characters, sha256 "), work);
        assertEquals(2, run("audit", "list", "--about", "w".repeat(9_000)).status());
        Map<String, String> nobody = Map.of("SOSIA_ACTOR", "a\u001b[2J");
        assertEquals(2, CommandRun.of(home, false, nobody, "findings").status());
    }

    @Test
    void aChangeOfSettingsIsWrittenDownByName() throws Exception {
        run("findings");
        Files.writeString(home.resolve("sosia.json"), "{\"scan\": {\"alarmsPerNight\": 3}}");
        run("findings");
        List<JsonNode> changes = log("--kind", "CONFIGURATION_CHANGED");
        assertEquals(2, changes.size());
        assertEquals(
                "scan.alarmsPerNight",
                changes.getLast().get("facts").get("changed").stringValue());
    }

    @Test
    void checkpointsAndProofsAreVerifiedWithTheKeyAlone() throws Exception {
        run("findings");
        Path key = folder.resolve("key.pem");
        Path early = folder.resolve("early.txt");
        assertEquals(0, run("audit", "key", "--out", key.toString()).status());
        assertEquals(0, run("audit", "checkpoint", "--out", early.toString()).status());
        run("findings");
        assertEquals(0, run("audit", "verify", "--against", early.toString()).status());

        Path proof = folder.resolve("3.tlog-proof");
        Path growth = folder.resolve("growth.txt");
        assertEquals(
                0,
                run("audit", "proof", "3", "--to", "4", "--out", proof.toString())
                        .status());
        assertEquals(
                0,
                run("audit", "consistency", "2", "5", "--out", growth.toString())
                        .status());
        Path nowhere = folder.resolve("nowhere");
        for (Path file : List.of(proof, growth)) {
            CommandRun checked =
                    CommandRun.of(nowhere, "audit", "verify-proof", file.toString(), "--key", key.toString());
            assertEquals(0, checked.status(), checked.err());
            assertTrue(checked.json().getFirst().get("holds").booleanValue());
        }
        assertFalse(Files.exists(nowhere), "no home is needed");

        String text = Files.readString(proof);
        byte[] changed = text.getBytes(StandardCharsets.UTF_8);
        // The entry, in base64.
        changed[text.indexOf("extra ") + 20] ^= 2;
        Files.write(proof, changed);
        CommandRun refused = CommandRun.of(nowhere, "audit", "verify-proof", proof.toString(), "--key", key.toString());
        assertEquals(1, refused.status());
        assertFalse(refused.json().getFirst().get("holds").booleanValue());
        Files.writeString(proof, "nonsense");
        assertEquals(
                1,
                CommandRun.of(nowhere, "audit", "verify-proof", proof.toString(), "--key", key.toString())
                        .status());
        assertEquals(2, run("audit", "proof", "99").status());
        assertEquals(2, run("audit", "consistency", "3", "2").status());
    }

    @Test
    void aLogThatWasTamperedWithIsNamedAndStopsWhatWouldBeWrittenDown() {
        run("findings");
        try (RegisterDatabase database = RegisterDatabase.open(new Home(home).database())) {
            JdbcClient.create(database.dataSource())
                    .sql("UPDATE audit_entry SET leaf = content WHERE number = 2")
                    .update();
        }
        CommandRun verified = run("audit", "verify");
        assertEquals(1, verified.status());
        assertEquals("entry 2", verified.json().getFirst().get("what").stringValue());
        assertFalse(verified.json().getLast().get("whole").booleanValue());

        try (RegisterDatabase database = RegisterDatabase.open(new Home(home).database())) {
            JdbcClient.create(database.dataSource())
                    .sql("UPDATE audit_log SET size = size - 1")
                    .update();
        }
        CommandRun stopped = run("findings");
        assertEquals(3, stopped.status());
        assertEquals("", stopped.out());
        assertTrue(stopped.err().contains("audit log is damaged"), stopped.err());
    }

    @Test
    void verifyingWritesNothing() {
        run("findings");
        int before = run("audit", "verify").json().getLast().get("entries").intValue();
        assertEquals(
                before, run("audit", "verify").json().getLast().get("entries").intValue());
    }

    @Test
    void aPersonsEntriesStayWhenTheyAreErasedAndNameNobody() throws Exception {
        register("p-17");
        assertEquals(0, run("person", "show", "p-17").status());
        CommandRun added = run(
                "licence",
                "add",
                "--person",
                "p-17",
                "--licensee",
                "acct-9",
                "--from",
                "2026-01-01",
                "--until",
                "2026-12-31");
        String licence = added.json().getFirst().get("id").stringValue();
        assertEquals(0, run("licence", "revoke", licence).status());
        assertEquals(1, run("licence", "revoke", "L-000099").status());
        assertEquals(0, run("person", "withdraw", "p-17").status());
        List<JsonNode> about = log("--about", "p-17");
        assertEquals(List.of("VIEWED", "LICENCE_ADDED", "LICENCE_REVOKED", "CONSENT_WITHDRAWN"), kinds(about));
        assertEquals(licence, about.get(1).get("facts").get("licence").stringValue());
        assertEquals(1, log("--about", "acct-9", "--kind", "LICENCE_ADDED").size());
        String commitment =
                about.getFirst().get("subjects").get(0).get("commitment").stringValue();

        assertEquals(0, run("person", "erase", "p-17").status());

        assertEquals(List.of(), log("--about", "p-17"));
        List<JsonNode> after = log("--about", commitment);
        assertEquals(
                List.of(
                        "VIEWED",
                        "LICENCE_ADDED",
                        "LICENCE_REVOKED",
                        "CONSENT_WITHDRAWN",
                        "PERSON_ERASED",
                        "SUBJECT_FORGOTTEN"),
                kinds(after));
        after.forEach(entry -> assertFalse(entry.toString().contains("p-17")));
        assertEquals(0, run("audit", "verify").status(), "an erasure is no damage");
    }

    private void register(String person) throws Exception {
        try (RegisterDatabase database =
                RegisterDatabase.open(Home.prepare(home).database())) {
            database.register(RegisterKeys.of(database), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC))
                    .enrol(
                            new PersonId(person),
                            "Ada",
                            new Consent("17.pdf", LocalDate.of(2026, 1, 1), Optional.empty()),
                            List.of(new EnrolledPhoto(
                                    "0".repeat(64),
                                    0.9,
                                    Embedding.normalised(
                                            new EmbeddingSpace("test", "0123456789ab", "v1", 4),
                                            new float[] {1, 2, 3, 4}))));
        }
    }
}
