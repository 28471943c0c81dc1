package io.sosia.indexer.registry;

import java.time.Instant;

/**
 * A registered person, without pictures and vectors.
 *
 * @param name for people to read, 1 to 200 characters; never logged
 * @param photos how many portraits were accepted
 * @param registered when
 */
public record Person(PersonId id, String name, Consent consent, int photos, Instant registered) {
    /** @throws IllegalArgumentException if the name is blank or too long, or {@code photos} is negative */
    public Person {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("a person's name has 1 to 200 characters");
        }
        if (photos < 0) {
            throw new IllegalArgumentException("photos: " + photos + " is negative");
        }
    }
}
