package io.sosia.jobs.retention;

/** Why something was erased. */
public enum ErasureReason {
    /** Somebody asked for it. */
    REQUESTED,
    /** The consent had ended long enough ago. */
    CONSENT_EXPIRED,
    /** The consent had been withdrawn long enough ago. */
    CONSENT_WITHDRAWN,
    /** The case had been closed long enough ago. */
    CASE_CLOSED
}
