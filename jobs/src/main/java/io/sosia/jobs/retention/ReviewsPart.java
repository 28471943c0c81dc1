package io.sosia.jobs.retention;

import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.jobs.review.ProvisionalPeople;
import io.sosia.jobs.review.StoredReviews;
import io.sosia.jobs.scan.FindingStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What people have decided about somebody, and what scans have learnt by it. At the end of a case that goes for the case's
 * findings, and whoever was registered provisionally for it is erased with all that scans have found of them.
 */
public final class ReviewsPart implements ErasurePart {

    private final StoredReviews reviews;
    private final Register register;
    private final FindingStore findings;

    /** Of the decisions beside a register and its findings. */
    public ReviewsPart(StoredReviews reviews, Register register, FindingStore findings) {
        this.reviews = reviews;
        this.register = register;
        this.findings = findings;
    }

    @Override
    public Map<String, Long> count(ErasedSubject subject) {
        return switch (subject) {
            case ErasedSubject.OfPerson(PersonId id) -> Map.of("decisions", reviews.decisionsAbout(id));
            case ErasedSubject.OfCase(String number) -> {
                Map<String, Long> counts = new HashMap<>();
                counts.put("decisions", reviews.decisionsOf(number));
                provisional(number).ifPresent(person -> {
                    FindingStore.About about = findings.about(person.id());
                    counts.put("people", 1L);
                    counts.put("photos", (long) person.photos());
                    counts.put("findings", about.findings());
                    counts.put("pictures", about.pictures());
                    counts.put("mentions", about.mentions());
                });
                yield counts;
            }
        };
    }

    @Override
    public void erase(ErasedSubject subject) {
        switch (subject) {
            case ErasedSubject.OfPerson(PersonId id) -> reviews.erase(id);
            case ErasedSubject.OfCase(String number) -> {
                // Findings first: once the person is gone nothing tells that they were this case's.
                provisional(number).map(Person::id).ifPresent(person -> {
                    findings.erase(person);
                    register.erase(person);
                    // What a scan that was under way has found meanwhile.
                    findings.erase(person);
                });
                // Of people who stay registered what the case has shown goes, and their portraits stay.
                reviews.sightingsOf(number).forEach(register::removeSightings);
                reviews.eraseCase(number);
            }
        }
    }

    private Optional<Person> provisional(String number) {
        return new ProvisionalPeople(register).of(number);
    }
}
