package io.sosia.jobs.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top of the command line, with the options that stand before or after every command. */
@Command(
        name = "sosia",
        versionProvider = Version.class,
        description = "Finds registered people's faces in uploaded dramas and says which uses no licence covers.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        footer = {
            "Settings are read from sosia.json in the home, for example {\"scan\": {\"longSide\": 960}}.",
            "A register that several machines share: SOSIA_DB_URL=jdbc:postgresql://HOST/DATABASE, with",
            "SOSIA_DB_USER and SOSIA_DB_PASSWORD. SOSIA_MODELS names further folders with models.",
            "",
            "Exit codes: 0 all done, 1 some inputs could not be processed, 2 wrong usage, 3 not ready",
            "(no model, unreadable register), 70 a defect. Ctrl-C and SIGTERM stop cleanly, with 130 and 143.",
            "'sosia help COMMAND' explains a command."
        })
final class SosiaCommand {

    private final Invocation invocation;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
    private CommandSpec spec;

    SosiaCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Option(
            names = "--home",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            order = 100,
            description = "Where everything is kept. Default: $SOSIA_HOME, else ~/.sosia")
    void home(Path folder) {
        if (folder.toString().isBlank()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--home needs the name of a folder", spec.findOption("--home"), "");
        }
        invocation.home(folder);
    }

    @Option(
            names = "--format",
            scope = ScopeType.INHERIT,
            paramLabel = "table|json",
            order = 101,
            description = "Results for people or for programs. Default: table on a terminal, else json")
    void format(OutputFormat format) {
        invocation.format(format);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 102,
            description = "Explains the command")
    boolean help;

    @Option(names = "--version", versionHelp = true, order = 103, description = "Prints the version")
    boolean version;
}
