package io.sosia.indexer.registry;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a person allows an account to do with their likeness.
 *
 * @param person who allows it
 * @param licensee the account that may use it, as uploads name it in {@code uploader}
 * @param work the one work it is for; empty means all of the licensee's works
 * @param uses kinds of use, for example {@code drama}: lower-case letters, digits and hyphens; empty means any
 * @param territories ISO 3166-1 codes of two upper-case letters; empty means worldwide
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

    private static final Pattern USE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern TERRITORY = Pattern.compile("[A-Z]{2}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException if the licensee or the work is blank or too long, a use, territory or hash is
     *     malformed, or the licence ends before it starts
     */
    public LicenceTerms {
        if (licensee.isBlank() || licensee.length() > 200) {
            throw new IllegalArgumentException("a licensee has 1 to 200 characters");
        }
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("a licence until " + until + " ends before it starts, " + from);
        }
        if (work.isPresent() && (work.get().isBlank() || work.get().length() > 200)) {
            throw new IllegalArgumentException("a licence's work has 1 to 200 characters");
        }
        if (documentSha256.isPresent() && !SHA_256.matcher(documentSha256.get()).matches()) {
            throw new IllegalArgumentException("documentSha256: not 64 hex digits");
        }
        for (String use : uses) {
            if (!USE.matcher(use).matches()) {
                throw new IllegalArgumentException("a use matches " + USE + "; '" + use + "' does not");
            }
        }
        for (String territory : territories) {
            if (!TERRITORY.matcher(territory).matches()) {
                throw new IllegalArgumentException(
                        "a territory matches " + TERRITORY + "; '" + territory + "' does not");
            }
        }
        uses = Set.copyOf(uses);
        territories = Set.copyOf(territories);
    }
}
