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
 * @param looks at least one, best first: the embeddings of frames that were looked at closely, each by itself, at most
 *     {@link #LOOKS_AT_MOST} of them and no two of one frame
 */
public record FaceTrack(
        int number,
        List<Appearance> appearances,
        Embedding template,
        double quality,
        List<BestShot> bestShots,
        int faces,
        List<Embedding> looks) {

    /** Enough to tell whether one frame stands alone; the template holds what all of them say. */
    public static final int LOOKS_AT_MOST = 8;

    /** @throws IllegalArgumentException if there is no appearance, best shot or look, or there are too many looks */
    public FaceTrack {
        appearances = List.copyOf(appearances);
        bestShots = List.copyOf(bestShots);
        looks = List.copyOf(looks);
        if (appearances.isEmpty() || bestShots.isEmpty()) {
            throw new IllegalArgumentException("a track needs an appearance and a best shot");
        }
        if (looks.isEmpty() || looks.size() > LOOKS_AT_MOST) {
            throw new IllegalArgumentException("looks: " + looks.size() + " is not in 1.." + LOOKS_AT_MOST);
        }
    }
}
