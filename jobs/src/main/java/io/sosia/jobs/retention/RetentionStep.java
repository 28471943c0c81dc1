package io.sosia.jobs.retention;

/**
 * One thing that the nightly job does. Each bears being done again, for the job may be killed at any moment; what it throws ends
 * this step alone, and is reported.
 */
public interface RetentionStep {

    /** Its name in reports: lower case words with underscores. */
    String name();

    /** What is to be done now. Changes nothing. */
    StepReport look() throws ErasureUnfinishedException;

    /** Does it, and tells what was done. */
    StepReport apply() throws ErasureUnfinishedException;
}
