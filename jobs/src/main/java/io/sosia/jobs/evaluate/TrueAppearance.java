package io.sosia.jobs.evaluate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Somebody seen in a video, as the film's maker knows it.
 *
 * @param video absolute
 * @param person who; empty for somebody whom nobody could know
 * @param startMs milliseconds into the video
 * @param endMs likewise, not before the start
 */
public record TrueAppearance(Path video, Optional<String> person, long startMs, long endMs) {

    /** @throws IllegalArgumentException if it ends before it starts */
    public TrueAppearance {
        if (startMs < 0 || endMs < startMs) {
            throw new IllegalArgumentException("an appearance from " + startMs + " to " + endMs + " ms");
        }
    }

    boolean overlaps(long otherStartMs, long otherEndMs) {
        return startMs <= otherEndMs && otherStartMs <= endMs;
    }
}
