package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Hostile text in every field of every command, taken from the commands themselves, so that a new option is tried without a word
 * here. No models are there: what needs them stops before them, and what is stored by way of them is tried elsewhere.
 */
class HostileFieldsIT {

    /** Ends a statement and a string, opens markup, leaves a folder, steers a terminal and turns the text around. */
    private static final String HOSTILE =
            "../../escaped'); DROP TABLE register_person; --\"><script>alert(1)</script><img src=x onerror=alert(1)>"
                    + "\u001b]0;owned\u0007\u202e%s%n${jndi:ldap://x}{{run}}";

    /** What runs for minutes, writes gigabytes or asks the network, whatever it is given. */
    private static final Set<String> LONG = Set.of("demo", "bench", "testdata", "evaluate", "models");

    private static final Set<Class<?>> NO_TEXT = Set.of(
            boolean.class,
            Boolean.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            double.class,
            Double.class,
            Duration.class,
            LocalDate.class);

    @TempDir
    private static Path folder;

    private static Path home() {
        return folder.resolve("deep/deeper/home");
    }

    @BeforeAll
    static void prepare() throws IOException {
        Files.createDirectories(home());
        assertEquals(0, CommandRun.of(home(), "person", "list").status());
    }

    /** A field of a command, with a command line that has hostile text in it and in no other. */
    record Field(List<String> words) {
        @Override
        public String toString() {
            return String.join(" ", words).replace(HOSTILE, "HOSTILE");
        }
    }

    static Stream<Field> fields() {
        Console console = Console.of(
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                false,
                false,
                Map.of());
        Path nowhere = Path.of("nowhere");
        List<Field> fields = new ArrayList<>();
        collect(
                Sosia.commands(new Invocation(console, Map.of(), nowhere, nowhere, Clock.systemUTC())),
                List.of(),
                fields);
        return fields.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<Field> fields) {
        if (!path.isEmpty() && LONG.contains(path.getFirst())) {
            return;
        }
        if (command.getSubcommands().isEmpty()) {
            CommandSpec spec = command.getCommandSpec();
            spec.args().stream()
                    .filter(HostileFieldsIT::takesText)
                    .forEach(arg -> fields.add(new Field(words(path, spec, arg))));
        }
        command.getSubcommands().forEach((name, inner) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(inner, longer, fields);
        });
    }

    private static boolean takesText(ArgSpec arg) {
        // What stands with every command is one field; a hostile home is tried with the command line's contract.
        return !(arg instanceof OptionSpec option && option.inherited())
                && arg.arity().max() > 0
                && !NO_TEXT.contains(arg.auxiliaryTypes()[0]);
    }

    /** Everything that is required, harmlessly, and one field that is not. */
    private static List<String> words(List<String> path, CommandSpec spec, ArgSpec hostile) {
        List<String> words = new ArrayList<>(path);
        for (OptionSpec option : spec.options()) {
            if (option.equals(hostile) || (option.required() && !option.inherited())) {
                words.add(option.longestName());
                words.add(option.equals(hostile) ? HOSTILE : harmless(option));
            }
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (parameter.equals(hostile) || parameter.arity().min() > 0) {
                words.add(parameter.equals(hostile) ? HOSTILE : harmless(parameter));
            }
        }
        return words;
    }

    private static String harmless(ArgSpec arg) {
        Class<?> type = arg.auxiliaryTypes()[0];
        if (type.isEnum()) {
            return String.valueOf(type.getEnumConstants()[0]);
        }
        if (type == LocalDate.class) {
            return "2026-11-20";
        }
        if (type == Path.class) {
            return folder.resolve("harmless").toString();
        }
        String label = arg.paramLabel();
        return label.startsWith("CASE") ? "C-000001" : label.startsWith("FINDING") ? "F-000001" : "p-1";
    }

    @ParameterizedTest
    @MethodSource("fields")
    void isText(Field field) throws IOException {
        CommandRun run = CommandRun.atTerminal(home(), field.words.toArray(String[]::new));

        assertTrue(Set.of(0, 1, 2, 3).contains(run.status()), () -> run.status() + ": " + run.err());
        String printed = run.out() + run.err();
        assertFalse(printed.matches("(?s).*[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202e].*"), printed);
        try (RegisterDatabase database = RegisterDatabase.open(home().resolve("register.db"))) {
            assertEquals(
                    0L,
                    JdbcClient.create(database.dataSource())
                            .sql("SELECT count(*) FROM register_person")
                            .query(Long.class)
                            .single());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(path -> String.valueOf(path.getFileName()).contains("escaped"))
                            .toList(),
                    "a name leads nowhere");
        }
    }
}
