package io.sosia.jobs.batch;

/**
 * Somebody has meanwhile ended or changed what is being worked on, so that the work has no ground any more: nobody's mistake.
 * The message is for a person and says what to do.
 */
public class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what has happened meanwhile. */
    public OvertakenException(String message) {
        super(message);
    }
}
