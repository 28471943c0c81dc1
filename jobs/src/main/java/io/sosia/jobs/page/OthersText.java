package io.sosia.jobs.page;

import java.util.regex.Pattern;

/** Text that others wrote, such as names of files and accounts, for a page. */
public final class OthersText {

    /**
     * Control characters, halves of characters, line and paragraph separators, and everything that Unicode's Standard
     * Annex 9 gives to turn the direction of text, marks as well as embeddings, overrides and isolates.
     */
    private static final Pattern TURNING =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\u2028\\u2029]");

    private OthersText() {}

    /** The text with U+FFFD for each character that ends or turns the line; not yet escaped. */
    public static String clean(String text) {
        return TURNING.matcher(text).replaceAll("\uFFFD");
    }
}
