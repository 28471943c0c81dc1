package io.sosia.indexer.match;

/** What a finding means. Names are part of the command line's contract. */
public enum Verdict {
    /** A registered person, and no licence of theirs names the uploader. */
    UNLICENSED,
    /** A registered person, and a licence covers the upload on its day and today. */
    LICENSED,
    /** A licence covers the upload in all but time. */
    LICENCE_EXPIRED,
    /** The uploader holds a licence, but not for this work, use or territory. */
    OUT_OF_SCOPE,
    /**
     * A person must look before anything follows. Why, the decision's explanation says: for example that the similarity
     * is near the threshold, that two people are near, that one recogniser alone has decided, or a {@link Caution}.
     */
    REVIEW
}
