package io.sosia.detector.pipeline;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.embed.OnnxFaceEmbedder.MirrorImages;
import io.sosia.detector.template.TemplatePool;
import io.sosia.detector.track.BestShot;
import io.sosia.detector.track.FaceTrack;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks closer at tracks, when asked: embeds the close-ups of their best shots with another recogniser than the one that
 * linked them. A session is opened by the first track that needs it, so that who never asks pays nothing. Serves one
 * thread at a time; the caller closes it.
 */
public final class TrackEmbedder implements AutoCloseable {

    /** Weight of a close-up whose quality is 0: it still says something where there is nothing else. */
    private static final double LEAST_WEIGHT = 0.01;

    private final EmbeddingSpace space;
    private final Function<MirrorImages, FaceEmbedder> embedders;
    private final ScanListener listener;
    private final Map<MirrorImages, FaceEmbedder> opened = new EnumMap<>(MirrorImages.class);

    /** How closely to look. Templates of either kind live in the same space. */
    public enum Closeness {
        /** One pass over the best close-up: enough to tell most strangers from anybody. */
        GLANCE,
        /** Every close-up and its mirror image, pooled by quality: what is decided by. */
        FULL
    }

    /**
     * For one worker.
     *
     * @param space of the embeddings to come
     * @param embedders opens an embedder of that space, which this closes
     * @param listener told what is spent on {@link ScanStage#EMBED_CLOSE_UP}
     */
    TrackEmbedder(EmbeddingSpace space, Function<MirrorImages, FaceEmbedder> embedders, ScanListener listener) {
        this.space = space;
        this.embedders = embedders;
        this.listener = listener;
    }

    /** The space of every template it makes. */
    public EmbeddingSpace space() {
        return space;
    }

    /**
     * The track's template.
     *
     * @return empty where the track has no close-up
     */
    public Optional<Embedding> embed(FaceTrack track, Closeness closeness) {
        long since = listener.ticks();
        Optional<Embedding> template = switch (closeness) {
            case GLANCE -> glance(track);
            case FULL -> pooled(track);
        };
        listener.spent(ScanStage.EMBED_CLOSE_UP, listener.ticks() - since);
        return template;
    }

    private Optional<Embedding> glance(FaceTrack track) {
        for (BestShot shot : track.bestShots()) {
            if (shot.closeUp().isPresent()) {
                return Optional.of(
                        embedder(MirrorImages.IGNORED).embed(shot.closeUp().get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Embedding> pooled(FaceTrack track) {
        TemplatePool pool = new TemplatePool(space);
        for (BestShot shot : track.bestShots()) {
            Optional<AlignedFace> closeUp = shot.closeUp();
            if (closeUp.isPresent()) {
                pool.add(
                        embedder(MirrorImages.AVERAGED).embed(closeUp.get()),
                        Math.max(LEAST_WEIGHT, shot.quality().overall()));
            }
        }
        return pool.weight() > 0 ? Optional.of(pool.template()) : Optional.empty();
    }

    private FaceEmbedder embedder(MirrorImages mirrorImages) {
        return opened.computeIfAbsent(mirrorImages, embedders);
    }

    @Override
    public void close() {
        opened.values().forEach(FaceEmbedder::close);
    }
}
