package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real clips of which somebody says that they show them. */
class ClaimCommandIT {

    @TempDir
    private Path folder;

    private CommandRun run(Path data, String... words) {
        return CommandRun.withModels(folder.resolve("home"), data, words);
    }

    @Test
    void onlyTheNamedPersonIsComparedAndNothingIsStored() throws IOException {
        Path data = SharedData.folder();
        Path real = data.resolve("videos/real");
        Path hamilton = real.resolve("short_hamilton_clip.mp4");
        Path broken = Files.writeString(folder.resolve("broken.mp4"), "no video");
        for (String person : List.of("lin-manuel-miranda", "alex-lacamoire")) {
            CommandRun added = run(
                    data,
                    "person",
                    "add",
                    person,
                    "--name",
                    person,
                    "--consent",
                    "C-1",
                    real.resolve(person + ".png").toString());
            assertEquals(0, added.status(), added.err());
        }
        Path stranger = data.resolve("videos/ai-generated/lecun-2.mp4");
        CommandRun claimed = run(
                data,
                "claim",
                "lin-manuel-miranda",
                "--sampling",
                "1s",
                hamilton.toString(),
                stranger.toString(),
                broken.toString());
        assertEquals(1, claimed.status(), claimed.err());
        List<JsonNode> claims = claimed.json();
        assertEquals(3, claims.size());

        JsonNode theirs = claims.getFirst();
        assertEquals("claim", theirs.get("type").asString());
        assertEquals("BORNE_OUT", theirs.get("outcome").asString(), theirs.toString());
        assertEquals("UNLICENSED", theirs.get("verdict").asString());
        assertFalse(theirs.get("appearances").isEmpty());
        JsonNode grounds = theirs.get("grounds");
        assertEquals("1:1", grounds.get("mode").asString());
        assertEquals("scan.claimRate", grounds.get("threshold_by").asString());
        assertTrue(grounds.get("fmr").asDouble() <= 0.0001, grounds.toString());
        assertEquals(
                theirs.get("similarity").asDouble() - theirs.get("threshold").asDouble(),
                grounds.get("above_threshold").asDouble(),
                1e-9);
        assertEquals(
                "the track shows somebody else",
                grounds.get("likelihood_ratio").get("second").asString());

        JsonNode another = claims.get(1);
        assertEquals("NOT_BORNE_OUT", another.get("outcome").asString(), another.toString());
        assertFalse(another.has("verdict"));
        assertTrue(
                another.get("similarity").asDouble() < another.get("threshold").asDouble());

        JsonNode unread = claims.get(2);
        assertEquals("NOT_SCANNED", unread.get("outcome").asString(), "could not look is not found nothing");
        assertTrue(unread.has("reason"));

        assertEquals("", run(data, "findings").out(), "nothing is stored");
    }
}
