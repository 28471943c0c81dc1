package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Requests on the command line. Nothing here needs a model. */
class TakedownCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path folder;

    private Path home = Path.of("");
    private Path photo = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        home = folder.resolve("home");
        photo = Files.write(folder.resolve("me.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
    }

    private CommandRun open(String... more) {
        List<String> words = new ArrayList<>(List.of("takedown", "open", "--as", "person"));
        words.addAll(List.of(more));
        return CommandRun.of(home, words.toArray(String[]::new));
    }

    private CommandRun openWhole(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "--requester",
                "A. Person",
                "--contact",
                "a@example.org",
                "--identity-checked",
                "passport",
                "--checked-by",
                "reviewer-3",
                "--photo",
                photo.toString()));
        words.addAll(List.of(more));
        return open(words.toArray(String[]::new));
    }

    @Test
    void aCaseIsOpenedListedAndShown() {
        CommandRun opened = openWhole("--named", "drama-7:3@12:31", "--territory", "cn", "--statement", "It is me.");
        assertEquals(0, opened.status(), opened.err());
        JsonNode one = opened.json().getFirst();
        assertEquals("case", one.get("type").asString());
        assertEquals("C-000001", one.get("number").asString());
        assertEquals("OPEN", one.get("state").asString());
        assertEquals("2026-11-22T10:00:00Z", one.get("due").asString());
        assertEquals("48h", one.get("policy").asString());
        assertEquals("CN", one.get("territory").asString());
        assertEquals(751_000, one.get("named").get(0).get("time_ms").asLong());
        assertFalse(opened.out().contains("a@example.org"), "who asks is shown by show alone");

        CommandRun list = CommandRun.of(home, "takedown", "list");
        assertEquals(0, list.status(), list.err());
        assertEquals(opened.json(), list.json());
        JsonNode shown =
                CommandRun.of(home, "takedown", "show", "C-000001").json().getFirst();
        assertEquals("A. Person", shown.get("requester").get("name").asString());
        assertEquals("It is me.", shown.get("requester").get("statement").asString());
        assertEquals("me.jpg", shown.get("photos").get(0).get("name").asString());
        assertEquals("OPENED", shown.get("history").get(0).get("kind").asString());
        CommandRun table = CommandRun.atTerminal(home, "takedown", "list");
        assertTrue(table.out().startsWith("CASE "), table.out());
    }

    @Test
    void anIncompleteCaseSaysWhatItLacks() {
        CommandRun opened = open("--requester", "A");
        assertEquals(0, opened.status(), opened.err());
        JsonNode one = opened.json().getFirst();
        assertEquals("INCOMPLETE", one.get("state").asString());
        assertEquals(
                "[\"CONTACT\",\"IDENTITY_CHECK\",\"FACE\"]", one.get("missing").toString());
        assertTrue(opened.err().contains("--photo FILE"), opened.err());

        CommandRun completed = CommandRun.of(
                home,
                "takedown",
                "complete",
                "C-000001",
                "--contact",
                "a@example.org",
                "--identity-checked",
                "passport",
                "--checked-by",
                "x",
                "--photo",
                photo.toString());
        assertEquals(0, completed.status(), completed.err());
        assertEquals("OPEN", completed.json().getFirst().get("state").asString());
    }

    @Test
    void whatIsNotThereIsNamed() {
        for (String[] words : List.of(
                new String[] {"takedown", "show", "C-000009"},
                new String[] {"takedown", "complete", "C-000009"},
                new String[] {"takedown", "show", "x"})) {
            CommandRun run = CommandRun.of(home, words);
            assertEquals(1, run.status(), run.err());
            assertEquals("not_found", run.json().getFirst().get("type").asString());
        }
        assertEquals(1, openWhole("--person", "nobody").status());
    }

    @Test
    void filesThatCannotBeMeantAreRefusedBeforeAnythingIsStarted() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
        Path empty = Files.createFile(folder.resolve("empty.jpg"));
        for (Path file : List.of(text, empty, folder.resolve("none.jpg"), folder)) {
            assertEquals(2, open("--photo", file.toString()).status());
        }
        assertEquals(2, openWhole("--territory", "Atlantis").status());
        assertEquals(2, openWhole("--named", " ").status());
        assertEquals(2, openWhole("--statement", "x".repeat(20_001)).status());
        assertEquals(2, CommandRun.of(home, "takedown", "open").status());
        assertEquals("", CommandRun.of(home, "takedown", "list", "--all").out());
    }

    @Test
    void aReceiptIsSignedAndWrittenOnce() throws Exception {
        Path receipt = folder.resolve("receipt.json");
        CommandRun run = openWhole("--receipt", receipt.toString());
        assertEquals(0, run.status(), run.err());
        assertTrue(run.err().contains("openssl pkeyutl -verify"), run.err());
        assertTrue(io.sosia.indexer.seal.SigningKey.verify(
                Files.readString(folder.resolve("receipt.json.pem")),
                Files.readAllBytes(receipt),
                Files.readAllBytes(folder.resolve("receipt.json.sig"))));
        assertTrue(Files.readString(receipt).contains("C-000001"));
        assertTrue(Files.readString(folder.resolve("receipt.json.txt")).contains("2026-11-22T10:00:00Z"));

        CommandRun again = openWhole("--receipt", receipt.toString());
        assertEquals(0, again.status(), again.err());
        assertTrue(again.err().contains("no second one"), again.err());
        Files.writeString(receipt, "another");
        CommandRun taken = openWhole("--receipt", receipt.toString());
        assertEquals(1, taken.status());
        assertEquals("another", Files.readString(receipt));
    }

    @Test
    void deadlinesComeFromTheirFile() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("deadlines.json"), """
                {"policies": {"cn": {"answer": "PT24H", "warning": "PT6H"}}, "territories": {"CN": "cn"}}""");
        assertEquals(
                "2026-11-21T10:00:00Z",
                openWhole("--territory", "CN").json().getFirst().get("due").asString());
        assertEquals(
                "2026-11-22T10:00:00Z",
                openWhole("--territory", "US").json().getFirst().get("due").asString());
        Files.writeString(home.resolve("deadlines.json"), "{\"territories\": {\"CN\": \"none\"}}");
        CommandRun wrong = openWhole("--territory", "FR");
        assertEquals(3, wrong.status());
        assertTrue(wrong.err().contains("'none'") && wrong.err().contains("deadlines.json"), wrong.err());
    }

    @Test
    void whatOthersWroteDoesNotSteerTheTerminal() {
        String hostile = "\u001b]0;owned\u0007\u001b[2J\u202etxt{{number}}<script>alert(1)</script>";
        CommandRun opened = open(
                "--requester",
                hostile,
                "--contact",
                hostile,
                "--identity-checked",
                hostile,
                "--checked-by",
                hostile,
                "--statement",
                hostile.repeat(100),
                "--named",
                hostile,
                "--photo",
                photo.toString());
        assertEquals(0, opened.status(), opened.err());
        for (CommandRun run : List.of(
                CommandRun.atTerminal(home, "takedown", "show", "C-000001"),
                CommandRun.atTerminal(home, "takedown", "list"),
                CommandRun.of(home, "takedown", "show", "C-000001"))) {
            String printed = run.out() + run.err();
            assertFalse(printed.matches("(?s).*[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202e].*"), printed);
        }
        assertEquals(
                hostile,
                CommandRun.of(home, "takedown", "show", "C-000001")
                        .json()
                        .getFirst()
                        .get("requester")
                        .get("name")
                        .asString());
    }
}
