package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.embed.OnnxFaceEmbedder;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.indexer.sighting.SightingQuery;
import io.sosia.indexer.sighting.SightingSearch;
import io.sosia.jobs.config.Home;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kills a scanning process at random moments and starts the same scan again. {@code -Dsosia.kills=20} makes it as many
 * kills as somebody wants to wait for, {@code -Dsosia.seed=…} other moments.
 */
class ScanKillIT {

    /** What may differ between two scans that found the same: numbers in order of commits, and when. */
    private static final List<String> INCIDENTAL = List.of("id", "run", "decided_at");

    @TempDir
    private Path folder;

    private Path data;
    private Path videos;

    @BeforeEach
    void films() throws IOException {
        data = SharedData.folder();
        videos = Files.createDirectories(folder.resolve("videos"));
        List<Path> sources;
        try (Stream<Path> files = Files.walk(data.resolve("videos"))) {
            sources = files.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted()
                    .toList();
        }
        for (int copy = 0; copy < 3; copy++) {
            Path work = Files.createDirectories(videos.resolve("drama-" + copy));
            for (Path source : sources) {
                Path target = work.resolve(String.valueOf(source.getFileName()));
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
                // A few bytes behind the last box: the same film, but another file.
                Files.write(target, new byte[8 * copy], StandardOpenOption.APPEND);
            }
        }
        Files.write(videos.resolve("drama-0").resolve("cut.mp4"), new byte[] {0, 0, 0, 32, 'f', 't', 'y', 'p'});
    }

    @Test
    void afterAnyKillTheSameScanFindsTheSame() throws Exception {
        Random random = new Random(Long.getLong("sosia.seed", 7));
        int kills = Integer.getInteger("sosia.kills", 3);
        long begun = System.nanoTime();
        Path calm = register("calm");
        List<JsonNode> undisturbed = run(calm, folder.resolve("calm.jsonl"));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertTrue(undisturbed.stream().anyMatch(line -> is(line, "finding")), "the films show registered people");
        assertTrue(undisturbed.stream().anyMatch(line -> is(line, "not_scanned")), "one file is damaged");

        List<String> seen = sightings(calm);
        assertFalse(seen.isEmpty(), "the films show faces");
        Path home = register("killed");
        int landed = 0;
        for (int kill = 0; kill < kills; kill++) {
            Process child = start(home, folder.resolve("killed-" + kill + ".jsonl"));
            if (!child.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                child.destroyForcibly().waitFor();
                landed++;
            }
            if (kill % 5 == 4) {
                compare(undisturbed, run(home, folder.resolve("between-" + kill + ".jsonl")));
                assertEquals(seen, sightings(home));
                home = register("killed-" + kill);
            }
        }
        assertTrue(landed > 0, "no kill came before the scan's end");

        compare(undisturbed, run(home, folder.resolve("last.jsonl")));
        assertEquals(seen, sightings(home));
    }

    /** Which tracks the archive holds, each as often as a search finds it. */
    private List<String> sightings(Path root) throws Exception {
        Home home = new Home(root);
        EmbeddingSpace space = OnnxFaceEmbedder.space(ModelCatalogue.standard().defaultFor(ModelTask.RECOGNISER));
        float[] any = new float[space.dimensions()];
        any[0] = 1;
        MasterKey key = MasterKey.find(home.masterKey(), Map.of(), false);
        try (SealedSightings archive = SealedSightings.open(home.sightings(), key)) {
            assertEquals(List.of(), archive.verify());
            SightingSearch all = archive.search(
                    CaseReference.issuedBy(number -> true, "T-1"),
                    new SightingQuery(
                            PersonTemplates.of(List.of(Embedding.normalised(space, any))),
                            Fusion.alone(space),
                            new Cosine(-1),
                            new Cosine(-1),
                            10_000,
                            Set.of()));
            return all.hits().stream()
                    .map(hit -> hit.look().upload().work() + "/"
                            + hit.look().upload().episode() + "/"
                            + hit.sighting().track() + " " + hit.sighting().spans())
                    .sorted()
                    .toList();
        }
    }

    private static void compare(List<JsonNode> expected, List<JsonNode> found) {
        assertEquals(essence(expected), essence(found));
        List<String> ids = found.stream()
                .filter(line -> is(line, "finding"))
                .map(line -> line.get("id").stringValue())
                .toList();
        assertEquals(ids.size(), ids.stream().distinct().count(), "each finding has a number of its own");
    }

    private static boolean is(JsonNode line, String type) {
        return line.get("type").stringValue().equals(type);
    }

    /** Findings and unscanned inputs, in order, without what may differ. */
    private static List<JsonNode> essence(List<JsonNode> lines) {
        List<JsonNode> essence = new ArrayList<>();
        for (JsonNode line : lines) {
            if (!is(line, "summary")) {
                ObjectNode copy = (ObjectNode) line.deepCopy();
                INCIDENTAL.forEach(copy::remove);
                essence.add(copy);
            }
        }
        return essence;
    }

    private Path register(String name) throws Exception {
        Path root = folder.resolve(name);
        try (RealHome home = new RealHome(root, SharedData.models(data), folder, Clock.systemUTC())) {
            Path references = data.resolve("videos/ai-generated");
            try (Stream<Path> files = Files.list(references)) {
                for (Path photo : files.filter(file -> file.toString().matches(".*\\.(jpg|jpeg|png|webp)"))
                        .sorted()
                        .toList()) {
                    String file = String.valueOf(photo.getFileName());
                    home.enrol(file.substring(0, file.lastIndexOf('.')), photo);
                }
            }
        }
        return root;
    }

    private List<JsonNode> run(Path home, Path out) throws Exception {
        Process child = start(home, out);
        assertEquals(0, child.waitFor(), () -> "see " + out + ".log");
        assertFalse(child.isAlive());
        JsonMapper mapper = JsonMapper.builder().build();
        return Files.readAllLines(out).stream().map(mapper::readTree).toList();
    }

    private Process start(Path home, Path out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx700m",
                ScanChild.class.getName(),
                home.toString(),
                SharedData.models(data).toString(),
                videos.toString(),
                out.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of(out + ".log").toFile());
        // Not as an argument: ONNX Runtime 1.29.0 crashes in a process whose command line is longer than 4,000 bytes.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
