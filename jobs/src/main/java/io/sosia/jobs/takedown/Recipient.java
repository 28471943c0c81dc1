package io.sosia.jobs.takedown;

/** Who gets an answer. */
public enum Recipient {
    /** Who asked. */
    REQUESTER,
    /** An account whose upload was decided about. */
    UPLOADER
}
