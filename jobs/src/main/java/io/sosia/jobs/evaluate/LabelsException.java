package io.sosia.jobs.evaluate;

import java.nio.file.Path;

/** Labelled data that does not keep to its format. */
public final class LabelsException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Names the file, the line from 1, and what is wrong with it. */
    public LabelsException(Path file, int line, String problem) {
        super(file + ", line " + line + " " + problem);
    }

    /** Names the file or folder and what is wrong with it. */
    public LabelsException(Path file, String problem) {
        super(file + " " + problem);
    }
}
