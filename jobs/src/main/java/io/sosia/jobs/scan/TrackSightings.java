package io.sosia.jobs.scan;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.indexer.sighting.BestView;
import io.sosia.indexer.sighting.SightedTrack;
import io.sosia.indexer.sighting.Sighting;
import io.sosia.indexer.sighting.SmallPicture;
import io.sosia.indexer.sighting.Span;
import io.sosia.models.vector.FaceVectors;
import java.util.Optional;

/** What is kept of a face track, whether in the archive or for a case. */
public final class TrackSightings {

    /** Enough to know a face by, and what the recognisers that look closer ask for at most. */
    private static final int PICTURE_SIDE = 128;

    private TrackSightings() {}

    /**
     * A track as a sighting.
     *
     * @param templates of it, those that were computed
     * @param picture whether a picture is kept
     */
    public static SightedTrack of(FaceTrack track, FaceVectors templates, boolean picture) {
        BestShot best = track.bestShots().getFirst();
        PixelBox box = best.box();
        return new SightedTrack(
                new Sighting(
                        track.number(),
                        track.appearances().stream()
                                .map(seen -> new Span(
                                        seen.start().millis(), seen.end().millis()))
                                .toList(),
                        templates,
                        Math.clamp(track.quality(), 0.0, 1.0),
                        track.faces(),
                        new BestView(
                                best.time().millis(),
                                (int) Math.floor(box.left()),
                                (int) Math.floor(box.top()),
                                (int) Math.ceil(box.right()),
                                (int) Math.ceil(box.bottom()))),
                picture ? Optional.of(picture(best)) : Optional.empty());
    }

    /** The close-up where there is one: a recogniser can look at it again, and people know a face by it as well. */
    private static SmallPicture picture(BestShot best) {
        return best.closeUp()
                .map(AlignedFace::chip)
                .map(chip -> new SmallPicture(
                        SmallPicture.Kind.CLOSE_UP, Jpeg.of(chip, PICTURE_SIDE).bytes()))
                .orElseGet(() -> new SmallPicture(
                        SmallPicture.Kind.SURROUNDINGS,
                        Jpeg.of(best.picture(), PICTURE_SIDE).bytes()));
    }
}
