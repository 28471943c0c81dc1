package io.sosia.jobs.takedown.search;

import java.util.List;
import java.util.Optional;

/**
 * What came of a search.
 *
 * @param caseNumber {@code C-000001}
 * @param findings of the case, what to look at first first; those of earlier searches among them
 * @param fresh how many of them this search has found first
 * @param coverage what was looked at; empty where the search was stopped, or no photo is of use
 * @param photos what became of the case's photos, in their order
 * @param stopped whether it was asked to stop; the same search goes on from there
 * @param wallMs how long it took, milliseconds
 */
public record SearchResult(
        String caseNumber,
        List<CaseFinding> findings,
        int fresh,
        Optional<Coverage> coverage,
        Coverage.Photos photos,
        boolean stopped,
        long wallMs) {

    /** Copies the list. */
    public SearchResult {
        findings = List.copyOf(findings);
    }
}
