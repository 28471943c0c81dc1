package io.sosia.jobs.review;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.Withdrawal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * People of whom cases alone know and who are registered so that scans search for them, as {@code case-000003}. They are
 * searched for until nothing is confirmed any more, somebody takes their consent back, or its term is over: {@link #TERM} after
 * the latest confirmation, and from the case's end on for as long as the case is kept. Calls join the caller's transaction.
 * Thread-safe.
 */
public final class ProvisionalPeople {

    /** How long after a confirmation they are searched for, where their case does not end before. */
    public static final Period TERM = Period.ofDays(180);

    private static final Pattern RESERVED = Pattern.compile("case-[0-9]{6,}", Pattern.CASE_INSENSITIVE);
    private static final String NOTHING_CONFIRMED = "nothing that was found for the case is confirmed any more";
    private static final String TAKEN_BACK = "the requester took the case back";

    private final Register register;

    /** Of a register. */
    public ProvisionalPeople(Register register) {
        this.register = register;
    }

    /** Under what id a case's person is registered: {@code case-000003} for {@code C-000003}. */
    public static PersonId id(String caseNumber) {
        return new PersonId(caseNumber.toLowerCase(Locale.ROOT).replaceFirst("^c-", "case-"));
    }

    /** Whether an id is kept for people of cases, so that nobody else is registered by it. */
    public static boolean isReserved(PersonId id) {
        return RESERVED.matcher(id.value()).matches();
    }

    /** Whether somebody is registered for a case alone, and not somebody of such an id from before ids were reserved. */
    public static boolean isOfCase(Person person) {
        return isReserved(person.id())
                && person.name()
                        .equals(ReviewedPerson.OfCase.registeredName(
                                person.id().value().replaceFirst("^case-", "C-")));
    }

    /** Whoever is registered for a case alone. */
    public Optional<Person> of(String caseNumber) {
        return register.person(id(caseNumber)).filter(ProvisionalPeople::isOfCase);
    }

    /** Whether a consent was taken back, and not only because nothing was confirmed any more. */
    static boolean isTakenBack(Consent consent) {
        return consent.withdrawn()
                .filter(withdrawal -> !withdrawal.reason().equals(Optional.of(NOTHING_CONFIRMED)))
                .isPresent();
    }

    /** Nothing is confirmed any more, so that scans have no reason to look for them; a confirmation makes up for it. */
    void nothingConfirmed(PersonId person, Instant at) {
        register.withdraw(person, new Withdrawal(at, Optional.of(NOTHING_CONFIRMED)));
    }

    /** What has become of somebody at the end of their case. */
    public enum End {
        /** There is nobody, or nothing has changed. */
        UNCHANGED,
        /** Nobody looks for them any more. */
        WITHDRAWN,
        /** They are searched for until the case is erased. */
        LIMITED
    }

    /**
     * A case has ended.
     *
     * @param withdrawn whether its requester took it back: then nobody looks for them any more
     * @param last day on which they are searched for otherwise
     */
    public End ended(String caseNumber, boolean withdrawn, Instant at, LocalDate last) {
        Optional<Person> known =
                of(caseNumber).filter(person -> person.consent().withdrawn().isEmpty());
        if (known.isEmpty()) {
            return End.UNCHANGED;
        }
        Person person = known.get();
        if (withdrawn) {
            register.withdraw(person.id(), new Withdrawal(at, Optional.of(TAKEN_BACK)));
            return End.WITHDRAWN;
        }
        register.enrol(person.id(), person.name(), person.consent().endingOn(last), List.of());
        return End.LIMITED;
    }
}
