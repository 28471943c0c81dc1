package io.sosia.jobs.cli;

import java.time.Duration;
import java.util.Locale;

/** Spans of time for people. */
final class Durations {

    private Durations() {}

    /** {@code 1:02:03} or {@code 2:03}. */
    static String clock(Duration span) {
        long seconds = span.toSeconds();
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
