package io.sosia.jobs.batch;

/**
 * What kind of failure it was. What follows from each kind is decided in {@link FailurePolicy} alone.
 */
public sealed interface FailureCategory {

    /**
     * The input cannot be looked at, wholly or in part: it is reported as not scanned, and the rest goes on.
     *
     * @param reason a stable code in capitals
     * @param detail one line for a person
     */
    record BadInput(String reason, String detail) implements FailureCategory {}

    /**
     * It may well succeed when tried again: a busy database, an interrupted read.
     *
     * @param detail one line for a person
     */
    record Transient(String detail) implements FailureCategory {}

    /**
     * What is stored cannot be relied on, or can no longer be written. Going on might make it worse.
     *
     * @param detail one line for a person
     */
    record Corrupt(String detail) implements FailureCategory {}

    /**
     * Somebody has meanwhile ended or changed what is being worked on, such as a case that was closed during its search.
     *
     * @param detail one line for a person: what happened, and what to do
     */
    record Overtaken(String detail) implements FailureCategory {}

    /**
     * Our own mistake.
     *
     * @param detail one line for a person
     */
    record Defect(String detail) implements FailureCategory {}
}
