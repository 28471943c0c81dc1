package io.sosia.jobs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}, for commands of any depth. */
@Command(name = "help", description = "Explains a command.")
final class HelpCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", description = "For example: person add")
    private List<String> names = List.of();

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new UsageException("there is no command '" + name + "' in '"
                        + command.getCommandSpec().qualifiedName() + "'");
            }
            command = next;
        }
        console.out().print(command.getUsageMessage());
        console.out().flush();
        return ExitCode.DONE.number();
    }
}
