package io.sosia.jobs.cli;

import io.sosia.jobs.config.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Something that must not happen, written down for whoever mends it. */
final class Defect {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String OURS = "io.sosia.";

    private Defect() {}

    /**
     * Writes the details to a new file: in the home's log folder, or where that cannot be written among the temporary
     * files. Arguments are left out, since they hold names.
     *
     * @param command for example {@code sosia person add}
     * @return the file; empty if none could be written
     */
    static Optional<Path> write(Path home, Clock clock, String command, Throwable cause) {
        StringWriter text = new StringWriter();
        try (PrintWriter writer = new PrintWriter(text)) {
            writer.println("command: " + command);
            writer.println("version: " + Version.text());
            writer.println("java: " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch"));
            writer.println("time: " + clock.instant());
            writer.println();
            stack(cause, writer);
        }
        String name = "defect-" + STAMP.format(clock.instant()) + "-"
                + ProcessHandle.current().pid() + ".txt";
        return write(home.resolve("logs"), name, text.toString())
                .or(() -> write(Path.of(System.getProperty("java.io.tmpdir")), "sosia-" + name, text.toString()));
    }

    private static Optional<Path> write(Path folder, String name, String text) {
        try {
            Home.createFolder(folder);
            Path file = folder.resolve(name);
            Home.writeNewFile(file, text);
            return Optional.of(file);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static void stack(Throwable problem, PrintWriter writer) {
        stack("", problem, writer, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /**
     * Where it happened, and what kind of thing. Messages are written only where they are ours: a library's may quote
     * the value that it could not take, and that may be somebody's name.
     */
    private static void stack(String relation, Throwable problem, PrintWriter writer, Set<Throwable> told) {
        if (!told.add(problem)) {
            return;
        }
        String type = problem.getClass().getName();
        String message = problem.getMessage();
        writer.println(relation + type + (type.startsWith(OURS) && message != null ? ": " + message : ""));
        for (StackTraceElement frame : problem.getStackTrace()) {
            writer.println("    at " + frame);
        }
        for (Throwable suppressed : problem.getSuppressed()) {
            stack("suppressed: ", suppressed, writer, told);
        }
        Throwable cause = problem.getCause();
        if (cause != null) {
            stack("caused by: ", cause, writer, told);
        }
    }
}
