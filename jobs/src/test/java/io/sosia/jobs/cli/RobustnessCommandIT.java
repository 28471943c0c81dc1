package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.evaluate.TrueAppearance;
import io.sosia.jobs.evaluate.TruthFile;
import io.sosia.jobs.scan.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Films a few people who do not exist under a few conditions, and measures what is still found of them. */
class RobustnessCommandIT {

    private static final String GATES = """
            {"version": 1, "gates": [
              {"condition": "plain", "what": "as filmed"},
              {"condition": "mirror", "what": "mirrored", "most_points_lost": 100, "from": "this test"},
              {"condition": "scale-33", "what": "tiny", "most_points_lost": 0, "from": "this test"},
              {"condition": "sunglasses", "what": "glasses", "most_points_lost": 0, "from": "this test"}]}
            """;

    @TempDir
    private Path folder;

    private CommandRun run(Path data, String... words) {
        return CommandRun.withModels(folder.resolve("home"), data, words);
    }

    @Test
    void gatesAreKeptBrokenOrNotMeasured() throws Exception {
        Path data = SharedData.folder();
        Path films = folder.resolve("films");
        // So small that at a third of it hardly a face has 20 pixels.
        CommandRun filmed = run(
                data,
                "testdata",
                "film",
                "--dramas",
                "1",
                "--duration",
                "16s",
                "--size",
                "202x360",
                "--fps",
                "10",
                "--conditions",
                "mirror,scale-33,sunglasses",
                "--out",
                films.toString());
        assertEquals(0, filmed.status(), filmed.err());
        assertEquals(
                List.of("plain", "mirror", "scale-33", "sunglasses"),
                filmed.json().stream()
                        .map(line -> line.get("condition").asString())
                        .toList());

        Set<String> seen = TruthFile.read(films.resolve("plain/truth.jsonl")).stream()
                .map(TrueAppearance::person)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        Path people = Files.createDirectory(folder.resolve("people"));
        for (String person : seen) {
            Files.move(films.resolve("portraits").resolve(person), people.resolve(person));
        }
        CommandRun early = run(data, "evaluate", "robustness", "--films", films.toString());
        assertEquals(2, early.status());
        assertTrue(early.err().contains("nobody is registered"), early.err());
        CommandRun imported = run(data, "person", "import", people.toString(), "--consent", "drawn");
        assertTrue(imported.status() <= 1, imported.err());

        delete(films.resolve("sunglasses"));
        Path gates = Files.writeString(folder.resolve("gates.json"), GATES);
        String[] command = {
            "evaluate", "robustness", "--films", films.toString(), "--gates", gates.toString(), "--replicates", "200"
        };
        CommandRun run = run(data, command);
        assertEquals(1, run.status(), run.err());
        Map<String, JsonNode> rows = run.json().stream()
                .filter(line -> line.get("type").asString().equals("robustness"))
                .collect(Collectors.toMap(line -> line.get("condition").asString(), line -> line));
        assertEquals(4, rows.size());
        JsonNode plain = row(rows, "plain");
        assertEquals("REFERENCE", plain.get("outcome").asString());
        assertTrue(plain.get("found").asInt() > 0, run.out());
        assertEquals(0.0, plain.get("points_lost").asDouble());
        assertEquals("KEPT", row(rows, "mirror").get("outcome").asString());
        JsonNode tiny = row(rows, "scale-33");
        assertEquals("BROKEN", tiny.get("outcome").asString(), run.out());
        assertEquals(
                100.0
                        * (tiny.get("found_in_plain").asInt()
                                - tiny.get("found").asInt())
                        / tiny.get("appearances").asInt(),
                tiny.get("points_lost").asDouble(),
                1e-9);
        JsonNode gone = row(rows, "sunglasses");
        assertEquals("NOT_MEASURED", gone.get("outcome").asString());
        assertFalse(gone.has("fnir") || gone.has("points_lost"), run.out());
        assertTrue(run.err().contains("gate broken: scale-33 loses "), run.err());
        assertTrue(run.err().contains("not measured: sunglasses, there is no folder of that name"), run.err());
        assertTrue(run.err().contains("a single one is more than two points"), run.err());

        JsonNode whole = run.json().getLast();
        assertEquals("robustness_summary", whole.get("type").asString());
        assertEquals(1, whole.get("kept").asInt());
        assertEquals("scale-33", whole.get("broken").get(0).asString());
        assertEquals("sunglasses", whole.get("not_measured").get(0).asString());
        String page = Files.readString(Path.of(whole.get("report").asString()));
        assertTrue(page.contains("1 gate is broken, 1 condition not measured"), page);
        assertFalse(seen.stream().anyMatch(page::contains), "nobody is named");

        CommandRun chosen = run(
                data,
                Stream.concat(Stream.of(command), Stream.of("--conditions", "mirror"))
                        .toArray(String[]::new));
        assertEquals(0, chosen.status(), chosen.err());

        Files.delete(films.resolve("plain/manifest.jsonl"));
        CommandRun unplain = run(data, command);
        assertEquals(2, unplain.status());
        assertTrue(unplain.err().contains("holds no plain film"), unplain.err());
    }

    private static JsonNode row(Map<String, JsonNode> rows, String condition) {
        return Optional.ofNullable(rows.get(condition)).orElseThrow();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
