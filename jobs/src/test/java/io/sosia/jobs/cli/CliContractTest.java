package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What scripts rely on. Nothing here needs a model. */
class CliContractTest {

    private static final String HOSTILE = "\u001b]0;owned\u0007\u001b[2J\u202etxt.\u009b31m";

    @TempDir
    private Path home;

    /** Every command with its path, the top first. */
    static Stream<List<String>> commands() {
        List<List<String>> paths = new ArrayList<>();
        collect(all(), List.of(), paths);
        return paths.stream();
    }

    private static CommandLine all() {
        Console console = Console.of(
                new PrintStream(PrintStream.nullOutputStream(), true, java.nio.charset.StandardCharsets.UTF_8),
                new PrintStream(PrintStream.nullOutputStream(), true, java.nio.charset.StandardCharsets.UTF_8),
                false,
                false,
                Map.of());
        Path nowhere = Path.of("nowhere");
        return Sosia.commands(new Invocation(console, Map.of(), nowhere, nowhere, Clock.systemUTC()));
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, inner) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(inner, longer, paths);
        });
    }

    private static String[] with(List<String> path, String... more) {
        List<String> all = new ArrayList<>(path);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void hasTheCommandsOfTheContract() {
        List<String> names = commands().map(path -> String.join(" ", path)).toList();
        assertTrue(
                names.containsAll(List.of(
                        "models list",
                        "models fetch",
                        "models verify",
                        "person add",
                        "person import",
                        "person list",
                        "person show",
                        "person erase",
                        "licence add",
                        "licence list",
                        "licence revoke",
                        "scan",
                        "findings",
                        "takedown open",
                        "takedown complete",
                        "takedown list",
                        "takedown show",
                        "evaluate verify",
                        "evaluate identify",
                        "evaluate scan",
                        "evaluate robustness",
                        "bench scan",
                        "bench search",
                        "testdata people",
                        "testdata film",
                        "testdata damage",
                        "demo",
                        "completion",
                        "help")),
                () -> "only " + names);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(List<String> path) {
        CommandRun help = CommandRun.of(home, with(path, "--help"));
        assertEquals(0, help.status());
        assertTrue(help.out().startsWith("Usage: sosia"), help.out());
        assertTrue(help.out().contains("--home") && help.out().contains("--format"), help.out());
        assertEquals("", help.err());
        assertFalse(help.out().contains("%n"), "a per cent sign that is not doubled turns formatting off");
        assertFalse(help.out().contains("%%"), "and so does one elsewhere in the same lines");
        List<String> words = new ArrayList<>(List.of("help"));
        words.addAll(path);
        CommandRun same = CommandRun.of(home, words.toArray(String[]::new));
        assertEquals(help, same);
        assertFalse(help.out().contains("\u001b"), "no colours where nobody is at a terminal");
    }

    /** Of a text with a single per cent sign picocli complains to the process's standard error, past any console. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyTextIsAFormat(List<String> path) {
        CommandSpec spec = spec(path);
        List<String> texts = new ArrayList<>();
        for (String[] part : List.of(
                spec.usageMessage().header(),
                spec.usageMessage().description(),
                spec.usageMessage().footer())) {
            texts.addAll(List.of(part));
        }
        spec.args().forEach(arg -> texts.addAll(List.of(arg.description())));
        texts.forEach(text -> assertDoesNotThrow(() -> String.format(Locale.ROOT, text), text));
    }

    /** The list of commands shows the first line of each one's description. */
    @ParameterizedTest
    @MethodSource("commands")
    void aSummaryIsAWholeSentence(List<String> path) {
        String summary = spec(path).usageMessage().description()[0];
        assertTrue(summary.endsWith(".") || summary.endsWith("?"), summary);
    }

    private static CommandSpec spec(List<String> path) {
        CommandLine command = all();
        for (String name : path) {
            command = Objects.requireNonNull(command.getSubcommands().get(name), name);
        }
        return command.getCommandSpec();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandRefusesUnknownOptions(List<String> path) throws IOException {
        CommandRun run = CommandRun.of(home, with(path, "--hom", "x"));
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains("'sosia help"), run.err());
        try (Stream<Path> created = Files.list(home)) {
            assertEquals(List.of(), created.toList(), "nothing was started");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "person",
                "models",
                "licence",
                "takedown",
                "evaluate",
                "bench",
                "testdata",
                "nonsense",
                "person nonsense"
            })
    void refusesWhatIsNoCommand(String words) {
        CommandRun run = CommandRun.of(home, words.isEmpty() ? new String[0] : words.split(" "));
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().contains("See 'sosia help"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "person", "models", "licence", "takedown", "evaluate", "bench", "testdata"})
    void aGroupWithoutACommandListsThoseItHas(String group) {
        CommandRun run = CommandRun.of(home, group.isEmpty() ? new String[0] : new String[] {group});
        assertTrue(run.err().startsWith("sosia: Missing required subcommand"), run.err());
        List<String> path = group.isEmpty() ? List.of() : List.of(group);
        spec(path).subcommands().keySet().forEach(name -> assertTrue(run.err().contains("  " + name + " "), run.err()));
        assertFalse(CommandRun.of(home, "--home", "", "person", "list").err().contains("Commands:"));
    }

    @ParameterizedTest
    @ValueSource(strings = "evidence create F-1 --out x.zip")
    void saysWhichCommandsOfTheContractAreStillToCome(String words) {
        CommandRun run = CommandRun.of(home, words.split(" "));
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(
                run.err().contains("this version does not have '" + words.replaceFirst(" .*", "") + "' yet"),
                run.err());
        assertFalse(run.err().contains("Did you mean"), run.err());
    }

    private static String[] licence(String person, String from, String until) {
        return with(List.of("licence", "add"), "--person", person, "--licensee", "a", "--from", from, "--until", until);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "2026-13-01",
                "20261120",
                "tomorrow",
                "26-11-20",
                "2026-1-2",
                "+2026-01-01",
                "2025-02-29",
                "２０２６-01-01"
            })
    void refusesDaysThatAreNone(String day) {
        CommandRun run = CommandRun.of(home, licence("p", day, "2026-12-31"));
        assertEquals(2, run.status());
        assertTrue(run.err().contains("'" + day + "' is not a da"), run.err());
    }

    @Test
    void refusesALicenceThatEndsBeforeItStarts() {
        CommandRun run = CommandRun.of(home, licence("p", "2026-12-31", "2026-01-01"));
        assertEquals(2, run.status());
        assertTrue(run.err().contains("ends before it starts"), run.err());
    }

    @Test
    void refusesTerritoriesThatAreNone() {
        CommandRun run =
                CommandRun.of(home, with(List.of(licence("p", "2026-01-01", "2026-12-31")), "--territory", "Atlantis"));
        assertEquals(2, run.status());
        assertTrue(run.err().contains("Atlantis"), run.err());
    }

    @Test
    void namesWhoIsNotThere() {
        for (String[] words : List.of(
                new String[] {"person", "show", "p-9"},
                new String[] {"licence", "revoke", "L-000009"},
                licence("p-9", "2026-01-01", "2026-12-31"))) {
            CommandRun run = CommandRun.of(home, words);
            assertEquals(1, run.status(), run.err());
            assertEquals("not_found", run.json().getFirst().get("type").asString());
        }
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        Path other = home.resolve("other home");
        for (List<String> words : List.of(
                List.of("--home", other.toString(), "--format", "json", "person", "list"),
                List.of("person", "--home", other.toString(), "list", "--format", "json"),
                List.of("person", "list", "--format=json", "--home=" + other))) {
            CommandRun run = CommandRun.of(home.resolve("unused"), words.toArray(String[]::new));
            assertEquals(0, run.status(), run.err());
            assertTrue(Files.isDirectory(other));
            assertFalse(Files.exists(home.resolve("unused")));
        }
    }

    @Test
    void aDamagedRegisterIsNotReadyAndStaysAsItIs() throws IOException {
        byte[] garbage =
                "this is no database, whatever its name says".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(home.resolve("register.db"), garbage);
        CommandRun run = CommandRun.of(home, "person", "list");
        assertEquals(3, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains("register"), run.err());
        assertTrue(java.util.Arrays.equals(garbage, Files.readAllBytes(home.resolve("register.db"))));
    }

    @Test
    void aHomeThatIsAFileIsNotReady() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        assertEquals(3, CommandRun.of(file, "person", "list").status());
    }

    @Test
    void whyAHomeCannotBeSetUpIsSaid() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        CommandRun below = CommandRun.of(file.resolve("home"), "person", "list");
        assertEquals(3, below.status());
        assertTrue(below.err().contains("home: Not a directory"), below.err());
        Files.createFile(home.resolve("models"));
        CommandRun taken = CommandRun.of(home, "person", "list");
        assertEquals(3, taken.status());
        assertTrue(taken.err().contains("models: something else has that name"), taken.err());
    }

    @Test
    void wrongSettingsAreNamed() throws IOException {
        Files.writeString(home.resolve("sosia.json"), "{\"scan\": {\"longside\": 640}}");
        CommandRun run = CommandRun.of(home, "models", "list");
        assertEquals(3, run.status());
        assertTrue(run.err().contains("longside"), run.err());
    }

    @Test
    void hostileArgumentsDoNotReachTheTerminal() {
        for (String[] words : List.of(
                new String[] {"person", "show", HOSTILE},
                new String[] {"licence", "revoke", HOSTILE},
                new String[] {HOSTILE},
                new String[] {"scan", "--sampling", HOSTILE, "x"},
                new String[] {"--home", HOSTILE, "--format", HOSTILE, "person", "list"})) {
            CommandRun run = CommandRun.atTerminal(home, words);
            String printed = run.out() + run.err();
            assertFalse(printed.matches("(?s).*[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202e].*"), printed);
        }
    }

    @Test
    void aFilmOfPhotosTakesThoseItIsToldTo() throws IOException {
        Path faces = home.resolve("faces");
        Path photo = home.resolve("face.png");
        assertTrue(ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", photo.toFile()));
        for (String name : List.of("has-three", "has-four-a", "has-four-b")) {
            Files.createDirectories(faces.resolve(name));
            for (int i = 0; i < (name.equals("has-three") ? 3 : 4); i++) {
                Files.copy(photo, faces.resolve(name).resolve(i + ".png"));
            }
        }
        String[] film = {
            "testdata",
            "film",
            "--portraits",
            faces.toString(),
            "--size",
            "64x64",
            "--duration",
            "2s",
            "--dramas",
            "1",
            "--fps",
            "5",
            "--people",
            "1",
            "--codec",
            "h264"
        };
        CommandRun four = CommandRun.of(
                home,
                with(
                        List.of(film),
                        "--least-photos",
                        "4",
                        "--appearance-share",
                        "0",
                        "--out",
                        home.resolve("f").toString()));
        assertEquals(0, four.status(), four.err());
        try (Stream<Path> registered = Files.list(home.resolve("f/portraits"))) {
            // Half of those with four photos.
            List<Path> one = registered.toList();
            assertEquals(1, one.size());
            assertTrue(one.getFirst().endsWith("has-four-a") || one.getFirst().endsWith("has-four-b"));
        }
        assertFalse(
                Files.readString(home.resolve("f/truth.jsonl")).contains("has-four"),
                "no appearance of the registered");
        assertEquals(
                2,
                CommandRun.of(home, with(List.of(film), "--least-photos", "2", "--out", "g"))
                        .status());
        assertEquals(
                2,
                CommandRun.of(home, with(List.of(film), "--appearance-share", "1.1", "--out", "g"))
                        .status());
        assertEquals(
                2,
                CommandRun.of(home, "testdata", "film", "--least-photos", "4", "--out", "g")
                        .status());
    }

    @Test
    void listsModelsInBothFormats() {
        CommandRun json = CommandRun.of(home, "models", "list");
        assertEquals(0, json.status(), json.err());
        assertTrue(json.json().size() >= 4);
        json.json().forEach(model -> {
            assertEquals("model", model.get("type").asString());
            assertTrue(model.get("sha256").asString().matches("[0-9a-f]{64}"));
            assertTrue(model.has("licence") && model.has("task") && model.has("bytes") && model.has("training"));
            model.get("files").forEach(file -> {
                assertTrue(file.has("name") && file.has("bytes") && file.has("sha256"));
                assertTrue(file.get("urls").size() >= 1);
            });
        });
        CommandRun table = CommandRun.atTerminal(home, "models", "list");
        assertTrue(table.out().startsWith("ID "), table.out());
        assertTrue(table.out().contains("yunet-n"), table.out());
    }

    @Test
    void printsAScriptThatCompletes() {
        CommandRun run = CommandRun.of(home, "completion");
        assertEquals(0, run.status());
        assertTrue(run.out().startsWith("#!/usr/bin/env bash"), run.out());
        assertTrue(run.out().contains("_complete_sosia") && run.out().contains("--consent-until"));
    }

    @Test
    void tellsItsVersion() {
        CommandRun run = CommandRun.of(home, "--version");
        assertEquals(0, run.status());
        assertTrue(run.out().startsWith("sosia "), run.out());
    }

    @Test
    void anEmptyRegisterGivesNoResultsAndAHint() {
        CommandRun run = CommandRun.of(home, "person", "list");
        assertEquals(0, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().contains("sosia help person add"), run.err());
    }

    @Test
    void aPersonWithoutPhotosIsNotRegistered() {
        CommandRun run = CommandRun.of(home, "person", "add", "p-1", "--name", "A", "--consent", "c");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("photo"), run.err());
        assertEquals(
                2,
                CommandRun.of(home, "person", "add", "p/1", "--name", "A", "--consent", "c", "x")
                        .status());
        assertEquals(
                2,
                CommandRun.of(home, "person", "add", "p-1", "--consent", "c", "x")
                        .status());
    }

    @Test
    void aScanNeedsSomethingToScan() {
        assertEquals(2, CommandRun.of(home, "scan").status());
        assertEquals(2, CommandRun.of(home, "scan", "a", "--manifest", "b").status());
        assertEquals(
                2, CommandRun.of(home, "scan", "a", "--sampling", "sometimes").status());
    }
}
