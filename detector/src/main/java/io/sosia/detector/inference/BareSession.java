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
        try {
            SessionOptions options = OnnxEngine.options();
            try {
                return new BareSession(
                        model.card().input().tensor().name(),
                        options,
                        OnnxEngine.environment().createSession(model.bytes(), options));
            } catch (OrtException e) {
                options.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new ModelRefusedException(model.card(), "ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the model on the same tensor again and again; outputs are dropped.
     *
     * @param floats NCHW, {@code 3 * height * width} long
     * @param times how often, 0 or more
     * @throws InferenceException if the model fails
     */
    public void run(float[] floats, int height, int width, int times) {
        FloatBuffer buffer = ByteBuffer.allocateDirect(Math.multiplyExact(4, floats.length))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        buffer.put(floats).flip();
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(OnnxEngine.environment(), buffer, new long[] {1, 3, height, width})) {
            for (int i = 0; i < times; i++) {
                session.run(Map.of(input, tensor)).close();
            }
        } catch (OrtException e) {
            throw new InferenceException(input, e);
        }
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
