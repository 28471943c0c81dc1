package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A case's life on the command line, by a clock that the test sets, with a real film, real models and a real search. */
class TakedownLifeIT {

    private static final Instant SCANNED = CommandRun.NOW;
    private static final Instant OPENED = SCANNED.plus(Duration.ofHours(1));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path folder;

    private CommandRun at(Instant now, Path data, String... words) {
        return CommandRun.at(
                now,
                folder.resolve("home"),
                false,
                Map.of("SOSIA_MODELS", SharedData.models(data).toString(), "SOSIA_ACTOR", "operator-1"),
                words);
    }

    private static CommandRun ended(int status, CommandRun run) {
        assertEquals(status, run.status(), () -> run.err() + run.out());
        return run;
    }

    private static List<JsonNode> of(CommandRun run, String type) {
        return run.json().stream()
                .filter(line -> line.get("type").asString().equals(type))
                .toList();
    }

    @Test
    void eachDeadlineIsWarnedOfAndKeptOrReported() throws IOException {
        Path data = SharedData.folder();
        Path real = data.resolve("videos/real");
        Path manifest = Files.writeString(
                folder.resolve("uploads.jsonl"),
                "{\"path\": \"" + real.resolve("short_hamilton_clip.mp4")
                        + "\", \"work\": \"drama-7\", \"episode\": \"3\", \"uploader\": \"acct-9\"}\n");
        ended(0, at(SCANNED, data, "scan", "--manifest", manifest.toString()));

        JsonNode opened = of(
                        ended(
                                0,
                                at(
                                        OPENED,
                                        data,
                                        "takedown",
                                        "open",
                                        "--as",
                                        "person",
                                        "--requester",
                                        "L. M.",
                                        "--contact",
                                        "lm@example.org",
                                        "--identity-checked",
                                        "passport",
                                        "--checked-by",
                                        "operator-1",
                                        "--photo",
                                        real.resolve("lin-manuel-miranda.png").toString())),
                        "case")
                .getFirst();
        assertEquals("2026-11-22T11:00:00Z", opened.get("due").asString());
        CommandRun warned = ended(0, at(OPENED.plus(Duration.ofHours(37)), data, "takedown", "list"));
        assertTrue(warned.err().contains("C-000001 is due in 11 h"), warned.err());

        Instant searched = OPENED.plus(Duration.ofHours(38));
        List<JsonNode> found = of(ended(0, at(searched, data, "takedown", "run", "C-000001")), "case_finding");
        assertFalse(found.isEmpty(), "the film shows him");
        ended(1, answer(searched, data, "requester", "en"));
        for (JsonNode finding : found) {
            ended(0, review(searched, data, finding, "confirm", "reviewer-1"));
        }
        Instant answered = OPENED.plus(Duration.ofHours(40));
        JsonNode letter = of(ended(0, answer(answered, data, "requester", "zh")), "answer")
                .getFirst();
        String text = Files.readString(Path.of(letter.get("text").asString()));
        assertTrue(text.contains("drama-7") && !text.contains("acct-9"), text);
        JsonNode told =
                of(ended(0, answer(answered, data, "uploader", "en")), "answer").getFirst();
        assertEquals("acct-9", told.get("uploader").asString());
        assertEquals("KEPT", shown(answered, data).get("urgency").asString());
        ended(3, at(answered, data, "takedown", "run", "C-000001"));
        assertEquals(
                "CASE_NOT_UNDER_REVIEW",
                ended(1, review(answered, data, found.getFirst(), "reject", "reviewer-2"))
                        .json()
                        .getFirst()
                        .get("reason")
                        .asString());

        Instant objected = answered.plus(Duration.ofDays(3));
        JsonNode reopened = of(
                        ended(
                                0,
                                at(
                                        objected,
                                        data,
                                        "takedown",
                                        "counter",
                                        "C-000001",
                                        "--uploader",
                                        "acct-9",
                                        "--statement",
                                        "It is an actor who looks like him.")),
                        "case")
                .getFirst();
        assertEquals("REOPENED", reopened.get("state").asString());
        assertEquals(
                objected.plus(Duration.ofDays(7)).toString(),
                reopened.get("due").asString());
        ended(1, answer(objected, data, "requester", "en"));
        assertEquals(
                "BARRED_REVIEWER",
                ended(1, review(objected, data, found.getFirst(), "reject", "reviewer-1"))
                        .json()
                        .getFirst()
                        .get("reason")
                        .asString());

        Instant late = objected.plus(Duration.ofDays(8));
        assertTrue(ended(1, at(late, data, "takedown", "list")).err().contains("OVERDUE: case C-000001"));
        for (JsonNode finding : found) {
            ended(0, review(late, data, finding, "reject", "reviewer-2"));
        }
        ended(0, answer(late, data, "requester", "en"));
        String released = Files.readString(Path.of(of(ended(0, answer(late, data, "uploader", "en")), "answer")
                .getFirst()
                .get("text")
                .asString()));
        assertTrue(released.contains("does not stand"), released);
        JsonNode after = shown(late, data);
        assertEquals("LATE", after.get("urgency").asString());
        assertEquals("KEPT", after.get("rounds").get(0).get("urgency").asString());
        ended(0, at(late, data, "takedown", "close", "C-000001"));
        ended(0, at(late, data, "takedown", "close", "C-000001", "--erase"));
        JsonNode erased = shown(late, data);
        assertEquals("CLOSED", erased.get("state").asString());
        assertFalse(erased.has("requester"));
        assertEquals(0, erased.get("findings").size());
        ended(0, at(late, data, "audit", "verify"));
    }

    private JsonNode shown(Instant now, Path data) {
        return of(ended(0, at(now, data, "takedown", "show", "C-000001")), "case")
                .getFirst();
    }

    private CommandRun answer(Instant now, Path data, String to, String language) {
        Path out = folder.resolve("letters");
        return at(now, data, "takedown", "answer", "C-000001", "--to", to, "--lang", language, "--out", out.toString());
    }

    private CommandRun review(Instant now, Path data, JsonNode finding, String decision, String by) {
        return at(
                now,
                data,
                "review",
                finding.get("id").asString(),
                "--decision",
                decision,
                "--by",
                by,
                "--reason",
                "looked at it");
    }
}
