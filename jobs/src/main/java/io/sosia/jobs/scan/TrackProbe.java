package io.sosia.jobs.scan;

import io.sosia.detector.pipeline.TrackEmbedder;
import io.sosia.detector.track.FaceTrack;
import io.sosia.indexer.match.Probe;
import io.sosia.models.vector.Embedding;
import java.util.List;
import java.util.Optional;

/**
 * A track of a video at hand, looked closer at once however many uploads of the video are decided about. Serves the
 * worker that the embedder belongs to.
 */
final class TrackProbe implements Probe {

    private final FaceTrack track;
    private final Optional<TrackEmbedder> embedder;
    private boolean looked;
    private Optional<Embedding> strong = Optional.empty();

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

    @Override
    public Embedding quick() {
        return track.template();
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
