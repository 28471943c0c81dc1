package io.sosia.detector.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sosia.models.store.VerifiedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A model on ONNX Runtime with nothing around it: the floor that running models through {@link ModelRunner} is measured
 * against. The same options, one thread. Serves one thread at a time; the caller closes it.
 */
public final class BareSession implements AutoCloseable {

    private final String input;
    private final SessionOptions options;
    private final OrtSession session;

    private BareSession(String input, SessionOptions options, OrtSession session) {
        this.input = input;
        this.options = options;
        this.session = session;
    }

    /**
     * Opens a session.
     *
     * @throws ModelRefusedException if ONNX Runtime does not take the model
     */
    public static BareSession open(VerifiedModel model) throws ModelRefusedException {
        SessionOptions options = OnnxEngine.options(model.card());
        try {
            return new BareSession(
                    model.card().input().tensor().name(),
                    options,
                    OnnxEngine.environment().createSession(model.bytes(), options));
        } catch (OrtException e) {
            options.close();
            throw new ModelRefusedException(model.card(), "ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the model once; outputs are dropped.
     *
     * @param floats NCHW, {@code 3 * height * width} in native order outside the heap, from position 0; only read
     * @throws InferenceException if the model fails
     */
    public void run(FloatBuffer floats, int height, int width) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                OnnxEngine.environment(), floats.duplicate().rewind(), new long[] {1, 3, height, width})) {
            session.run(Map.of(input, tensor)).close();
        } catch (OrtException e) {
            throw new InferenceException(input, e);
        }
    }

    /** Room for a tensor of {@code [1, 3, height, width]} that {@link #run} takes as it is. */
    public static FloatBuffer room(int height, int width) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(12, Math.multiplyExact(height, width)))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException(input, e);
        } finally {
            options.close();
        }
    }
}
