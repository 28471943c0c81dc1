package io.sosia.jobs.review;

/** What a person says of a finding. Names are part of the command line's contract. */
public enum ReviewDecision {
    /** It is the person. */
    CONFIRM,
    /** It is somebody else. */
    REJECT,
    /** It is the person, and they allowed it. */
    LICENSED
}
