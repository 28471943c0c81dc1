package io.sosia.jobs.cli;

import java.util.Locale;
import org.jline.utils.WCWidth;

/**
 * Text as a terminal shows it. Names, paths and messages come from outside; a control character among them could move
 * the cursor, change the window's title or hide part of a line.
 */
final class TerminalText {

    private TerminalText() {}

    /** The text in one line, with every character that steers a terminal written as a backslash, u and four hex digits. */
    static String line(String text) {
        StringBuilder shown = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean steers = steers(c) || isLoneSurrogate(text, i);
            if (steers && shown == null) {
                shown = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (shown != null) {
                if (steers) {
                    shown.append(escaped(c));
                } else {
                    shown.append(c);
                }
            }
        }
        return shown == null ? text : shown.toString();
    }

    /** As {@link #line}, but line ends and tabs stay. */
    static String lines(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t') {
                shown.append(line(text.substring(start, i))).append(c);
                start = i + 1;
            }
        }
        return shown.append(line(text.substring(start))).toString();
    }

    /**
     * JSON with the same characters escaped. In a JSON text they stand within strings only, where an escape means the
     * same to whoever parses it.
     */
    static String json(String json) {
        return line(json);
    }

    /** Columns that the text takes on a terminal: 2 for a Chinese, Japanese or Korean character, 0 for an accent. */
    static int width(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            columns += Math.max(0, WCWidth.wcwidth(point));
            i += Character.charCount(point);
        }
        return columns;
    }

    /** C0, DEL and C1 controls, line and paragraph separators, and the marks that reverse the direction of writing. */
    private static boolean steers(char c) {
        return c < 0x20
                || (c >= 0x7f && c <= 0x9f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || c == 0xfeff;
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static String escaped(char c) {
        return String.format(Locale.ROOT, "\\u%04x", (int) c);
    }
}
