package io.sosia.jobs.takedown;

/** How a round stands to its deadline. Names are part of the command line's contract; the most urgent first. */
public enum Urgency {
    /** Past the deadline, and not answered. */
    OVERDUE,
    /** Not answered, and the deadline is near. */
    DUE_SOON,
    /** Not answered, and there is time. */
    ON_TIME,
    /** Answered after the deadline. */
    LATE,
    /** Answered in time. */
    KEPT,
    /** Ended without an answer, as the requester wished. */
    WITHDRAWN
}
