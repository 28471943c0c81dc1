package io.sosia.jobs.evaluate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * One of two halves of people: settings are tuned on the one and figures reported of the other. To which somebody
 * belongs hangs on their name alone, so that it is the same in every set of data.
 */
public enum PeopleHalf {
    /** Whoever chooses a setting looks at these. */
    TUNING,
    /** Whoever tells a figure has looked at these for nothing else. */
    REPORTING;

    /** The half of a person: of the SHA-256 of the name in UTF-8 the last bit of the first byte, 0 for tuning. */
    public static PeopleHalf of(String person) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8));
            return (digest[0] & 1) == 0 ? TUNING : REPORTING;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
