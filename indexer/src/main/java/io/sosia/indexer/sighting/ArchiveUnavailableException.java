package io.sosia.indexer.sighting;

/** The archive cannot be opened: nothing was changed. The message is for a person and says what to do. */
public final class ArchiveUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    ArchiveUnavailableException(String message) {
        super(message);
    }

    ArchiveUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
