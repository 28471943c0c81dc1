package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.Person;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A consent as it is stated on the command line, where nobody says when it was granted.
 *
 * @param reference where it is kept
 * @param until its last day, if it has one
 * @param today from which it counts where it is new
 */
record ConsentGiven(String reference, Optional<LocalDate> until, LocalDate today) {

    /** @throws UsageException if it cannot be one, or has ended already */
    ConsentGiven {
        Enrolment.requirePlain("--consent", reference);
        if (until.isPresent() && until.get().isBefore(today)) {
            throw new UsageException("--consent-until " + until.get() + " is before today, " + today
                    + ": that consent has ended; 'sosia person erase' removes somebody who withdrew it");
        }
    }

    /** What is registered: the same consent stays granted since the day on which it was first registered. */
    Consent after(Optional<Person> before) {
        LocalDate granted = before.map(Person::consent)
                .filter(earlier -> earlier.reference().equals(reference))
                .map(Consent::granted)
                .filter(first -> first.isBefore(today))
                .orElse(today);
        return new Consent(reference, granted, until);
    }
}
