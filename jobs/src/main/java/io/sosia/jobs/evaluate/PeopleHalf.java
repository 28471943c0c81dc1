package io.sosia.jobs.evaluate;

import io.sosia.models.digest.Sha256;
import java.util.HexFormat;
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
        int first = HexFormat.fromHexDigits(Sha256.of(person), 0, 2);
        return (first & 1) == 0 ? TUNING : REPORTING;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
