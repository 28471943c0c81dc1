package io.sosia.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option of commands that fill a folder: nothing that lies there is ever written over. */
final class OutputFolder {

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "New or empty folder")
    private Path out = Path.of("");

    /** The folder as it was named; it need not exist. */
    Path path() {
        return out;
    }

    /** @throws UsageException if it is a file, or not empty */
    void requireEmpty() throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UsageException("--out " + out + " is a file; a new or empty folder is needed");
        }
        if (Files.isDirectory(out)) {
            try (Stream<Path> inside = Files.list(out)) {
                if (inside.findAny().isPresent()) {
                    throw new UsageException("--out " + out + " is not empty; a new or empty folder is needed");
                }
            }
        }
    }
}
