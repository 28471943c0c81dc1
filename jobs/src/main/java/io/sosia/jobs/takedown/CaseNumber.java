package io.sosia.jobs.takedown;

import java.util.Locale;
import java.util.OptionalLong;

/** A case's number as people write it, {@code C-000001}. */
public final class CaseNumber {

    private CaseNumber() {}

    /** How the number is written. */
    public static String text(long number) {
        return String.format(Locale.ROOT, "C-%06d", number);
    }

    /** The number that is written so, if it is one; no other spelling, since the text itself names keys and seals. */
    public static OptionalLong parse(String text) {
        if (!text.matches("C-[0-9]{6,18}")) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(text.substring(2));
        return text(number).equals(text) ? OptionalLong.of(number) : OptionalLong.empty();
    }
}
