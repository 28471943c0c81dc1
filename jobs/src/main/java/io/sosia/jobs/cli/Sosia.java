package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.media.Sampling;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.jobs.audit.AuditDamagedException;
import io.sosia.jobs.batch.FailureCategory;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.evaluate.LabelsException;
import io.sosia.jobs.retention.ErasureUnfinishedException;
import io.sosia.jobs.scan.NothingToScanException;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.takedown.CaseDamagedException;
import io.sosia.models.store.ModelUnavailableException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Starts commands and gives their exit code. */
public final class Sosia {

    /** Lucene tells through Java's own logging, at every start, that its vector kernels work. Held, or it is forgotten. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    /** Warns where the module of vector kernels is not loaded; commands that hardly search are started without it. */
    private static final Logger KERNELS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    /** What the command line's contract names and this version lacks. */
    private static final Set<String> COMING = Set.of("evidence");

    private Sosia() {}

    /** The process's entry; ends it with the command's exit code. */
    public static void main(String[] args) {
        LUCENE.setLevel(Level.WARNING);
        if (System.getProperty("sosia.vectors", "").equals("none")) {
            KERNELS.setLevel(Level.SEVERE);
        }
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Console console = Console.of(
                out,
                err,
                Boolean.getBoolean("sosia.out.terminal"),
                Boolean.getBoolean("sosia.err.terminal"),
                System.getenv());
        Invocation invocation = new Invocation(
                console,
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of(System.getProperty("sosia.installation", "")),
                Clock.systemUTC());
        // Errors such as a lack of memory are no exceptions, so picocli lets them through.
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {
            console.say(defect(invocation, "sosia", error));
            Runtime.getRuntime().halt(ExitCode.DEFECT.number());
        });
        int status = run(invocation, args);
        out.flush();
        System.exit(status);
    }

    /** Runs a command in this process and gives its exit code. */
    static int run(Invocation invocation, String... args) {
        Console console = invocation.console();
        CommandLine commands = commands(invocation);
        commands.setParameterExceptionHandler((problem, arguments) -> usage(console, problem));
        commands.setExecutionExceptionHandler((problem, command, parsed) -> failure(invocation, problem, command));
        return commands.execute(args);
    }

    /** Every command there is. */
    static CommandLine commands(Invocation invocation) {
        Console console = invocation.console();
        CommandLine commands = new CommandLine(new SosiaCommand(invocation));
        commands.addSubcommand(new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsCommand.ListModels(invocation))
                .addSubcommand(new ModelsCommand.Fetch(invocation))
                .addSubcommand(new ModelsCommand.Verify(invocation)));
        commands.addSubcommand(new CommandLine(new PersonCommand())
                .addSubcommand(new PersonCommand.Add(invocation))
                .addSubcommand(new PersonCommand.Import(invocation))
                .addSubcommand(new PersonCommand.ListPeople(invocation))
                .addSubcommand(new PersonCommand.Show(invocation))
                .addSubcommand(new ConsentCommands.Show(invocation))
                .addSubcommand(new ConsentCommands.Withdraw(invocation))
                .addSubcommand(new PersonCommand.Erase(invocation)));
        commands.addSubcommand(new CommandLine(new LicenceCommand())
                .addSubcommand(new LicenceCommand.Add(invocation))
                .addSubcommand(new LicenceCommand.ListLicences(invocation))
                .addSubcommand(new LicenceCommand.Revoke(invocation)));
        commands.addSubcommand(new ScanCommand(invocation));
        commands.addSubcommand(new FindingsCommand(invocation));
        commands.addSubcommand(new PageCommand(invocation));
        commands.addSubcommand(new ReviewCommand(invocation));
        commands.addSubcommand(new ClaimCommand(invocation));
        commands.addSubcommand(new CalibrateCommand(invocation));
        commands.addSubcommand(new CommandLine(new TakedownCommand())
                .addSubcommand(new TakedownOpen.Open(invocation))
                .addSubcommand(new TakedownOpen.Complete(invocation))
                .addSubcommand(new TakedownRunCommand(invocation))
                .addSubcommand(new TakedownLook.ListCases(invocation))
                .addSubcommand(new TakedownLook.Show(invocation))
                .addSubcommand(new TakedownAnswer(invocation))
                .addSubcommand(new TakedownCounter(invocation))
                .addSubcommand(new TakedownClose(invocation)));
        commands.addSubcommand(new CommandLine(new AuditCommand())
                .addSubcommand(new AuditCommand.ListEntries(invocation))
                .addSubcommand(new AuditCommand.Verify(invocation))
                .addSubcommand(new AuditCommand.CheckpointNow(invocation))
                .addSubcommand(new AuditCommand.Key(invocation))
                .addSubcommand(new AuditCommand.Proof(invocation))
                .addSubcommand(new AuditCommand.Consistency(invocation))
                .addSubcommand(new AuditCommand.VerifyProof(invocation)));
        commands.addSubcommand(new RetentionCommand(invocation));
        commands.addSubcommand(new CommandLine(new ReceiptCommand())
                .addSubcommand(new ReceiptCommand.ListReceipts(invocation))
                .addSubcommand(new ReceiptCommand.Export(invocation))
                .addSubcommand(new ReceiptCommand.Verify(invocation)));
        commands.addSubcommand(new CommandLine(new EvaluateCommand())
                .addSubcommand(new EvaluateCommand.Verify(invocation))
                .addSubcommand(new EvaluateCommand.Identify(invocation))
                .addSubcommand(new EvaluateCommand.Scan(invocation))
                .addSubcommand(new EvaluateBudget(invocation))
                .addSubcommand(new RobustnessCommand(invocation)));
        commands.addSubcommand(new CommandLine(new BenchCommand())
                .addSubcommand(new BenchCommand.Scan(invocation))
                .addSubcommand(new BenchCommand.Search(invocation)));
        commands.addSubcommand(new CommandLine(new TestdataCommand())
                .addSubcommand(new TestdataCommand.People(invocation))
                .addSubcommand(new TestdataCommand.Film(invocation))
                .addSubcommand(new TestdataCommand.DamageVideo(invocation)));
        commands.addSubcommand(new DemoCommand(invocation));
        commands.addSubcommand(new CompletionCommand(console));
        commands.addSubcommand(new HelpCommand(console));
        commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF));
        commands.registerConverter(LocalDate.class, new DateConverter());
        commands.registerConverter(PersonId.class, text -> converted(PersonId::new, text));
        commands.registerConverter(Duration.class, text -> converted(Durations::parse, text));
        commands.registerConverter(Sampling.class, text -> converted(Sampling::parse, text));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        // '@name' is a file's or a person's name here, not a file of arguments.
        commands.setExpandAtFiles(false);
        commands.setUsageHelpWidth(100);
        return commands;
    }

    private static <T> T converted(Function<String, T> conversion, String text) {
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(message(e));
        }
    }

    private static int usage(Console console, ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        if (problem instanceof CommandLine.UnmatchedArgumentException unmatched
                && command.getParent() == null
                && COMING.contains(unmatched.getUnmatched().getFirst())) {
            console.say("sosia: this version does not have '"
                    + unmatched.getUnmatched().getFirst() + "' yet; 'sosia help' lists what it has");
            return ExitCode.USAGE.number();
        }
        StringWriter suggestions = new StringWriter();
        try (PrintWriter writer = new PrintWriter(suggestions)) {
            CommandLine.UnmatchedArgumentException.printSuggestions(problem, writer);
        }
        String name = command.getCommandSpec().qualifiedName();
        String path = name.contains(" ") ? " " + name.substring(name.indexOf(' ') + 1) : "";
        console.say("sosia: " + problem.getMessage());
        if (!suggestions.toString().isBlank()) {
            console.say(suggestions.toString().strip());
        }
        if (lacksCommand(problem)) {
            console.say("Commands:" + System.lineSeparator()
                    + command.getHelp().commandList().stripTrailing());
        }
        console.say("See 'sosia help" + path + "'.");
        return ExitCode.USAGE.number();
    }

    /** Whether a group of commands was named and none of the group; picocli has no exception of its own for that. */
    private static boolean lacksCommand(ParameterException problem) {
        return problem.getClass() == ParameterException.class
                && problem.getArgSpec() == null
                && !problem.getCommandLine().getSubcommands().isEmpty();
    }

    private static int failure(Invocation invocation, Exception problem, CommandLine command) {
        Console console = invocation.console();
        console.out().flush();
        return switch (problem) {
            case UsageException e -> usage(console, new ParameterException(command, message(e)));
            case LabelsException e -> usage(console, new ParameterException(command, message(e)));
            case NothingToScanException e -> usage(console, new ParameterException(command, message(e)));
            case ScanStoppedException e
            when e.category() instanceof FailureCategory.Defect -> {
                console.say(defect(invocation, command.getCommandSpec().qualifiedName(), problem));
                yield ExitCode.DEFECT.number();
            }
            case ScanStoppedException e
            when e.category() instanceof FailureCategory.Overtaken -> {
                // What to do is in the message: there may be nothing that the same command could go on with.
                console.say("sosia: " + message(e));
                yield ExitCode.SOME_REFUSED.number();
            }
            case NotReadyException e -> notReady(console, e);
            case ErasureUnfinishedException e -> {
                console.say("sosia: " + message(e));
                yield ExitCode.SOME_REFUSED.number();
            }
            case ModelUnavailableException e -> notReady(console, e);
            case ModelRefusedException e -> notReady(console, e);
            case RegisterUnavailableException e -> notReady(console, e);
            case AuditDamagedException e -> notReady(console, e);
            case CaseDamagedException e -> notReady(console, e);
            case ScanStoppedException e -> {
                // Not 'not ready': that would say that nothing was started.
                console.say("sosia: " + message(e));
                console.say(
                        "sosia: what was finished is kept; once that is mended the same command goes on from there");
                yield ExitCode.SOME_REFUSED.number();
            }
            default -> {
                console.say(defect(invocation, command.getCommandSpec().qualifiedName(), problem));
                yield ExitCode.DEFECT.number();
            }
        };
    }

    private static int notReady(Console console, Exception problem) {
        console.say("sosia: " + message(problem));
        return ExitCode.NOT_READY.number();
    }

    private static String defect(Invocation invocation, String command, Throwable problem) {
        Optional<Path> details = Defect.write(invocation.home(), invocation.clock(), command, problem);
        String what = problem instanceof OutOfMemoryError
                ? "sosia: not enough memory; SOSIA_JAVA_OPTS=-Xmx4g gives more"
                : "sosia: a defect of ours (" + problem.getClass().getSimpleName() + ")";
        return what + details.map(file -> "; the details are in " + file).orElse("; the details could not be written");
    }

    private static String message(Exception problem) {
        return Optional.ofNullable(problem.getMessage())
                .orElse(problem.getClass().getSimpleName());
    }
}
