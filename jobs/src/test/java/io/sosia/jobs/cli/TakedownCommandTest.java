package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.RegisterKeys;
import io.sosia.jobs.config.Home;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Test
    void stepsThatDoNotFitAreRefusedWithWhatToDo() throws IOException {
        openWhole();
        Path letters = folder.resolve("letters");
        for (List<String> words : List.of(
                List.of("answer", "C-000001", "--to", "requester", "--lang", "zh", "--out", letters.toString()),
                List.of("counter", "C-000001", "--uploader", "acct-9", "--statement", "No."),
                List.of("close", "C-000001"))) {
            List<String> all = new ArrayList<>(List.of("takedown"));
            all.addAll(words);
            CommandRun run = CommandRun.of(home, all.toArray(String[]::new));
            assertEquals(1, run.status(), run.err());
            JsonNode refused = run.json().getFirst();
            assertEquals("refused", refused.get("type").asString());
            assertEquals("C-000001", refused.get("case").asString());
            assertTrue(run.err().contains("takedown"), run.err());
        }
        assertFalse(Files.exists(letters));
        assertEquals(
                2,
                CommandRun.of(
                                home,
                                "takedown",
                                "answer",
                                "C-000001",
                                "--to",
                                "uploader",
                                "--lang",
                                "zh",
                                "--out",
                                letters.toString())
                        .status(),
                "which uploader is not known");
        assertEquals(
                2,
                CommandRun.of(home, "takedown", "close", "C-000001", "--receipt", "x")
                        .status());
        for (List<String> words : List.of(
                List.of("answer", "C-9", "--to", "requester", "--lang", "en", "--out", letters.toString()),
                List.of("counter", "C-000009", "--uploader", "a", "--statement", "s"),
                List.of("close", "C-000009"))) {
            List<String> all = new ArrayList<>(List.of("takedown"));
            all.addAll(words);
            assertEquals(1, CommandRun.of(home, all.toArray(String[]::new)).status());
        }
    }

    @Test
    void aRequestThatWasTakenBackIsClosedAndErased() throws IOException {
        openWhole("--statement", "It is me.");
        CommandRun closed = CommandRun.of(home, "takedown", "close", "C-000001", "--withdrawn");
        assertEquals(0, closed.status(), closed.err());
        assertEquals("CLOSED", closed.json().getFirst().get("state").asString());
        assertEquals("WITHDRAWN", closed.json().getFirst().get("urgency").asString());
        assertEquals(
                "2026-12-20T10:00:00Z",
                closed.json().getFirst().get("erase_after").asString());
        assertEquals("", CommandRun.of(home, "takedown", "list").out());

        assertTrue(CommandRun.of(home, "audit", "list").out().contains("A. Person"));
        Path receipt = folder.resolve("erased.json");
        CommandRun erased =
                CommandRun.of(home, "takedown", "close", "C-000001", "--erase", "--receipt", receipt.toString());
        assertEquals(0, erased.status(), erased.err());
        assertEquals("erased", erased.json().getFirst().get("type").asString());
        assertTrue(Files.exists(receipt));
        assertFalse(
                CommandRun.of(home, "audit", "list").out().contains("A. Person"), "nor does the log know who asked");
        JsonNode shown =
                CommandRun.of(home, "takedown", "show", "C-000001").json().getFirst();
        assertFalse(shown.has("requester"));
        assertTrue(shown.has("erased"));
        assertEquals(0, shown.get("photos").size());
    }

    private CommandRun about(String role, String name) {
        return CommandRun.of(
                home,
                "takedown",
                "open",
                "--as",
                role,
                "--requester",
                name,
                "--contact",
                role + name,
                "--identity-checked",
                "passport",
                "--checked-by",
                "reviewer-3",
                "--person",
                "p-17");
    }

    @Test
    void aRegisteredPersonIsAskedAboutByThemselvesOrWithAMandate() throws Exception {
        CommandRun unknown = about("person", "Ada");
        assertEquals(1, unknown.status());
        assertEquals("not_found", unknown.json().getFirst().get("type").asString());
        try (RegisterDatabase database =
                RegisterDatabase.open(Home.prepare(home).database())) {
            EmbeddingSpace space = new EmbeddingSpace("test", "0123456789ab", "v1", 4);
            database.register(RegisterKeys.of(database), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC))
                    .enrol(
                            new PersonId("p-17"),
                            "Ada Lovelace",
                            new Consent("17.pdf", LocalDate.of(2026, 1, 1), Optional.empty()),
                            List.of(new EnrolledPhoto(
                                    "0".repeat(64), 0.9, Embedding.normalised(space, new float[] {1, 2, 3, 4}))));
        }

        CommandRun other = about("person", "Mallory");
        assertEquals(1, other.status(), other.err());
        assertEquals("refused", other.json().getFirst().get("type").asString());
        assertFalse(other.err().contains("Lovelace"), "whose name it is, nobody is told");
        JsonNode own = about("person", "ada  LOVELACE").json().getFirst();
        assertEquals("OPEN", own.get("state").asString());
        assertEquals("p-17", own.get("person").asString());
        assertEquals(
                "OPEN",
                about("guardian", "Byron").json().getFirst().get("state").asString());
        assertEquals(
                "[\"MANDATE\"]",
                about("agent", "Agency").json().getFirst().get("missing").toString());
    }

    @Test
    void oneRequesterOpensSoManyCases() {
        for (int i = 0; i < 5; i++) {
            assertEquals(0, openWhole("--named", "work-" + i).status());
        }
        CommandRun sixth = openWhole("--named", "work-5");
        assertEquals(1, sixth.status());
        assertEquals("refused", sixth.json().getFirst().get("type").asString());
        assertTrue(sixth.err().contains("5 cases") && sixth.err().contains("2026-12-20T10:00:00Z"), sixth.err());
        assertEquals(0, openWhole("--named", "work-4").status(), "asked before: the same case");
    }

    @Test
    void anOverdueCaseIsLoudAndTellsByTheExitCode() throws IOException {
        Files.createDirectories(home);
        openWhole();
        CommandRun soon = CommandRun.at(CommandRun.NOW.plusSeconds(40 * 3600), home, "takedown", "list");
        assertEquals(0, soon.status(), soon.err());
        assertEquals("DUE_SOON", soon.json().getFirst().get("urgency").asString());
        assertTrue(soon.err().contains("C-000001 is due in 8 h 0 min"), soon.err());
        CommandRun late = CommandRun.at(CommandRun.NOW.plusSeconds(49 * 3600), home, "takedown", "list");
        assertEquals(1, late.status(), late.err());
        assertEquals("OVERDUE", late.json().getFirst().get("urgency").asString());
        assertTrue(late.err().contains("OVERDUE: case C-000001"), late.err());
    }

    @Test
    void whatIsDueFirstIsListedFirst() {
        openWhole("--named", "a");
        CommandRun.at(CommandRun.NOW.plusSeconds(60), home, openArguments("b"));
        CommandRun.at(CommandRun.NOW.minusSeconds(60), home, openArguments("c"));
        CommandRun.of(home, "takedown", "close", "C-000001", "--withdrawn");
        assertEquals(
                List.of("C-000003", "C-000002", "C-000001"),
                CommandRun.of(home, "takedown", "list", "--all").json().stream()
                        .map(one -> one.get("number").asString())
                        .toList());
    }

    private String[] openArguments(String named) {
        return new String[] {
            "takedown",
            "open",
            "--as",
            "guardian",
            "--requester",
            "G",
            "--contact",
            named,
            "--identity-checked",
            "p",
            "--checked-by",
            "r",
            "--photo",
            photo.toString(),
            "--named",
            named
        };
    }
}
