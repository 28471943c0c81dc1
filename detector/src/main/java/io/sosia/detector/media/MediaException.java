package io.sosia.detector.media;

import java.nio.file.Path;

/** A file that could not be looked at. It says nothing about whether faces are in it. */
public final class MediaException extends Exception {

    private static final long serialVersionUID = 1L;

    private final MediaFailure reason;
    private final String detail;

    /**
     * Names the file and the reason.
     *
     * @param detail one line for a person: what was found and which bound or expectation it broke
     */
    public MediaException(Path file, MediaFailure reason, String detail) {
        super(file.getFileName() + ": " + reason + ": " + detail);
        this.reason = reason;
        this.detail = detail;
    }

    /** The reason code. */
    public MediaFailure reason() {
        return reason;
    }

    /** One line for a person. */
    public String detail() {
        return detail;
    }
}
