package io.sosia.detector.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.store.VerifiedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A model on ONNX Runtime with nothing of ours or DJL's around it: the floor that {@code bench} measures the pipeline
 * against. The same options as {@link LoadedModel}. Serves one thread at a time; the caller closes it.
 */
public final class BareSession implements AutoCloseable {

    private final ModelCard card;
    private final SessionOptions options;
    private final OrtSession session;

    private BareSession(ModelCard card, SessionOptions options, OrtSession session) {
        this.card = card;
        this.options = options;
        this.session = session;
    }

    /**
     * Loads the model.
     *
     * @throws ModelRefusedException if ONNX Runtime cannot load it
     */
    public static BareSession open(VerifiedModel verified) throws ModelRefusedException {
        ModelCard card = verified.card();
        SessionOptions options = null;
        try {
            options = OnnxEngine.options();
            return new BareSession(card, options, OnnxEngine.environment().createSession(verified.bytes(), options));
        } catch (OrtException e) {
            if (options != null) {
                options.close();
            }
            throw new ModelRefusedException(card, "ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
    }

    /** A buffer that {@link #run} reads where it lies, for {@code [1, 3, height, width]}. */
    public static FloatBuffer tensor(int height, int width) {
        int bytes = Math.multiplyExact(12, Math.multiplyExact(height, width));
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /**
     * Runs the model once; the outputs are computed and freed unread.
     *
     * @param input {@code 3 * height * width} floats, made by {@link #tensor}
     * @throws InferenceException if the model fails
     */
    public void run(FloatBuffer input, int height, int width) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                        OnnxEngine.environment(), input.clear(), new long[] {1, 3, height, width});
                OrtSession.Result outputs =
                        session.run(Map.of(card.input().tensor().name(), tensor))) {
            if (outputs.size() == 0) {
                throw new IllegalStateException(card.id() + " gives no output");
            }
        } catch (OrtException e) {
            throw new InferenceException(card.id(), e);
        }
    }

    /** Frees the weights. */
    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException(card.id(), e);
        } finally {
            options.close();
        }
    }
}
