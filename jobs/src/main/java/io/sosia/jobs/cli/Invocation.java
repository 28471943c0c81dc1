package io.sosia.jobs.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * What one start of the command line works with. Nothing is taken from the process's surroundings but through here, so
 * that a test can start commands side by side.
 */
final class Invocation {

    private final Console console;
    private final Map<String, String> variables;
    private final Path userFolder;
    private final Clock clock;
    private Optional<Path> home = Optional.empty();
    private Optional<OutputFormat> format = Optional.empty();

    /**
     * An invocation before its arguments are read.
     *
     * @param variables the environment
     * @param userFolder where {@code ~} is
     */
    Invocation(Console console, Map<String, String> variables, Path userFolder, Clock clock) {
        this.console = console;
        this.variables = Map.copyOf(variables);
        this.userFolder = userFolder;
        this.clock = clock;
    }

    Console console() {
        return console;
    }

    Map<String, String> variables() {
        return variables;
    }

    Clock clock() {
        return clock;
    }

    /** Today, in UTC. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    void home(Path chosen) {
        home = Optional.of(chosen);
    }

    void format(OutputFormat chosen) {
        format = Optional.of(chosen);
    }

    /** The folder that everything is kept in: {@code --home}, else {@code SOSIA_HOME}, else {@code ~/.sosia}. */
    Path home() {
        return home.or(() -> Optional.ofNullable(variables.get("SOSIA_HOME"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
                .orElseGet(() -> userFolder.resolve(".sosia"))
                .toAbsolutePath()
                .normalize();
    }

    /** Where results go, in the format that was asked for; tables where a person reads, JSON where a program does. */
    Results results() {
        OutputFormat chosen = format.orElse(console.outIsTerminal() ? OutputFormat.table : OutputFormat.json);
        return switch (chosen) {
            case table -> new TableResults(console.out(), console.colour());
            case json -> new JsonResults(console.out());
        };
    }
}
