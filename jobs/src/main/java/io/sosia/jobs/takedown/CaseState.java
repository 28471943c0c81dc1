package io.sosia.jobs.takedown;

/** How far a case has come. Names are part of the command line's contract; {@link CaseLife} says what leads where. */
public enum CaseState {
    /** Something that a request needs is lacking; its clock runs. Nobody is searched for. */
    INCOMPLETE,
    /** Complete, not yet searched. */
    OPEN,
    /** Searched; not every finding of the round has an outcome yet. */
    SEARCHED,
    /** Every finding of the round has been decided by a person. */
    DECIDED,
    /** The requester has the answer of the round. */
    ANSWERED,
    /** An uploader objected: the round's findings are decided anew, by somebody else, on a clock of its own. */
    REOPENED,
    /** Ended; what is sealed for it goes after a while. */
    CLOSED
}
