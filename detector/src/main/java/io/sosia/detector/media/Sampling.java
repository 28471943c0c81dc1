package io.sosia.detector.media;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Which frames of a video are looked at. One frame never decides alone: of a short video, of which the sampling would
 * take fewer, {@link #LEAST_FRAMES} are looked at, evenly spaced, as far as it has as many and says how long it is.
 * Clips that a model makes often have but 16 frames.
 */
public sealed interface Sampling {

    /** Fewest frames looked at. Of two nobody could say which is the odd one. */
    int LEAST_FRAMES = 3;

    /** The least interval that makes sense: a frame of 60 fps video. */
    Duration LEAST = Duration.ofMillis(16);

    /** Begins the key of key frames with a longest gap that has no name. */
    String KEY_FRAMES = "key-frames-";

    /** Stable text that takes part in the key of a scan's result, and that {@link #parse} reads. */
    String key();

    /** The longest gap between two looked-at frames that this sampling aims for. */
    Duration longestGap();

    /** The same in a video of that length: shorter where {@link #LEAST_FRAMES} ask for it, never below {@link #LEAST}. */
    default Duration longestGapIn(Duration video) {
        Duration shared = video.dividedBy(LEAST_FRAMES);
        Duration wanted = shared.compareTo(LEAST) < 0 ? LEAST : shared;
        return wanted.compareTo(longestGap()) < 0 ? wanted : longestGap();
    }

    /** Key frames, which a codec gives without decoding the rest, and more only where they lie over 2 s apart. */
    static Sampling nightly() {
        return new KeyFrames(Duration.ofSeconds(2));
    }

    /** A frame every 500 ms. */
    static Sampling thorough() {
        return new Interval(Duration.ofMillis(500));
    }

    /**
     * Reads {@code nightly}, {@code thorough}, or an interval as {@code 250ms}, {@code 1s}, {@code 1.5s} or ISO-8601, and
     * {@code key-frames-3s} for key frames with another longest gap than {@code nightly} has.
     *
     * @throws IllegalArgumentException if it is none of these or shorter than {@link #LEAST}
     */
    static Sampling parse(String text) {
        String t = text.trim().toLowerCase(Locale.ROOT);
        return switch (t) {
            case "nightly" -> nightly();
            case "thorough" -> thorough();
            default ->
                t.startsWith(KEY_FRAMES)
                        ? new KeyFrames(duration(t.substring(KEY_FRAMES.length())))
                        : new Interval(duration(t));
        };
    }

    private static Duration duration(String t) {
        try {
            if (t.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(t.substring(0, t.length() - 2)));
            }
            return Duration.parse(t.startsWith("p") ? t : "PT" + t);
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "sampling '" + t + "' is none of nightly, thorough, or a duration such as 250ms or 1.5s", e);
        }
    }

    /**
     * Key frames first.
     *
     * @param longestGap where key frames lie further apart, frames between them are decoded
     */
    record KeyFrames(Duration longestGap) implements Sampling {
        /** @throws IllegalArgumentException if the gap is shorter than {@link Sampling#LEAST} */
        public KeyFrames {
            if (longestGap.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException("longest gap: " + longestGap + " is shorter than " + LEAST);
            }
        }

        @Override
        public String key() {
            return longestGap.equals(Duration.ofSeconds(2)) ? "nightly" : KEY_FRAMES + longestGap.toMillis() + "ms";
        }
    }

    /**
     * Evenly spaced frames.
     *
     * @param longestGap the span between two frames
     */
    record Interval(Duration longestGap) implements Sampling {
        /** @throws IllegalArgumentException if the interval is shorter than {@link Sampling#LEAST} */
        public Interval {
            if (longestGap.compareTo(LEAST) < 0) {
                throw new IllegalArgumentException("interval: " + longestGap + " is shorter than " + LEAST);
            }
        }

        @Override
        public String key() {
            return longestGap.equals(Duration.ofMillis(500)) ? "thorough" : longestGap.toMillis() + "ms";
        }
    }
}
