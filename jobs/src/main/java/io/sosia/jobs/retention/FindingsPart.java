package io.sosia.jobs.retention;

import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.scan.FindingStore;
import java.util.Map;

/** What scans have found of a person: findings, pictures, mentions, scores, and what pages show. */
public final class FindingsPart implements ErasurePart {

    private final FindingStore findings;

    /** Of the findings beside a register. */
    public FindingsPart(FindingStore findings) {
        this.findings = findings;
    }

    @Override
    public Map<String, Long> count(ErasedSubject subject) {
        return switch (subject) {
            case ErasedSubject.OfPerson(PersonId id) -> {
                FindingStore.About about = findings.about(id);
                yield Map.of("findings", about.findings(), "pictures", about.pictures(), "mentions", about.mentions());
            }
            case ErasedSubject.OfCase ignored -> Map.of();
        };
    }

    @Override
    public void erase(ErasedSubject subject) {
        switch (subject) {
            case ErasedSubject.OfPerson(PersonId id) -> findings.erase(id);
            case ErasedSubject.OfCase ignored -> {
                // What scans find is about people.
            }
        }
    }
}
