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
    /** Near the threshold, two people are near, or a {@link Caution} asks for it: a person must look. */
    REVIEW
}
