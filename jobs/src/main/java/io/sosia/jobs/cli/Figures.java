package io.sosia.jobs.cli;

import java.util.Locale;

/** Numbers in tables. */
final class Figures {

    private Figures() {}

    /** With one decimal. */
    static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** With two. */
    static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** With three. */
    static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** With four. */
    static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
