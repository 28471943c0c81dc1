package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.SharedData;
import io.sosia.testdata.damage.Damage;
import io.sosia.testdata.damage.DamageSettings;
import io.sosia.testdata.damage.DamagedFile;
import io.sosia.testdata.damage.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Videos that are broken in every way, and whole ones beside them, in one night. */
class DamagedFilesIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private Path data;
    private Path night;
    private List<DamagedFile> damaged = List.of();

    @BeforeEach
    void damage() throws IOException {
        data = SharedData.folder();
        night = folder.resolve("night");
        // With a pipe, at which whoever opens it waits for ever; and a stream of zeros that takes no minute to hash.
        damaged = Damage.damage(
                data.resolve("videos/ai-generated/ann-1.mp4"), night, new DamageSettings(1, 256L << 20, true));
        for (String good : List.of("ann-4.mp4", "ann-6.mp4")) {
            Files.copy(data.resolve("videos/ai-generated").resolve(good), night.resolve(good));
        }
    }

    @Test
    void everyFileOfAManifestIsScannedOrNamed() throws IOException {
        List<String> lines = new ArrayList<>();
        for (DamagedFile file : damaged) {
            if (!hasControlCharacter(file)) {
                lines.add(line(file.path()));
            }
        }
        lines.add(line("ann-4.mp4"));
        lines.add(line("ann-6.mp4"));
        Path manifest = Files.write(night.resolve("night.jsonl"), lines);

        CommandRun run = scan("--manifest", manifest.toString());

        assertEquals(ExitCode.SOME_REFUSED.number(), run.status(), run.err());
        Map<String, JsonNode> named = named(run);
        for (DamagedFile file : damaged) {
            if (file.expect().equals(Expectation.SCANNED.text())) {
                assertFalse(named.containsKey(file.path()), () -> "a whole video is refused: " + named);
            } else if (file.expect().equals(Expectation.NOT_SCANNED.text())) {
                assertTrue(named.containsKey(file.path()), () -> file + " passes for a video without findings");
            }
        }
        assertFalse(named.containsKey("ann-4.mp4") || named.containsKey("ann-6.mp4"));
        named.values().forEach(line -> {
            assertFalse(line.get("reason").stringValue().isBlank());
            assertFalse(line.get("detail").stringValue().isBlank());
        });
        assertEquals(lines.size(), summary(run).get("videos").intValue());
    }

    @Test
    void everyWholeVideoOfAFolderIsScannedWhateverItsName() {
        CommandRun run = scan(night.toString());

        assertEquals(ExitCode.SOME_REFUSED.number(), run.status(), run.err());
        Set<String> refused = named(run).keySet().stream()
                .map(path -> String.valueOf(Path.of(path).getFileName()))
                .collect(Collectors.toSet());
        for (DamagedFile file : damaged) {
            if (file.expect().equals(Expectation.SCANNED.text())) {
                assertFalse(refused.contains(file.path()), () -> "a whole video is refused: " + file);
            }
        }
        assertFalse(refused.contains("ann-4.mp4") || refused.contains("ann-6.mp4"));
        long whole = 2
                + damaged.stream()
                        .filter(file -> file.expect().equals(Expectation.SCANNED.text()))
                        .count();
        JsonNode summary = summary(run);
        int partly = summary.get("partly_scanned").intValue();
        assertTrue(summary.get("scanned").intValue() + partly >= whole, summary::toString);
        assertEquals(refused.size(), summary.get("not_scanned").intValue(), summary::toString);
    }

    /** The line of a result cannot hold such a name and stay a line for a terminal: a manifest that has one is refused. */
    private static boolean hasControlCharacter(DamagedFile file) {
        return file.path().chars().anyMatch(Character::isISOControl);
    }

    private static String line(String path) {
        return JSON.writeValueAsString(Map.of("path", path));
    }

    private CommandRun scan(String... what) {
        List<String> arguments = new ArrayList<>(List.of("scan", "--format", "json"));
        arguments.addAll(List.of(what));
        return CommandRun.withModels(folder.resolve("home"), data, arguments.toArray(String[]::new));
    }

    private static Map<String, JsonNode> named(CommandRun run) {
        return run.json().stream()
                .filter(line -> line.get("type").stringValue().equals("not_scanned"))
                .collect(Collectors.toMap(line -> line.get("path").stringValue(), line -> line));
    }

    private static JsonNode summary(CommandRun run) {
        return run.json().stream()
                .filter(line -> line.get("type").stringValue().equals("summary"))
                .findFirst()
                .orElseThrow();
    }
}
