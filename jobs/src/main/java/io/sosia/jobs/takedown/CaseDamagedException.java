package io.sosia.jobs.takedown;

/** What is sealed for a case is not what was sealed. The message names the case and says what to do. */
public final class CaseDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CaseDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
