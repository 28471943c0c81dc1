package io.sosia.jobs.review;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How a finding's number is written: {@code F-000012}. */
public final class FindingId {

    private static final Pattern FORM = Pattern.compile("F-[0-9]{6,18}");

    private FindingId() {}

    /** A finding's id from its number. */
    public static String of(long number) {
        return String.format(Locale.ROOT, "F-%06d", number);
    }

    /** A finding's number from its id, if it is one. */
    public static OptionalLong number(String id) {
        return FORM.matcher(id).matches() ? OptionalLong.of(Long.parseLong(id.substring(2))) : OptionalLong.empty();
    }
}
