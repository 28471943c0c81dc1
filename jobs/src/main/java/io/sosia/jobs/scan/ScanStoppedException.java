package io.sosia.jobs.scan;

import io.sosia.jobs.batch.FailureCategory;

/**
 * A scan could not go on. What was finished is kept, and the same command goes on from there once the cause is mended.
 * Where the category is {@code Defect} the command line exits with 70, else with 1. Where it is {@code Overtaken} there may be
 * nothing to go on with.
 */
public final class ScanStoppedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient FailureCategory category;

    /** Says what happened. */
    public ScanStoppedException(String message, FailureCategory category, Throwable cause) {
        super(message, cause);
        this.category = category;
    }

    /** What kind of failure it was. */
    public FailureCategory category() {
        return category;
    }
}
