package io.sosia.detector.media;

import java.time.Duration;

/**
 * A presentation time, or a span of it, from the start of a video.
 *
 * @param micros microseconds, never negative
 */
public record MediaTime(long micros) implements Comparable<MediaTime> {

    /** The start. */
    public static final MediaTime ZERO = new MediaTime(0);

    /** @throws IllegalArgumentException if {@code micros} is negative */
    public MediaTime {
        if (micros < 0) {
            throw new IllegalArgumentException("media time: " + micros + " µs is before the start");
        }
    }

    /** From whole milliseconds. */
    public static MediaTime ofMillis(long millis) {
        return new MediaTime(Math.multiplyExact(millis, 1000L));
    }

    /** As a span. */
    public static MediaTime of(Duration duration) {
        return new MediaTime(duration.toNanos() / 1000);
    }

    /** As a duration. */
    public Duration toDuration() {
        return Duration.ofNanos(Math.multiplyExact(micros, 1000L));
    }

    /** Whole milliseconds, rounded down. */
    public long millis() {
        return micros / 1000;
    }

    /** The span between two times, whichever is later. */
    public MediaTime distance(MediaTime other) {
        return new MediaTime(Math.abs(micros - other.micros));
    }

    /** This time moved later by a span. */
    public MediaTime plus(MediaTime span) {
        return new MediaTime(Math.addExact(micros, span.micros));
    }

    @Override
    public int compareTo(MediaTime other) {
        return Long.compare(micros, other.micros);
    }
}
