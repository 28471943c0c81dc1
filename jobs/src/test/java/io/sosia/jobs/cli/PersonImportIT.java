package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PersonImportIT {

    @TempDir
    Path folder;

    @Test
    void registersAFolderForEachPersonAndNamesWhatCannotBeUsed() throws IOException {
        Path data = SharedData.folder();
        Path people = folder.resolve("people");
        copy(data.resolve("photos/obama.jpg"), people.resolve("p-1/a.jpg"));
        copy(data.resolve("photos/obama2.jpg"), people.resolve("p-1/b.jpg"));
        copy(data.resolve("photos/biden.jpg"), people.resolve("p-2/a.jpg"));
        Files.writeString(people.resolve("p-2/notes.txt"), "no photo");
        copy(data.resolve("photos/biden.jpg"), people.resolve("no id/a.jpg"));
        Files.createDirectories(people.resolve("p-3"));
        Files.createDirectories(people.resolve("p-4"));
        Files.writeString(people.resolve("p-4/a.jpg"), "no photo either");

        CommandRun run = run(data, "person", "import", people.toString(), "--consent", "all.pdf");

        assertEquals(1, run.status(), run.err());
        assertEquals(List.of("p-1 2", "p-2 1"), named(run, "person", "id", "photos"));
        assertEquals(
                List.of("p-1 accepted", "p-1 accepted", "p-2 accepted", "p-2 refused", "p-4 refused"),
                named(run, "photo", "person", "outcome"));
        assertEquals(
                List.of("refused NAME_IS_NO_ID", "refused NO_PHOTO", "refused NO_PHOTO_ACCEPTED"),
                named(run, "folder", "outcome", "reason"));

        Files.delete(people.resolve("p-2/notes.txt"));
        for (String bad : List.of("no id/a.jpg", "no id", "p-3", "p-4/a.jpg", "p-4")) {
            Files.delete(people.resolve(bad));
        }
        CommandRun again = run(data, "person", "import", people.toString(), "--consent", "all.pdf");
        assertEquals(0, again.status(), again.err());
        assertEquals(List.of("p-1 2", "p-2 1"), named(again, "person", "id", "photos"));
    }

    @Test
    void whoLacksARecogniserIsNamedAndThePhotosAgainFillItIn() throws IOException {
        Path data = SharedData.folder();
        Path people = folder.resolve("people");
        copy(data.resolve("photos/obama.jpg"), people.resolve("p-1/a.jpg"));
        copy(data.resolve("photos/biden.jpg"), people.resolve("p-2/a.jpg"));
        Path settings = folder.resolve("home/sosia.json");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\"scan\": {\"strongRecogniser\": \"none\"}}");
        String[] command = {"person", "import", people.toString(), "--consent", "all.pdf"};
        CommandRun before = run(data, command);
        assertEquals(List.of("p-1 []", "p-2 []"), named(before, "person", "id", "lacks"));

        Files.delete(settings);
        CommandRun listed = run(data, "person", "list");
        assertEquals(List.of("p-1 [\"omz-0095\"]", "p-2 [\"omz-0095\"]"), named(listed, "person", "id", "lacks"));
        assertTrue(listed.err().contains("2 people lack"), listed.err());

        Files.delete(people.resolve("p-2/a.jpg"));
        Files.delete(people.resolve("p-2"));
        run(data, command);
        assertEquals(
                List.of(
                        "p-1 {\"mobilefacenet-ms1m\":1,\"omz-0095\":1}",
                        "p-2 {\"mobilefacenet-ms1m\":1,\"omz-0095\":0}"),
                named(run(data, "person", "list"), "person", "id", "templates"));
    }

    @Test
    void refusesAFolderWithoutFolders() throws IOException {
        CommandRun run = CommandRun.of(
                folder.resolve("home"),
                "person",
                "import",
                folder.resolve("none").toString(),
                "--consent",
                "c");
        assertEquals(2, run.status(), run.err());
        Files.createDirectories(folder.resolve("empty"));
        CommandRun empty = CommandRun.of(
                folder.resolve("home"),
                "person",
                "import",
                folder.resolve("empty").toString(),
                "--consent",
                "c");
        assertEquals(2, empty.status(), empty.err());
        assertTrue(empty.err().contains("one for each person"), empty.err());
    }

    private CommandRun run(Path data, String... words) {
        return CommandRun.withModels(folder.resolve("home"), data, words);
    }

    private static List<String> named(CommandRun run, String type, String first, String second) {
        return run.json().stream()
                .filter(line -> line.get("type").asString().equals(type))
                .map(line -> text(line, first) + " " + text(line, second))
                .toList();
    }

    private static String text(JsonNode line, String field) {
        JsonNode value = line.get(field);
        return value.isContainer() ? value.toString() : value.asString();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }
}
