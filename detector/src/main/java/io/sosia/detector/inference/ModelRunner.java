package io.sosia.detector.inference;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.onnxruntime.engine.OrtNDArray;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.TensorCard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Runs a loaded model for one worker: fill {@link #input}, call {@link #run}. Serves one thread at a time; the caller
 * closes it before the model. The input lies outside the heap and is used again from run to run, so ONNX Runtime reads
 * it where it lies.
 */
public final class ModelRunner implements AutoCloseable {

    private final ModelCard card;
    private final Predictor<FloatBuffer, float[][]> predictor;
    private ByteBuffer memory = ByteBuffer.allocateDirect(0);
    private FloatBuffer input = memory.asFloatBuffer();
    private Shape shape = new Shape(1, 3, 0, 0);

    ModelRunner(ModelCard card, Model model) {
        this.card = card;
        // DJL issue 2848: a predictor for each call leaks and costs; this one lives as long as its worker.
        this.predictor = new Predictor<>(model, new PlainTensors(), Device.cpu(), false);
    }

    /** What it runs. */
    public ModelCard card() {
        return card;
    }

    /**
     * The input tensor, float32 {@code [1, 3, height, width]}, to be filled from position 0. It holds what was written
     * last for this size, and is valid until another size is asked for.
     *
     * @throws IllegalArgumentException if the model does not take that size
     */
    public FloatBuffer input(int height, int width) {
        if (shape.get(2) != height || shape.get(3) != width) {
            refuseOtherSizes(height, width);
            int floats = Math.multiplyExact(3, Math.multiplyExact(height, width));
            if (memory.capacity() < 4L * floats) {
                memory =
                        ByteBuffer.allocateDirect(Math.multiplyExact(4, floats)).order(ByteOrder.nativeOrder());
            }
            input = memory.slice(0, 4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
            shape = new Shape(1, 3, height, width);
        }
        return input.clear();
    }

    /**
     * Runs the model on what {@link #input} was filled with.
     *
     * @return the outputs in the order of the card, each flattened in its own order; the caller's to keep
     * @throws InferenceException if the model fails
     */
    public float[][] run() {
        try {
            return predictor.predict(input.clear());
        } catch (TranslateException e) {
            throw new InferenceException(card.id(), e);
        }
    }

    /** Frees what DJL keeps for this runner; the weights stay. */
    @Override
    public void close() {
        predictor.close();
    }

    private void refuseOtherSizes(int height, int width) {
        List<Integer> fixed = card.input().tensor().shape();
        int multiple = card.input().multipleOf();
        if (height < 1 || width < 1 || height % multiple != 0 || width % multiple != 0) {
            throw new IllegalArgumentException(
                    card.id() + ": an input of " + width + "x" + height + " is not a multiple of " + multiple);
        }
        if ((fixed.get(2) > 0 && fixed.get(2) != height) || (fixed.get(3) > 0 && fixed.get(3) != width)) {
            throw new IllegalArgumentException(card.id() + ": an input of " + width + "x" + height + " is not "
                    + fixed.get(3) + "x" + fixed.get(2));
        }
    }

    private final class PlainTensors implements NoBatchifyTranslator<FloatBuffer, float[][]> {

        @Override
        public NDList processInput(TranslatorContext context, FloatBuffer floats) {
            return new NDList(context.getNDManager().create(floats, shape, DataType.FLOAT32));
        }

        @Override
        public float[][] processOutput(TranslatorContext context, NDList list) {
            List<TensorCard> outputs = card.outputs();
            float[][] values = new float[outputs.size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = floats(list, outputs.get(i).name());
            }
            return values;
        }

        private float[] floats(NDList list, String name) {
            for (NDArray array : list) {
                // DJL's own toFloatArray copies twice.
                if (name.equals(array.getName()) && array instanceof OrtNDArray tensor) {
                    return tensor.getTensor().getFloatBuffer().array();
                }
            }
            throw new IllegalStateException("the model gives no output '" + name + "'");
        }
    }
}
