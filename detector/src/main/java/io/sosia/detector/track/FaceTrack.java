package io.sosia.detector.track;

import io.sosia.models.vector.Embedding;
import java.util.List;

/**
 * One person in one video, as far as the faces tell.
 *
 * @param number from 1, in order of first appearance; stable for the same file, models and sampling
 * @param appearances at least one, ascending, never overlapping
 * @param template the pooled embedding of all appearances
 * @param quality 0 to 1, of the best picture
 * @param bestShots at least one, best first
 * @param faces how many sampled frames show this person
 */
public record FaceTrack(
        int number,
        List<Appearance> appearances,
        Embedding template,
        double quality,
        List<BestShot> bestShots,
        int faces) {
    /** @throws IllegalArgumentException if there is no appearance or no best shot */
    public FaceTrack {
        appearances = List.copyOf(appearances);
        bestShots = List.copyOf(bestShots);
        if (appearances.isEmpty() || bestShots.isEmpty()) {
            throw new IllegalArgumentException("a track needs an appearance and a best shot");
        }
    }
}
