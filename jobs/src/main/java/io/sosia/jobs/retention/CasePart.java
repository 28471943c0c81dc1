package io.sosia.jobs.retention;

import io.sosia.jobs.takedown.CaseState;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.TakedownCases;
import java.time.Clock;
import java.util.Map;

/** What was sent for a takedown case: who asks, photos, documents, letters. Its number, dates and states stay. */
public final class CasePart implements ErasurePart {

    private final TakedownCases cases;
    private final Clock clock;

    /** Of the cases. */
    public CasePart(TakedownCases cases, Clock clock) {
        this.cases = cases;
        this.clock = clock;
    }

    /** @throws IllegalStateException if the case has not ended */
    @Override
    public Map<String, Long> count(ErasedSubject subject) {
        return switch (subject) {
            case ErasedSubject.OfPerson ignored -> Map.of();
            case ErasedSubject.OfCase(String number) ->
                cases.find(number).map(this::count).orElse(Map.of());
        };
    }

    private Map<String, Long> count(TakedownCase found) {
        if (found.erased().isPresent()) {
            return Map.of();
        }
        if (found.state() != CaseState.CLOSED) {
            throw new IllegalStateException(found.number() + " is " + found.state() + " and has not ended");
        }
        return Map.of("cases", 1L, "photos", (long) cases.photos(found.number()).size(), "letters", (long)
                cases.letters(found.number()).size());
    }

    @Override
    public void erase(ErasedSubject subject) {
        switch (subject) {
            case ErasedSubject.OfPerson ignored -> {
                // A case is about its requester; who is registered is in the register.
            }
            case ErasedSubject.OfCase(String number) -> cases.erase(number, clock.instant());
        }
    }
}
