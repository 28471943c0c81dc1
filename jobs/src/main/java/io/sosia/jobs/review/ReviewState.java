package io.sosia.jobs.review;

/** How far the review of a finding is. Names are part of the command line's contract. */
public enum ReviewState {
    /** Nobody has said anything yet. */
    OPEN(true),
    /** One has, and another has to agree. */
    PENDING_SECOND(true),
    /** Those who decided do not agree, and another has to decide. */
    DISPUTED(true),
    /** It is the person. */
    CONFIRMED(false),
    /** It is somebody else. */
    REJECTED(false),
    /** It is the person, and they allowed it. */
    LICENSED(false);

    private final boolean undecided;

    ReviewState(boolean undecided) {
        this.undecided = undecided;
    }

    /** Whether somebody has still to look. */
    public boolean isUndecided() {
        return undecided;
    }
}
