package io.sosia.jobs.takedown.search;

import java.util.List;
import java.util.Optional;

/** What was found for cases, and what was looked at for it. Thread-safe. */
public interface CaseFindings {

    /**
     * A case's findings, what should be looked at first first.
     *
     * @param round what was found in this round and those before: a later round decides about it anew
     * @return none where the case's key was destroyed
     */
    List<CaseFinding> of(String caseNumber, int round);

    /** What the latest search of a case looked at, in this round or one before; empty where there was none. */
    Optional<Coverage> coverage(String caseNumber, int round);

    /**
     * A picture of a finding, as JPEG: the clearest first.
     *
     * @param number from 1
     */
    Optional<byte[]> picture(long finding, int number);

    /**
     * Removes everything that was found for a case, and what was read from its photos. Joins the caller's transaction where
     * there is one.
     */
    void forget(String caseNumber);
}
