package io.sosia.jobs.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Spans of time for people. */
final class Durations {

    private Durations() {}

    /**
     * Reads {@code 250ms}, {@code 90s}, {@code 1.5s}, {@code 2m} or ISO-8601.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Duration parse(String text) {
        String span = text.strip().toLowerCase(Locale.ROOT);
        try {
            return span.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(span.substring(0, span.length() - 2)))
                    : Duration.parse(span.startsWith("p") ? span : "pt" + span);
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a span such as 250ms, 90s or 2m", e);
        }
    }

    /** {@code 1:02:03} or {@code 2:03}, to the nearest second. */
    static String clock(Duration span) {
        long seconds = span.plusMillis(500).toSeconds();
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
