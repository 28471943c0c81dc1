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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tries a promise on a few people with the real models. */
class EvaluateBudgetIT {

    private static final int REGISTERED = 12;
    private static final int STRANGERS = 60;

    @TempDir
    private Path folder;

    /** People with three photos, of whom two are portraits, and people with one. */
    private Path images(Path data) throws IOException {
        Path images = folder.resolve("few/images");
        int registered = 0;
        int strangers = 0;
        for (Path person : list(data.resolve("faces/lfw-dev/images"))) {
            List<Path> photos = list(person);
            boolean register = photos.size() >= 3 && registered < REGISTERED;
            if (register || strangers < STRANGERS) {
                Path own = Files.createDirectories(images.resolve(String.valueOf(person.getFileName())));
                for (Path photo : photos.subList(0, register ? 3 : 1)) {
                    Files.copy(photo, own.resolve(String.valueOf(photo.getFileName())));
                }
                registered += register ? 1 : 0;
                strangers += register ? 0 : 1;
            }
        }
        return images;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    private CommandRun run(Path data, String... words) {
        List<String> all = new ArrayList<>(List.of("evaluate", "budget"));
        all.addAll(List.of(words));
        return CommandRun.withModels(folder.resolve("home"), data, all.toArray(String[]::new));
    }

    @Test
    void tellsWhatBecameOfAPromise() throws IOException {
        Path data = SharedData.folder();
        Path images = images(data);
        CommandRun run = run(
                data, "--images", images.toString(), "--promised", "0.1", "--true-matches", "0.05", "--splits", "4");
        assertEquals(0, run.status(), run.err());
        assertEquals(1, run.json().size());
        JsonNode figure = run.json().getFirst();
        assertEquals("budget", figure.get("type").asString());
        assertEquals("few", figure.get("strangers").asString());
        assertEquals(0.1, figure.get("promised").asDouble());
        assertEquals(4, figure.get("splits").asInt());
        assertEquals(STRANGERS / 2, figure.get("tracks_tried").asDouble(), 1);
        assertEquals(4, figure.get("unbelieved").asInt(), "30 tracks are too few for a scan to believe");
        assertTrue(
                figure.get("measured_low").asDouble() <= figure.get("measured").asDouble());
        assertTrue(
                figure.get("measured").asDouble() <= figure.get("measured_high").asDouble());

        String page = Files.readString(Path.of(figure.get("report").asString()));
        assertTrue(page.contains("Alarm budget"), page);
        assertTrue(page.contains("few, 5 % true matches"), page);
        assertTrue(page.contains(REGISTERED + " people with 2 photos each"), page);
        assertFalse(page.contains("_0001.jpg") || page.contains("NaN"), "nobody is named");
    }

    @Test
    void whatCannotBeMeasuredIsWrongUsage() throws IOException {
        Path data = SharedData.folder();
        String images = images(data).toString();
        assertEquals(2, run(data, "--images", images, "--portraits", "9").status());
        assertEquals(2, run(data, "--images", images, "--promised", "1").status());
        assertEquals(2, run(data, "--images", images, "--true-matches", "0.6").status());
        assertEquals(2, run(data, "--images", images, "--splits", "1").status());
        assertEquals(2, run(data).status());
    }
}
