package io.sosia.jobs.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that options name. */
final class InputFile {

    private InputFile() {}

    /** @throws UsageException if it is not a file that can be read */
    static Path readable(String option, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException(option + " " + file + " is not a file that can be read");
        }
        return file;
    }
}
