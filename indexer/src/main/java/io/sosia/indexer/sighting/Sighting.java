package io.sosia.indexer.sighting;

import io.sosia.models.vector.FaceVectors;
import java.util.List;

/**
 * A face track of a video, of nobody in particular.
 *
 * @param track its number in the video, 1 or more
 * @param spans at least one, ascending
 * @param templates the pooled template in each space that was computed; the primary one is the space that tracks are
 *     linked and searched in
 * @param quality 0 to 1, of the best picture
 * @param faces how many sampled frames show it, 1 or more
 * @param best where it is seen best
 */
public record Sighting(int track, List<Span> spans, FaceVectors templates, double quality, int faces, BestView best) {

    /** @throws IllegalArgumentException if a value is out of its range or there is no span */
    public Sighting {
        spans = List.copyOf(spans);
        if (track < 1 || faces < 1 || spans.isEmpty() || !(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("sighting: track " + track + " with " + spans.size() + " spans, " + faces
                    + " faces, quality " + quality);
        }
    }
}
