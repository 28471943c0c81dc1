package io.sosia.indexer.sighting;

/**
 * From when to when somebody was seen.
 *
 * @param startMs milliseconds into the video, 0 or more
 * @param endMs likewise, not before
 */
public record Span(long startMs, long endMs) {

    /** @throws IllegalArgumentException if it ends before it starts, or starts before the video */
    public Span {
        if (startMs < 0 || endMs < startMs) {
            throw new IllegalArgumentException("span: " + startMs + ".." + endMs + " ms");
        }
    }
}
