package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsentGivenTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");
    private static final LocalDate EARLIER = LocalDate.parse("2026-03-01");

    @Test
    void aNewConsentIsGrantedToday() {
        ConsentGiven given = new ConsentGiven("17.pdf", Optional.empty(), TODAY);
        assertEquals(new Consent("17.pdf", TODAY, Optional.empty()), given.after(Optional.empty(), false));
        assertEquals(TODAY, given.after(Optional.of(person("16.pdf")), false).granted());
    }

    @Test
    void theSameConsentStaysGrantedSinceItsFirstDay() {
        ConsentGiven given = new ConsentGiven("17.pdf", Optional.of(TODAY), TODAY);
        assertEquals(
                new Consent("17.pdf", EARLIER, Optional.of(TODAY)), given.after(Optional.of(person("17.pdf")), false));
    }

    @Test
    void refusesOneThatHasEnded() {
        Optional<LocalDate> yesterday = Optional.of(TODAY.minusDays(1));
        UsageException refused = assertThrows(UsageException.class, () -> new ConsentGiven("17.pdf", yesterday, TODAY));
        assertTrue(String.valueOf(refused.getMessage()).contains("2026-11-19"), refused.getMessage());
    }

    private static Person person(String reference) {
        return new Person(
                new PersonId("p-17"), "Ada", new Consent(reference, EARLIER, Optional.empty()), 1, CommandRun.NOW);
    }
}
