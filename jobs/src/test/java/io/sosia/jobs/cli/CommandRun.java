package io.sosia.jobs.cli;

import io.sosia.jobs.scan.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command run in this process, with what it printed.
 *
 * @param status the exit code
 */
record CommandRun(int status, String out, String err) {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Runs with a home of its own and nobody at a terminal. */
    static CommandRun of(Path home, String... args) {
        return of(home, false, Map.of(), args);
    }

    /** Runs as somebody at a terminal would. */
    static CommandRun atTerminal(Path home, String... args) {
        return of(home, true, Map.of("NO_COLOR", "1"), args);
    }

    /** Runs with the models of the shared data. */
    static CommandRun withModels(Path home, Path data, String... args) {
        return of(home, false, Map.of("SOSIA_MODELS", SharedData.models(data).toString()), args);
    }

    /** Runs at another time than {@link #NOW}. */
    static CommandRun at(Instant now, Path home, String... args) {
        return at(now, home, false, Map.of(), args);
    }

    static CommandRun of(Path home, boolean terminal, Map<String, String> variables, String... args) {
        return at(NOW, home, terminal, variables, args);
    }

    static CommandRun at(Instant now, Path home, boolean terminal, Map<String, String> variables, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("SOSIA_HOME", home.toString());
        Console console = Console.of(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                terminal,
                environment);
        Invocation invocation = new Invocation(
                console,
                environment,
                home.resolve("user"),
                home.resolve("installation"),
                Clock.fixed(now, ZoneOffset.UTC));
        int status = Sosia.run(invocation, args);
        return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The results, where they were asked for as JSON. */
    List<JsonNode> json() {
        return out.lines().map(JSON::readTree).toList();
    }
}
