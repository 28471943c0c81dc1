package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real clip, scanned before the person in it asked for anything. */
class TakedownRunIT {

    @TempDir
    private Path folder;

    private CommandRun run(String home, Path data, String... words) {
        return CommandRun.withModels(folder.resolve(home), data, words);
    }

    private static List<JsonNode> of(CommandRun run, String type) {
        return run.json().stream()
                .filter(line -> line.get("type").asString().equals(type))
                .toList();
    }

    @Test
    void whatAFreshScanWouldFindIsFoundWithoutDecodingAVideo() throws IOException {
        Path data = SharedData.folder();
        Path real = data.resolve("videos/real");
        Path uploads = Files.createDirectories(folder.resolve("uploads"));
        Path clip = Files.createDirectories(uploads.resolve("drama-7")).resolve("1.mp4");
        Files.copy(real.resolve("short_hamilton_clip.mp4"), clip);
        Files.copy(
                data.resolve("videos/ai-generated/lecun-2.mp4"),
                Files.createDirectories(uploads.resolve("drama-8")).resolve("1.mp4"));
        Path portrait = real.resolve("lin-manuel-miranda.png");

        CommandRun scanned = run("home", data, "scan", uploads.toString());
        assertEquals(0, scanned.status(), scanned.err());
        Files.delete(clip);
        CommandRun opened = run(
                "home",
                data,
                "takedown",
                "open",
                "--as",
                "person",
                "--requester",
                "Somebody",
                "--contact",
                "mail",
                "--identity-checked",
                "passport",
                "--checked-by",
                "desk",
                "--photo",
                portrait.toString());
        assertEquals(0, opened.status(), opened.err());
        String number = of(opened, "case").getFirst().get("number").asString();
        Path page = folder.resolve("case.html");

        CommandRun found = run("home", data, "takedown", "run", number, "--page", page.toString());

        assertEquals(0, found.status(), found.err());
        List<JsonNode> findings = of(found, "case_finding");
        assertEquals(1, findings.size(), found.out());
        JsonNode finding = findings.getFirst();
        assertEquals("drama-7", finding.get("work").asString());
        assertTrue(finding.get("sure").asBoolean(), finding.toString());
        JsonNode coverage = of(found, "coverage").getFirst();
        assertTrue(coverage.get("complete").asBoolean(), coverage.toString());
        assertEquals(0, coverage.get("videos_again").asInt());
        assertTrue(coverage.get("strangers_expected").asDouble() < 0.1, coverage.toString());
        assertEquals(1, of(found, "summary").getFirst().get("new").asInt());
        assertEquals(times(findings), fresh(data, real.resolve("short_hamilton_clip.mp4"), portrait));
        String html = Files.readString(page);
        assertTrue(html.contains("data:image/jpeg;base64,"), "faces are shown");
        assertTrue(html.contains("drama-7"), "and where");

        CommandRun again = run("home", data, "takedown", "run", number);
        assertEquals(0, of(again, "summary").getFirst().get("new").asInt());
        assertEquals(finding, of(again, "case_finding").getFirst());
    }

    /** When a scan finds the person who was registered before it. */
    private Set<String> fresh(Path data, Path clip, Path portrait) throws IOException {
        Path uploads = Files.createDirectories(folder.resolve("fresh/drama-7"));
        Files.copy(clip, uploads.resolve("1.mp4"));
        CommandRun added =
                run("fresh-home", data, "person", "add", "p-1", "--name", "P", "--consent", "C", portrait.toString());
        assertEquals(0, added.status(), added.err());
        CommandRun scanned = run("fresh-home", data, "scan", uploads.toString());
        return times(of(scanned, "finding"));
    }

    private static Set<String> times(List<JsonNode> findings) {
        Set<String> times = new TreeSet<>();
        for (JsonNode finding : findings) {
            List<JsonNode> seen = new ArrayList<>();
            (finding.has("places") ? finding.get("places") : finding.get("appearances")).forEach(seen::add);
            seen.forEach(one -> times.add(one.get("start_ms") + "-" + one.get("end_ms")));
        }
        return times;
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsSearched() throws IOException {
        Path data = SharedData.folder();
        CommandRun unknown = run("home", data, "takedown", "run", "C-000009");
        assertEquals(1, unknown.status(), unknown.err());
        assertEquals(1, of(unknown, "not_found").size());
        CommandRun inside = run(
                "home",
                data,
                "takedown",
                "run",
                "C-000009",
                "--page",
                folder.resolve("home/case.html").toString());
        assertEquals(2, inside.status(), inside.err());
        assertTrue(inside.err().contains("lies in the home"), inside.err());
        assertFalse(Files.exists(folder.resolve("home/case.html")));
        CommandRun none = run("home", data, "takedown", "run", "C-000009", "--strangers", "0");
        assertEquals(2, none.status(), none.err());
        CommandRun incomplete = run("home", data, "takedown", "open", "--as", "person", "--requester", "Somebody");
        String number = of(incomplete, "case").getFirst().get("number").asString();
        CommandRun refused = run("home", data, "takedown", "run", number);
        assertEquals(3, refused.status(), refused.err());
        assertTrue(refused.err().contains("INCOMPLETE"), refused.err());
    }
}
