package io.sosia.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Something that must not happen, written down for whoever mends it. */
final class Defect {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

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
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            Files.writeString(file, text);
            return Optional.of(file);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static void stack(Throwable cause, PrintWriter writer) {
        cause.printStackTrace(writer);
    }
}
