package io.sosia.jobs.takedown;

/** A step does not fit the case as it stands; nothing was changed. The message is for a person and says what to do. */
public final class CaseStepRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CaseStepRefusedException(String message) {
        super(message);
    }
}
