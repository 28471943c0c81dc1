package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of photos that are good in themselves, beside a person's other photos and other people's. */
class PersonAddIT {

    private static final String OBAMA = "photos/obama.jpg";
    private static final String OBAMA_AGAIN = "photos/obama2.jpg";
    private static final String BIDEN = "photos/biden.jpg";

    @TempDir
    private Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void find() {
        data = SharedData.folder();
    }

    private CommandRun add(String id, String... photos) {
        List<String> words = new ArrayList<>(List.of("person", "add", id, "--name", "N", "--consent", "c.pdf"));
        Arrays.stream(photos).map(photo -> data.resolve(photo).toString()).forEach(words::add);
        return run(words.toArray(String[]::new));
    }

    private CommandRun run(String... words) {
        return CommandRun.withModels(folder.resolve("home"), data, words);
    }

    /** Each photo's outcome and reason. */
    private static List<String> photos(CommandRun run) {
        return run.json().stream()
                .filter(line -> line.get("type").asString().equals("photo"))
                .map(line -> line.get("outcome").asString()
                        + (line.has("reason") ? " " + line.get("reason").asString() : ""))
                .toList();
    }

    private static JsonNode person(CommandRun run) {
        return run.json().stream()
                .filter(line -> line.get("type").asString().equals("person"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoIsRegisteredStandsInTheAuditLogOnceForEachChange() {
        assertEquals(0, add("p-1", OBAMA).status());
        assertEquals(0, add("p-1", OBAMA).status());
        assertEquals(0, add("p-1", OBAMA_AGAIN).status());

        List<JsonNode> entries = run("audit", "list", "--about", "p-1").json();

        assertEquals(
                List.of("PERSON_ENROLLED", "PERSON_CHANGED"),
                entries.stream().map(entry -> entry.get("kind").asString()).toList());
        assertEquals("2", entries.getLast().get("facts").get("photos").asString());
        assertEquals(0, run("audit", "verify").status());
    }

    @Test
    void theOddPhotoIsRefusedAndWhatToAddNextIsSaid() {
        CommandRun run = add("p-1", OBAMA, BIDEN, OBAMA_AGAIN, BIDEN);
        assertEquals(1, run.status(), run.err());
        assertEquals(
                List.of("accepted", "refused UNLIKE_OTHER_PHOTOS", "accepted", "refused UNLIKE_OTHER_PHOTOS"),
                photos(run));
        JsonNode person = person(run);
        assertEquals(2, person.get("photos").asInt());
        assertEquals("{\"front\":2}", person.get("poses").toString());
        assertEquals("SIDE", person.get("next_photo").asString());
        assertEquals("[]", person.get("look_alikes").toString());
        assertTrue(run.err().contains("half from the side"), run.err());
        JsonNode shown = person(run("person", "show", "p-1"));
        assertEquals("SIDE", shown.get("next_photo").asString());
        assertTrue(shown.get("advice").asString().contains("half from the side"));
    }

    @Test
    void whereTwoDisagreeBothAreRefusedUntilAThirdTells() {
        CommandRun two = add("p-1", OBAMA, BIDEN);
        assertEquals(1, two.status(), two.err());
        assertEquals(List.of("refused UNLIKE_OTHER_PHOTOS", "refused UNLIKE_OTHER_PHOTOS"), photos(two));
        assertTrue(two.json().getFirst().get("detail").asString().contains("add a further photo"));
        assertEquals(1, run("person", "show", "p-1").status());

        assertEquals("SECOND", person(add("p-1", OBAMA)).get("next_photo").asString());
        CommandRun other = add("p-1", BIDEN);
        assertEquals(List.of("refused UNLIKE_OTHER_PHOTOS"), photos(other));
        assertTrue(other.json().getFirst().get("detail").asString().contains("registered"));
    }

    @Test
    void somebodyElsesPhotoIsRefusedAndALookAlikeNamed() throws IOException {
        assertEquals(0, add("p-2", BIDEN).status());
        CommandRun mixed = add("p-1", OBAMA, BIDEN, OBAMA_AGAIN);
        assertEquals(List.of("accepted", "refused LIKE_ANOTHER_PERSON", "accepted"), photos(mixed));
        assertTrue(mixed.json().get(1).get("detail").asString().contains("p-2"));
        assertFalse(mixed.json().get(0).has("warning"));

        CommandRun same = add("p-3", OBAMA_AGAIN);
        assertEquals(1, same.status(), same.err());
        assertEquals(List.of("refused LIKE_ANOTHER_PERSON"), photos(same));
        assertTrue(same.json().getFirst().get("detail").asString().contains("picture that p-1 is registered with"));
        assertEquals(1, run("person", "show", "p-3").status(), "nothing was changed");
        Path saved = folder.resolve("saved anew.png");
        assertTrue(ImageIO.write(ImageIO.read(data.resolve(OBAMA).toFile()), "png", saved.toFile()));
        assertEquals(List.of("refused LIKE_ANOTHER_PERSON"), photos(add("p-3", saved.toString())));
        assertEquals(
                List.of("accepted", "accepted"),
                photos(add("p-1", OBAMA, OBAMA_AGAIN)),
                "a person's own pictures may be given again");

        // Nothing tells a person who is registered twice from two who look alike.
        run("person", "erase", "p-1");
        assertEquals(0, add("p-1", OBAMA).status());
        CommandRun twin = add("p-3", OBAMA_AGAIN);
        assertEquals(0, twin.status(), twin.err());
        JsonNode photo = twin.json().getFirst();
        assertEquals("LIKE_ANOTHER_PERSON", photo.get("warning").asString());
        assertEquals("[\"p-1\"]", photo.get("like").toString());
        assertTrue(twin.err().contains("p-3 looks like p-1"), twin.err());
        assertEquals("[\"p-1\"]", person(twin).get("look_alikes").toString());
        assertEquals(
                "[\"p-3\"]",
                person(run("person", "show", "p-1")).get("look_alikes").toString());
        run("person", "erase", "p-3");
        assertEquals(
                "[]", person(run("person", "show", "p-1")).get("look_alikes").toString());
    }
}
