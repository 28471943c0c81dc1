package io.sosia.indexer.registry;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * What a person allows an account to do with their likeness.
 *
 * @param person who allows it
 * @param licensee the account that may use it, as uploads name it in {@code uploader}
 * @param work the one work it is for; empty means all of the licensee's works
 * @param uses kinds of use, for example {@code drama}; empty means any
 * @param territories ISO 3166 codes, upper case; empty means worldwide
 * @param from first day, UTC
 * @param until last day, UTC
 * @param documentSha256 hash of the signed document, where one was given
 */
public record LicenceTerms(
        PersonId person,
        String licensee,
        Optional<String> work,
        Set<String> uses,
        Set<String> territories,
        LocalDate from,
        LocalDate until,
        Optional<String> documentSha256) {

    /** @throws IllegalArgumentException if the licensee is blank or the licence ends before it starts */
    public LicenceTerms {
        if (licensee.isBlank() || licensee.length() > 200) {
            throw new IllegalArgumentException("a licensee has 1 to 200 characters");
        }
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("a licence until " + until + " ends before it starts, " + from);
        }
        uses = Set.copyOf(uses);
        territories = Set.copyOf(territories);
    }
}
