package io.sosia.detector.pipeline;

import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.template.TemplatePool;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks closer at tracks, when asked: embeds the close-ups of their best shots with another recogniser than the one that
 * linked them. Its session is opened by the first track, so that who never asks pays nothing. Serves one thread at a
 * time; the caller closes it.
 */
public final class TrackEmbedder implements AutoCloseable {

    /** Weight of a close-up whose quality is 0: it still says something where there is nothing else. */
    private static final double LEAST_WEIGHT = 0.01;

    private final EmbeddingSpace space;
    private final Supplier<FaceEmbedder> embedders;
    private final ScanListener listener;
    private @Nullable FaceEmbedder opened;

    /**
     * For one worker.
     *
     * @param space of the embeddings to come
     * @param embedders opens an embedder of that space, which this closes
     * @param listener told what is spent on {@link ScanStage#EMBED_CLOSE_UP}
     */
    public TrackEmbedder(EmbeddingSpace space, Supplier<FaceEmbedder> embedders, ScanListener listener) {
        this.space = space;
        this.embedders = embedders;
        this.listener = listener;
    }

    /** The space of every template it makes. */
    public EmbeddingSpace space() {
        return space;
    }

    /**
     * The track's template: its close-ups' embeddings pooled, each by its quality.
     *
     * @return empty where the track has no close-up
     */
    public Optional<Embedding> embed(FaceTrack track) {
        TemplatePool pool = new TemplatePool(space);
        for (BestShot shot : track.bestShots()) {
            if (shot.closeUp().isPresent()) {
                long since = listener.ticks();
                Embedding face = embedder().embed(shot.closeUp().get());
                listener.spent(ScanStage.EMBED_CLOSE_UP, listener.ticks() - since);
                pool.add(face, Math.max(LEAST_WEIGHT, shot.quality().overall()));
            }
        }
        return pool.weight() > 0 ? Optional.of(pool.template()) : Optional.empty();
    }

    private FaceEmbedder embedder() {
        FaceEmbedder embedder = opened;
        if (embedder == null) {
            embedder = embedders.get();
            opened = embedder;
        }
        return embedder;
    }

    @Override
    public void close() {
        FaceEmbedder embedder = opened;
        if (embedder != null) {
            embedder.close();
        }
    }
}
