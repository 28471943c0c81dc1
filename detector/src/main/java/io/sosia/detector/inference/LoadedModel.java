package io.sosia.detector.inference;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.store.VerifiedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's weights in memory, run by DJL on ONNX Runtime: one for a process, however many workers there are. Thread-safe;
 * whoever opened it closes it, after the runners made from it.
 */
public final class LoadedModel implements AutoCloseable {

    private final ModelCard card;
    private final Model model;
    private final SessionOptions options;

    private LoadedModel(ModelCard card, Model model, SessionOptions options) {
        this.card = card;
        this.model = model;
        this.options = options;
    }

    /**
     * Loads the checked bytes (the store has made sure that they lean on no other file), and tries them on their known answer where the process has not done so before.
     *
     * @throws ModelRefusedException if the model must not be used
     */
    public static LoadedModel open(VerifiedModel verified) throws ModelRefusedException {
        LoadedModel loaded = load(verified.card(), verified.bytes());
        try {
            KnownAnswer.checkOnce(loaded);
            return loaded;
        } catch (ModelRefusedException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** Loads without trying. */
    static LoadedModel load(ModelCard card, byte[] bytes) throws ModelRefusedException {
        SessionOptions options = OnnxEngine.options(card);
        Model model = Model.newInstance(card.id(), Device.cpu(), OnnxEngine.NAME);
        LoadedModel loaded = new LoadedModel(card, model, options);
        try {
            model.load(new ByteArrayInputStream(bytes), Map.of("sessionOptions", options));
            removeWorkFolder(model.getModelPath());
            loaded.refuseOtherTensors();
            return loaded;
        } catch (MalformedModelException e) {
            loaded.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ModelRefusedException(card, "ONNX Runtime cannot load it: " + cause.getMessage(), e);
        } catch (IOException e) {
            loaded.close();
            throw new ModelRefusedException(card, "it cannot be loaded: " + e.getMessage(), e);
        } catch (ModelRefusedException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** What was loaded. */
    public ModelCard card() {
        return card;
    }

    /** A runner for one worker, which closes it. */
    public ModelRunner newRunner() {
        return new ModelRunner(card, model);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        model.close();
        options.close();
    }

    /** DJL makes an empty temporary folder for each model that comes as a stream. */
    private static void removeWorkFolder(Path folder) throws IOException {
        Files.deleteIfExists(folder);
    }

    private void refuseOtherTensors() throws ModelRefusedException {
        List<String> inputs = model.getBlock().describeInput().keys();
        String expected = card.input().tensor().name();
        if (!Set.copyOf(inputs).equals(Set.of(expected))) {
            throw new ModelRefusedException(card, "its inputs are " + inputs + ", not [" + expected + "]");
        }
    }
}
