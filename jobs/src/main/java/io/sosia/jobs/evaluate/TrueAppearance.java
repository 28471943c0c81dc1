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
 * @param number of the appearance in the screenplay, the same in every film of it; empty where the truth has none
 */
public record TrueAppearance(Path video, Optional<String> person, long startMs, long endMs, Optional<Integer> number) {

    /** @throws IllegalArgumentException if it ends before it starts */
    public TrueAppearance {
        if (startMs < 0 || endMs < startMs) {
            throw new IllegalArgumentException("an appearance from " + startMs + " to " + endMs + " ms");
        }
    }

    /** An appearance whose number nobody told. */
    public TrueAppearance(Path video, Optional<String> person, long startMs, long endMs) {
        this(video, person, startMs, endMs, Optional.empty());
    }

    boolean overlaps(long otherStartMs, long otherEndMs) {
        return startMs <= otherEndMs && otherStartMs <= endMs;
    }
}
