package io.sosia.jobs.retention;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import java.util.Map;

/** What the register keeps of a person: photos' templates, licences, look-alikes, name and consent. */
public final class RegisterPart implements ErasurePart {

    private final Register register;

    /** Of a register. */
    public RegisterPart(Register register) {
        this.register = register;
    }

    @Override
    public Map<String, Long> count(ErasedSubject subject) {
        return switch (subject) {
            case ErasedSubject.OfPerson(PersonId id) ->
                register.person(id)
                        .map(person -> Map.of("people", 1L, "photos", (long) person.photos(), "licences", (long)
                                register.licences(id).size()))
                        .orElse(Map.of());
            case ErasedSubject.OfCase ignored -> Map.of();
        };
    }

    @Override
    public void erase(ErasedSubject subject) {
        switch (subject) {
            case ErasedSubject.OfPerson(PersonId id) -> register.erase(id);
            case ErasedSubject.OfCase ignored -> {
                // Who is registered stays so when a case ends.
            }
        }
    }
}
