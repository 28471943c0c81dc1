package io.sosia.detector.embed;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.inference.LoadedModel;
import io.sosia.detector.inference.ModelRunner;
import io.sosia.detector.inference.PixelNormaliser;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.nio.FloatBuffer;

/** A recogniser from the catalogue. */
public final class OnnxFaceEmbedder implements FaceEmbedder {

    /** Changes whenever the same landmarks in the same picture would give another vector. */
    private static final String VERSION = "v1";

    private final ModelRunner runner;
    private final PixelNormaliser normaliser;
    private final EmbeddingSpace space;
    private final MirrorImages mirrorImages;
    private final int size;

    /** Whether a face's mirror image takes part. */
    public enum MirrorImages {
        /** One pass for a face. */
        IGNORED,
        /** Two passes; the vector is the mean of the face's and its mirror image's. It lives in the same space. */
        AVERAGED
    }

    /**
     * For one worker.
     *
     * @param model stays open as long as this embedder
     * @throws IllegalArgumentException if the model is no recogniser
     */
    public OnnxFaceEmbedder(LoadedModel model, MirrorImages mirrorImages) {
        ModelCard card = model.card();
        if (card.alignment().isEmpty() || card.embeddingLength().isEmpty()) {
            throw new IllegalArgumentException(card.id() + " is no recogniser");
        }
        space = space(card);
        size = card.alignment().get().size();
        normaliser = new PixelNormaliser(card.input());
        this.mirrorImages = mirrorImages;
        runner = model.newRunner();
    }

    /**
     * The space that a recogniser's embeddings live in.
     *
     * @throws IllegalArgumentException if the card is no recogniser's
     */
    public static EmbeddingSpace space(ModelCard card) {
        String alignment = card.alignment()
                .orElseThrow(() -> new IllegalArgumentException(card.id() + " is no recogniser"))
                .name();
        return new EmbeddingSpace(
                card.id(),
                card.sha256().substring(0, 12),
                alignment + "-" + VERSION,
                card.embeddingLength().orElseThrow());
    }

    @Override
    public EmbeddingSpace space() {
        return space;
    }

    /** @throws IllegalArgumentException if the chip is not of the alignment's size */
    @Override
    public Embedding embed(AlignedFace face) {
        if (face.chip().width() != size || face.chip().height() != size) {
            throw new IllegalArgumentException(
                    "a chip of " + face.chip().width() + "x" + face.chip().height() + " is not " + size + "x" + size);
        }
        float[] vector = pass(face, false);
        if (mirrorImages == MirrorImages.AVERAGED) {
            float[] mirrored = pass(face, true);
            double ratio = norm(vector) / norm(mirrored);
            for (int i = 0; i < vector.length; i++) {
                vector[i] += (float) (mirrored[i] * ratio);
            }
        }
        return Embedding.normalised(space, vector);
    }

    @Override
    public void close() {
        runner.close();
    }

    private float[] pass(AlignedFace face, boolean mirrored) {
        FloatBuffer input = runner.input(size, size);
        normaliser.fromRgb(face.chip(), mirrored, input);
        return runner.run()[0];
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        return Math.max(Math.sqrt(squares), 1e-12);
    }
}
