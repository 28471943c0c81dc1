package io.sosia.jobs.audit;

/** What can happen. The names are stored; none is ever changed or taken away. */
public enum AuditKind {
    PERSON_ENROLLED,
    PERSON_CHANGED,
    CONSENT_WITHDRAWN,
    PERSON_ERASED,
    LICENCE_ADDED,
    LICENCE_REVOKED,
    SCANNED,
    SEARCHED,
    VIEWED,
    DECIDED,
    EXPORTED,
    CASE_OPENED,
    CASE_CHANGED,
    CASE_CLOSED,
    CASE_ERASED,
    CONFIGURATION_CHANGED,
    CALIBRATION_APPLIED,
    RETENTION_APPLIED,
    KEY_CREATED,
    /** The value and salt of a commitment were destroyed; written by the log itself. */
    SUBJECT_FORGOTTEN
}
