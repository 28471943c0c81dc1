package io.sosia.jobs.scan;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.detector.quality.StyleMeter;
import io.sosia.detector.track.FaceTrack;
import io.sosia.indexer.match.Probe;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.util.List;
import java.util.Optional;

/**
 * A track of a video at hand, looked closer at once however many uploads of the video are decided about. Serves the
 * worker that the embedder belongs to.
 */
final class TrackProbe implements Probe {

    private static final StyleMeter STYLE = new StyleMeter();

    private final FaceTrack track;
    private final Optional<TrackEmbedder> embedder;
    private boolean looked;
    private Optional<Embedding> strong = Optional.empty();
    private Optional<Boolean> stylised = Optional.empty();

    TrackProbe(FaceTrack track, Optional<TrackEmbedder> embedder) {
        this.track = track;
        this.embedder = embedder;
    }

    /** Those of a video. */
    static List<TrackProbe> of(List<FaceTrack> tracks, Optional<TrackEmbedder> embedder) {
        return tracks.stream().map(track -> new TrackProbe(track, embedder)).toList();
    }

    FaceTrack track() {
        return track;
    }

    /** The templates that have been computed; asking computes none. */
    FaceVectors templates() {
        return strong.map(closer -> FaceVectors.of(track.template(), closer))
                .orElseGet(() -> FaceVectors.of(track.template()));
    }

    @Override
    public Embedding quick() {
        return track.template();
    }

    @Override
    public List<Embedding> looks() {
        return track.looks();
    }

    /**
     * By most of the track's close-ups. Without one of the size that the meter was tuned on, which is where nobody looks
     * closer, it cannot be told, and the face is taken for photographed.
     */
    @Override
    public boolean stylised() {
        if (stylised.isEmpty()) {
            List<RgbImage> chips = track.bestShots().stream()
                    .flatMap(shot -> shot.closeUp().stream())
                    .map(AlignedFace::chip)
                    .filter(chip -> chip.width() == StyleMeter.SIZE && chip.height() == StyleMeter.SIZE)
                    .toList();
            long drawn = chips.stream().filter(chip -> STYLE.measure(chip) > 0).count();
            stylised = Optional.of(2 * drawn > chips.size());
        }
        return stylised.get();
    }

    @Override
    public Optional<Embedding> strong() {
        if (!looked) {
            strong = embedder.flatMap(closer -> closer.embed(track));
            looked = true;
        }
        return strong;
    }
}
