package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.ScannedHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code review} on what a scan of a made-up video found: F-000001 clearly, F-000002 for review. */
class ReviewCommandTest {

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void scanned() throws Exception {
        home = folder.resolve("home");
        ScannedHome.scan(
                home,
                folder.resolve("videos"),
                Clock.fixed(CommandRun.NOW, ZoneOffset.UTC),
                "face 1000 3000 1 0.9",
                "face 4000 6000 2 0.52");
    }

    private CommandRun run(String... args) {
        List<String> all = new ArrayList<>(List.of("review"));
        all.addAll(List.of(args));
        return CommandRun.of(home, all.toArray(new String[0]));
    }

    private static String text(JsonNode line, String field) {
        return line.get(field).stringValue();
    }

    @Test
    void undecidedOnesAreListedTheDoubtfulFirst() {
        CommandRun run = run("--list");
        assertEquals(0, run.status(), run.err());
        assertEquals(
                List.of("F-000002 REVIEW OPEN", "F-000001 UNLICENSED OPEN"),
                run.json().stream()
                        .map(line -> text(line, "id") + " " + text(line, "verdict") + " " + text(line, "state"))
                        .toList());
    }

    @Test
    void aDecisionIsShownFilteredByAndWrittenDown() {
        CommandRun decided = run("F-000001", "--decision", "confirm", "--by", "Ann", "--reason", "her scar");
        assertEquals(0, decided.status(), decided.err());
        JsonNode line = decided.json().getFirst();
        assertEquals("review", text(line, "type"));
        assertEquals("CONFIRMED", text(line, "state"));
        assertEquals("Ann", text(line, "by"));
        assertEquals(1, line.get("taught_tracks").intValue());

        CommandRun found = CommandRun.of(home, "findings", "--review", "confirmed");
        assertEquals(1, found.json().size());
        assertEquals("CONFIRMED", text(found.json().getFirst(), "review"));
        assertEquals(
                "F-000002",
                text(CommandRun.of(home, "findings", "--review", "open").json().getFirst(), "id"));

        CommandRun changed = run("F-000001", "--decision", "reject", "--by", "Ann", "--reason", "no scar after all");
        assertEquals("REJECTED", text(changed.json().getFirst(), "state"));
        assertEquals(2, changed.json().getFirst().get("history").size());
        CommandRun again = run("F-000001", "--decision", "reject", "--by", "Ann", "--reason", "no scar after all");
        assertEquals(0, again.status());
        assertTrue(again.err().contains("nothing has changed"), again.err());
        assertEquals(2, run("F-000001").json().getFirst().get("history").size());

        List<JsonNode> entries =
                CommandRun.of(home, "audit", "list", "--kind", "DECIDED").json();
        assertEquals(2, entries.size(), () -> entries.toString());
    }

    @Test
    void aSecondReviewerIsAskedForWhereTheSettingsSaySo() throws Exception {
        Files.writeString(home.resolve("sosia.json"), "{\"review\": {\"secondReviewer\": \"all\"}}");
        CommandRun first = run("F-000002", "--decision", "reject", "--by", "Ann", "--reason", "taller");
        assertEquals("PENDING_SECOND", text(first.json().getFirst(), "state"));
        assertTrue(first.err().contains("another reviewer"), first.err());
        assertEquals(
                "DISPUTED",
                text(
                        run("F-000002", "--decision", "confirm", "--by", "Bob", "--reason", "her voice")
                                .json()
                                .getFirst(),
                        "state"));
        CommandRun refused = run("F-000002", "--decision", "confirm", "--by", "ann", "--reason", "well");
        assertEquals(1, refused.status());
        assertEquals("NEEDS_A_THIRD", text(refused.json().getFirst(), "reason"));
        JsonNode third = run("F-000002", "--decision", "reject", "--by", "Cho", "--reason", "not her")
                .json()
                .getFirst();
        assertEquals("REJECTED", text(third, "state"));
        assertEquals("Ann", text(third, "second"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "'); DROP TABLE review_opinion; --",
                "\u001b[31mred\u001b]0;title\u0007",
                "\u202egnorw\u2066 \u200f",
                "{{#each}} ${bytes} %s%n",
                "line\nline\r\tend\u0000",
                "\u5f20\u4e09 \ud83d\ude00"
            })
    void whatReviewersWriteIsText(String hostile) {
        CommandRun decided = run("F-000001", "--decision", "reject", "--by", hostile, "--reason", hostile);
        assertEquals(0, decided.status(), decided.err());
        JsonNode line = run("F-000001").json().getFirst();
        assertEquals(hostile, text(line, "by"));
        assertEquals(hostile, text(line, "reason"));

        CommandRun table = CommandRun.atTerminal(home, "review", "F-000001");
        assertEquals(0, table.status(), table.err());
        for (char steering : new char[] {'\u001b', '\u202e', '\u2066', '\u200f', '\u0007', '\r', '\u0000'}) {
            assertFalse(table.out().indexOf(steering) >= 0, table.out());
        }
    }

    @Test
    void whatCannotBeMeantIsWrongUsage() {
        assertEquals(2, run().status());
        assertEquals(2, run("--list", "F-000001").status());
        assertEquals(2, run("F-000001", "--decision", "confirm", "--by", "Ann").status());
        assertEquals(
                2,
                run("F-000001", "--decision", "confirm", "--by", " ", "--reason", "x")
                        .status());
        assertEquals(
                2,
                run("F-000001", "--decision", "confirm", "--by", "Ann", "--reason", "x", "--licence", "L-000001")
                        .status());
        CommandRun tooLong = run("F-000001", "--decision", "reject", "--by", "Ann", "--reason", "x".repeat(4_001));
        assertEquals(2, tooLong.status());
        assertTrue(tooLong.err().contains("4000") && tooLong.err().contains("4001"), tooLong.err());
        for (String none : List.of("F-000009", "F-1", "../F-000001", "F-999999999999999999")) {
            CommandRun run = run(none, "--decision", "reject", "--by", "Ann", "--reason", "x");
            assertEquals(1, run.status(), none);
            assertEquals("not_found", text(run.json().getFirst(), "type"));
        }
    }

    @Test
    void aLicenceThatDoesNotCoverItIsRefused() {
        CommandRun run =
                run("F-000001", "--decision", "licensed", "--by", "Ann", "--reason", "paper", "--licence", "L-000001");
        assertEquals(1, run.status());
        assertEquals("LICENCE_DOES_NOT_COVER", text(run.json().getFirst(), "reason"));
        CommandRun reason = run("F-000001", "--decision", "licensed", "--by", "Ann", "--reason", "contract 7 on paper");
        assertEquals("LICENSED", text(reason.json().getFirst(), "state"));
        assertTrue(reason.err().contains("rests on the reason"), reason.err());
    }
}
