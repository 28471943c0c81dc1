package io.sosia.indexer.seal;

/** There is no usable key: nothing was changed. The message is for a person and says what to do. */
public final class KeyUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is missing and what to do. */
    public KeyUnavailableException(String message) {
        super(message);
    }

    /** The same, with its cause. */
    public KeyUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
