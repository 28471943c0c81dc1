package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Withdrawal;
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

    @Test
    void whatIsNotStatedStaysAsItIsUnderTheSameReference() {
        Consent before = new Consent(
                "17.pdf",
                EARLIER,
                Optional.empty(),
                Optional.of("to find me"),
                Optional.of("v2"),
                true,
                true,
                Optional.of("guardian.pdf"),
                Optional.empty());
        Optional<Person> known = Optional.of(person(before));

        assertEquals(before, new ConsentGiven("17.pdf", Optional.empty(), TODAY).after(known, true));
        Consent grown = new ConsentGiven(
                        "18.pdf",
                        Optional.empty(),
                        Optional.of("to find me again"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(false),
                        Optional.empty(),
                        TODAY)
                .after(known, false);
        assertEquals(
                new Consent(
                        "18.pdf",
                        TODAY,
                        Optional.empty(),
                        Optional.of("to find me again"),
                        Optional.empty(),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty()),
                grown);
    }

    @Test
    void aMinorNeedsAGuardian() {
        ConsentGiven alone = new ConsentGiven(
                "17.pdf",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                TODAY);
        UsageException refused = assertThrows(UsageException.class, () -> alone.after(Optional.empty(), false));
        assertTrue(String.valueOf(refused.getMessage()).contains("--guardian"), refused.getMessage());
        // Whoever is registered as a child is one until somebody says otherwise.
        Consent child = new Consent(
                "16.pdf",
                EARLIER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                Optional.of("guardian.pdf"),
                Optional.empty());
        ConsentGiven silent = new ConsentGiven("17.pdf", Optional.empty(), TODAY);
        assertThrows(UsageException.class, () -> silent.after(Optional.of(person(child)), false));
    }

    @Test
    void whatWasWithdrawnIsNotRevived() {
        Person withdrawn = person(new Consent("17.pdf", EARLIER, Optional.empty())
                .withdrawn(new Withdrawal(CommandRun.NOW, Optional.empty())));
        ConsentGiven same = new ConsentGiven("17.pdf", Optional.empty(), TODAY);
        UsageException refused = assertThrows(UsageException.class, () -> same.after(Optional.of(withdrawn), false));
        assertTrue(String.valueOf(refused.getMessage()).contains("withdrawn"), refused.getMessage());
        assertEquals(
                Optional.empty(),
                new ConsentGiven("18.pdf", Optional.empty(), TODAY)
                        .after(Optional.of(withdrawn), false)
                        .withdrawn());
    }

    @Test
    void aSharedRegisterAsksForConsentToIt() {
        ConsentGiven silent = new ConsentGiven("17.pdf", Optional.empty(), TODAY);
        UsageException refused = assertThrows(UsageException.class, () -> silent.after(Optional.empty(), true));
        assertTrue(String.valueOf(refused.getMessage()).contains("--network-storage yes"), refused.getMessage());
    }

    private static Person person(Consent consent) {
        return new Person(new PersonId("p-17"), "Ada", consent, 1, CommandRun.NOW);
    }

    private static Person person(String reference) {
        return person(new Consent(reference, EARLIER, Optional.empty()));
    }
}
