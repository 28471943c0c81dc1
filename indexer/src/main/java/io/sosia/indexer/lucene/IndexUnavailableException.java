package io.sosia.indexer.lucene;

/** The index's folder cannot be read or written at all. The message is one line for a person: where, and why. */
public final class IndexUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IndexUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
