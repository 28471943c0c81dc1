package io.sosia.jobs.config;

/**
 * The installation is not ready: nothing was started and nothing was changed (exit 3). The message is one that a person
 * can act on.
 */
public final class NotReadyException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is missing and what to do. */
    public NotReadyException(String message) {
        super(message);
    }

    /** Says what is missing and what to do, and keeps the cause. */
    public NotReadyException(String message, Throwable cause) {
        super(message, cause);
    }
}
