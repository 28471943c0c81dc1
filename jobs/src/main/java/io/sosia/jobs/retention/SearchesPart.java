package io.sosia.jobs.retention;

import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import io.sosia.jobs.takedown.search.CaseReviewables;
import io.sosia.jobs.takedown.search.StoredCaseFindings;
import java.util.List;
import java.util.Map;

/** What searches have found for cases: of a case its own, of a person that of the cases about them. */
public final class SearchesPart implements ErasurePart {

    private final StoredCaseFindings findings;
    private final TakedownCases cases;

    /** Beside a register. */
    public SearchesPart(StoredCaseFindings findings, TakedownCases cases) {
        this.findings = findings;
        this.cases = cases;
    }

    @Override
    public Map<String, Long> count(ErasedSubject subject) {
        long found = 0;
        long tracks = 0;
        for (String number : cases(subject)) {
            StoredCaseFindings.Stored stored = findings.stored(number);
            found += stored.findings();
            tracks += stored.tracks();
        }
        return Map.of("case_findings", found, "case_tracks", tracks);
    }

    @Override
    public void erase(ErasedSubject subject) {
        cases(subject).forEach(findings::forget);
    }

    private List<String> cases(ErasedSubject subject) {
        return switch (subject) {
            case ErasedSubject.OfCase(String number) -> List.of(number);
            case ErasedSubject.OfPerson(PersonId id) ->
                cases.all().stream()
                        .filter(one -> one.person().filter(id::equals).isPresent()
                                || CaseReviewables.provisional(one.number()).equals(id))
                        .map(TakedownCase::number)
                        .toList();
        };
    }
}
