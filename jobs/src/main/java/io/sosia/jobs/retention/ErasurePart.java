package io.sosia.jobs.retention;

import java.util.Map;

/**
 * A place where something of a subject may be kept. Called again for an erasure that broke off, so each call bears repeating.
 * Implementations throw what their database throws.
 */
public interface ErasurePart {

    /**
     * What there is of the subject here.
     *
     * @return by what it is; empty where there is nothing, and for kinds of subjects that are kept elsewhere
     */
    Map<String, Long> count(ErasedSubject subject);

    /** Erases it. */
    void erase(ErasedSubject subject);
}
