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

    /** Names who acts, where several people share an account. */
    static final String ACTOR_VARIABLE = "SOSIA_ACTOR";

    private static final int MOST_ACTOR = 200;

    private final Console console;
    private final Map<String, String> variables;
    private final Path userFolder;
    private final Path installation;
    private final Clock clock;
    private Optional<Path> home = Optional.empty();
    private Optional<OutputFormat> format = Optional.empty();

    /**
     * An invocation before its arguments are read.
     *
     * @param variables the environment
     * @param userFolder where {@code ~} is
     * @param installation the folder that {@code ./sosia} lies in; models are looked for beside it
     */
    Invocation(Console console, Map<String, String> variables, Path userFolder, Path installation, Clock clock) {
        this.console = console;
        this.variables = Map.copyOf(variables);
        this.userFolder = userFolder;
        this.installation = installation;
        this.clock = clock;
    }

    Console console() {
        return console;
    }

    Map<String, String> variables() {
        return variables;
    }

    Path installation() {
        return installation;
    }

    Clock clock() {
        return clock;
    }

    /** Today, in UTC. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Who acts, for the audit log: {@code SOSIA_ACTOR}, else the account that the process runs under.
     *
     * @throws UsageException if that is no name
     */
    String actor() {
        Optional<String> named = Optional.ofNullable(variables.get(ACTOR_VARIABLE))
                .map(String::strip)
                .filter(name -> !name.isEmpty());
        named.ifPresent(name -> {
            if (name.length() > MOST_ACTOR || !TerminalText.line(name).equals(name)) {
                throw new UsageException(
                        ACTOR_VARIABLE + " is 1 to " + MOST_ACTOR + " characters, none of them a control character");
            }
        });
        return named.orElseGet(() -> System.getProperty("user.name", "unknown"));
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

    /** The format that was asked for; tables where a person reads, JSON where a program does. */
    OutputFormat chosenFormat() {
        return format.orElse(console.outIsTerminal() ? OutputFormat.table : OutputFormat.json);
    }

    /** Where results go, in the chosen format. */
    Results results() {
        return switch (chosenFormat()) {
            case table -> new TableResults(console.out(), console.colour());
            case json -> new JsonResults(console.out());
        };
    }
}
