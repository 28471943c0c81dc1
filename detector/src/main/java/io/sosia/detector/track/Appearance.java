package io.sosia.detector.track;

import io.sosia.detector.media.MediaTime;
import io.sosia.models.vector.Embedding;

/**
 * A person seen without interruption, within one shot.
 *
 * @param start not after {@code end}; may reach back from the first sampled frame to the cut before it
 * @param end may reach beyond the last sampled frame to the next cut
 * @param template the pooled embedding of this appearance alone
 */
public record Appearance(MediaTime start, MediaTime end, Embedding template) {
    /** @throws IllegalArgumentException if it ends before it starts */
    public Appearance {
        if (end.compareTo(start) < 0) {
            throw new IllegalArgumentException("appearance: ends at " + end + " before its start " + start);
        }
    }
}
