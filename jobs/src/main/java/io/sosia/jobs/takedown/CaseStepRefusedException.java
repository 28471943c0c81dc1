package io.sosia.jobs.takedown;

import io.sosia.jobs.batch.OvertakenException;

/** A step does not fit the case as it stands; nothing was changed. The message is for a person and says what to do. */
public final class CaseStepRefusedException extends OvertakenException {

    private static final long serialVersionUID = 1L;

    CaseStepRefusedException(String message) {
        super(message);
    }
}
