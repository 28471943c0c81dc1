package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Measures a few people with the real models. */
class EvaluateCommandIT {

    @TempDir
    private Path folder;

    /** A data set whose name is markup, with three people of four photos, one of one, and a photo that is none. */
    private Path images(Path data) throws IOException {
        Path images = folder.resolve("<b>set</b>&co");
        for (String person : List.of("c1", "c2", "c3")) {
            copy(data.resolve("faces/east-asian-dev/images").resolve(person), images.resolve(person), 4);
        }
        copy(data.resolve("faces/east-asian-dev/images/c7"), images.resolve("c7"), 1);
        Files.createDirectories(images.resolve("c8"));
        Files.writeString(images.resolve("c8/c8_0001.jpg"), "no picture");
        return images;
    }

    private static void copy(Path from, Path to, int most) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> photos = Files.list(from)) {
            for (Path photo : photos.sorted().limit(most).toList()) {
                Files.copy(photo, to.resolve(photo.getFileName()));
            }
        }
    }

    private CommandRun run(Path data, String... words) {
        return CommandRun.withModels(folder.resolve("home"), data, words);
    }

    private static JsonNode last(CommandRun run, String type) {
        JsonNode last = run.json().getLast();
        assertEquals(type, last.get("type").asString());
        return last;
    }

    @Test
    void identifiesAndSaysHowSureThatIs() throws IOException {
        Path data = SharedData.folder();
        Path group = Files.writeString(folder.resolve("some.txt"), "c1\nnobody\n");
        CommandRun run = run(
                data,
                "evaluate",
                "identify",
                "--images",
                images(data).toString(),
                "--portraits",
                "2",
                "--groups",
                group.toString(),
                "--replicates",
                "200");
        assertEquals(1, run.status(), run.err());
        assertTrue(run.err().contains("of the 2 people of the group “some”, 1 is not in the data"), run.err());
        JsonNode photo = run.json().getFirst();
        assertEquals("photo", photo.get("type").asString());
        assertTrue(photo.get("path").asString().endsWith("c8_0001.jpg"));
        assertEquals("NOT_A_PICTURE", photo.get("reason").asString());

        JsonNode measured = last(run, "identification");
        assertEquals(3, measured.get("gallery").asInt());
        assertEquals(6, measured.get("mated").asInt());
        assertEquals(2, measured.get("non_mated").asInt());
        assertEquals(1, measured.get("unreadable").asInt());
        assertEquals(3, measured.get("mated_people").asInt());
        double fnir = measured.get("fnir_at_fpir").get("0.01").asDouble();
        long missed = measured.get("missed_at_fpir").get("0.01").asLong();
        assertEquals(missed / 6.0, fnir, 1e-12);
        assertTrue(measured.get("alarms_at_fpir").has("0.1"));
        assertEquals(3, measured.get("rates_beyond_data").size(), "one of two strangers is too many for each");
        assertEquals("fused", measured.get("score").asString());
        assertEquals(
                List.of("everybody", "some", "the rest"),
                measured.get("groups")
                        .valueStream()
                        .map(part -> part.get("group").asString())
                        .toList());
        JsonNode some = measured.get("groups").get(1);
        assertEquals(2, some.get("mated_searches").asInt());
        assertTrue(some.get("at_common_threshold").get("0.1").get("miss_rate").isNull(), "too few for a rate");

        Path report = Path.of(measured.get("report").asString());
        assertEquals(folder.resolve("home/reports/identify-20261120-100000/index.html"), report);
        String page = Files.readString(report);
        assertTrue(page.contains("&lt;b&gt;set&lt;&#x2F;b&gt;&amp;co") || page.contains("&lt;b&gt;set"), page);
        assertFalse(page.contains("<b>set"), page);
        assertFalse(page.contains("c8_0001"), "no person is named");
        assertTrue(page.contains("mobilefacenet-ms1m, SHA-256 "), page);
    }

    @Test
    void comparesEveryTwoPhotosAndPairsInFolds() throws IOException {
        Path data = SharedData.folder();
        Path images = images(data);
        Path report = folder.resolve("my report");
        CommandRun every = run(
                data,
                "evaluate",
                "verify",
                "--images",
                images.toString(),
                "--all-pairs",
                "--replicates",
                "200",
                "--report",
                report.toString());
        assertEquals(1, every.status(), every.err());
        JsonNode all = last(every, "verification");
        assertEquals(14 * 13 / 2, all.get("pairs").asInt());
        assertEquals(18, all.get("same_pairs").asInt());
        assertTrue(all.get("accuracy").isNull(), "there are no folds");
        assertFalse(all.has("groups"));
        assertTrue(Files.exists(report.resolve("index.html")));

        Path pairs = Files.writeString(folder.resolve("pairs.txt"), """
                2 2
                c1 1 2
                c1 3 4
                c1 1 c2 1
                c1 2 c2 2
                c3 1 2
                c3 3 4
                c3 1 c2 3
                c3 2 c2 4
                """.replace(' ', '\t'));
        CommandRun folds = run(
                data,
                "evaluate",
                "verify",
                "--images",
                images.toString(),
                "--pairs",
                pairs.toString(),
                "--replicates",
                "200");
        assertEquals(0, folds.status(), folds.err());
        JsonNode folded = last(folds, "verification");
        assertEquals(8, folded.get("pairs").asInt());
        assertTrue(folded.get("accuracy").asDouble() >= 0.5);
        assertEquals(0, folded.get("no_face").asInt());
        assertTrue(
                folded.get("tar_at_far").has("0.01") && folded.get("tar_at_far").has("0.001"));
    }
}
