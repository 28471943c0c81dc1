package io.sosia.jobs.takedown;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place that the requester named.
 *
 * @param work 1 to 200 characters, as uploads name it
 * @param episode 1 to 200 characters; empty means all of the work
 * @param timeMs milliseconds into the episode's video, 0 or more; only beside an episode
 */
public record NamedPlace(String work, Optional<String> episode, Optional<Long> timeMs) {

    private static final int MOST = 200;

    /** Seconds with or without a unit, or a player's clock. */
    private static final Pattern TIME =
            Pattern.compile("(?:(?:([0-9]{1,3}):)?([0-9]{1,3}):)?([0-9]{1,6})(?:[.]([0-9]{1,3}))?(s?)");

    /** @throws IllegalArgumentException if a name is blank or too long, or the time is negative or without an episode */
    public NamedPlace {
        require("a work", work);
        episode.ifPresent(text -> require("an episode", text));
        if (timeMs.isPresent() && episode.isEmpty()) {
            throw new IllegalArgumentException("a time needs the episode that it is in");
        }
        if (timeMs.isPresent() && timeMs.get() < 0) {
            throw new IllegalArgumentException("a time is " + timeMs.get() + " ms, and 0 or more is meant");
        }
    }

    private static void require(String what, String text) {
        if (text.isBlank() || text.length() > MOST) {
            throw new IllegalArgumentException(
                    what + "'s name has " + text.length() + " characters, and 1 to " + MOST + " are meant");
        }
        Requester.requireWhole(what + "'s name", text);
    }

    /**
     * Reads {@code work}, {@code work:episode} or {@code work:episode@time}. The first colon ends the work, and the last @
     * begins the time where a time follows: {@code 12:31}, {@code 1:02:03}, {@code 83s} or {@code 83.5}. Names that hold a
     * colon themselves come by a file of JSON Lines.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static NamedPlace parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new NamedPlace(text, Optional.empty(), Optional.empty());
        }
        String work = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        int at = rest.lastIndexOf('@');
        Optional<Long> time = at < 0 ? Optional.empty() : time(rest.substring(at + 1));
        return new NamedPlace(work, Optional.of(time.isPresent() ? rest.substring(0, at) : rest), time);
    }

    private static Optional<Long> time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long seconds = 3600 * number(matcher.group(1)) + 60 * number(matcher.group(2)) + number(matcher.group(3));
        String fraction = matcher.group(4) == null ? "" : matcher.group(4);
        return Optional.of(1000 * seconds + number((fraction + "000").substring(0, 3)));
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** As {@link #parse} reads it, the time in seconds. */
    @Override
    public String toString() {
        return work
                + episode.map(text -> ":" + text).orElse("")
                + timeMs.map(ms -> String.format(Locale.ROOT, "@%d.%03ds", ms / 1000, ms % 1000))
                        .orElse("");
    }
}
