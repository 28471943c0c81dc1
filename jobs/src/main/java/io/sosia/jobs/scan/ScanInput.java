package io.sosia.jobs.scan;

import io.sosia.indexer.match.Upload;
import java.nio.file.Path;

/** Something that a scan was asked to look at. */
sealed interface ScanInput {

    /** The path as it was given. */
    String shown();

    /**
     * A file to look at.
     *
     * @param file absolute and normalised
     * @param bytes its length when it was listed; -1 where it could not be told
     * @param upload what is known of it
     */
    record Video(String shown, Path file, long bytes, Upload upload) implements ScanInput {}

    /**
     * An input that names nothing to look at.
     *
     * @param reason as in {@link NotScanned}
     * @param detail one line for a person
     */
    record Rejected(String shown, String reason, String detail) implements ScanInput {}
}
