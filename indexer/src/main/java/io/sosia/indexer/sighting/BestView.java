package io.sosia.indexer.sighting;

/**
 * Where a track's face is seen best.
 *
 * @param timeMs milliseconds into the video, 0 or more
 * @param left pixels of the upright frame, may lie outside it
 * @param top likewise
 * @param right likewise, not left of {@code left}
 * @param bottom likewise, not above {@code top}
 */
public record BestView(long timeMs, int left, int top, int right, int bottom) {

    /** @throws IllegalArgumentException if the time lies before the video or the box is turned over */
    public BestView {
        if (timeMs < 0 || right < left || bottom < top) {
            throw new IllegalArgumentException(
                    "best view: at " + timeMs + " ms, [" + left + ", " + top + ", " + right + ", " + bottom + "]");
        }
    }
}
