package io.sosia.detector.inference;

import io.sosia.detector.media.RgbImage;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.TensorCard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/**
 * What a model says of a drawn face, found out by other means than ours: OpenCV's own network code on a tensor that
 * OpenCV made. A build whose kernels are broken, weights that were quantised badly, a card that names the wrong mean,
 * scale or channel order: each gives another answer, and is refused before it has judged anybody.
 *
 * <p>Kept beside this class as {@code known-answer-<first 12 digits of the model's SHA-256>.txt}, UTF-8: {@code #}
 * starts a comment; {@code picture <name>} names a picture beside it; every other line is an output tensor's name, a
 * place in the flattened tensor, and the value there.
 *
 * @param picture the drawn face
 * @param values for each output tensor, values by place
 */
record KnownAnswer(RgbImage picture, Map<String, Map<Integer, Float>> values) {

    /**
     * How far a tensor's answer may lie from the known one: the length of the difference over the length of the answer.
     * ONNX Runtime and OpenCV were seen to differ by 5e-4 at most. Weights of four bits, exchanged channels and other
     * means are tests, and lie beyond it.
     */
    static final double TOLERANCE = 0.01;

    private static final Set<ModelCard> TRIED = ConcurrentHashMap.newKeySet();

    /**
     * Tries the model unless this process has tried one with the same bytes and card.
     *
     * @throws ModelRefusedException if it gives another answer, or none is known
     */
    static void checkOnce(LoadedModel model) throws ModelRefusedException {
        if (TRIED.contains(model.card())) {
            return;
        }
        KnownAnswer known = of(model.card())
                .orElseThrow(() -> new ModelRefusedException(
                        model.card(),
                        "there is no known answer to try it on, so nobody can tell whether it works here; the models"
                                + " that were tried are those marked as verified in the catalogue"));
        known.check(model);
        TRIED.add(model.card());
    }

    /** The answer kept for a model's bytes. */
    static Optional<KnownAnswer> of(ModelCard card) {
        String resource = "known-answer-" + card.sha256().substring(0, 12) + ".txt";
        try (InputStream in = KnownAnswer.class.getResourceAsStream(resource)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    /** @throws ModelRefusedException if the model gives another answer */
    void check(LoadedModel model) throws ModelRefusedException {
        ModelCard card = model.card();
        float[][] outputs;
        try (ModelRunner runner = model.newRunner()) {
            new PixelNormaliser(card.input()).fromRgb(picture, false, runner.input(picture.height(), picture.width()));
            outputs = runner.run();
        } catch (InferenceException | IllegalArgumentException e) {
            throw new ModelRefusedException(card, "it fails on a picture whose answer is known: " + e.getMessage(), e);
        }
        for (int i = 0; i < outputs.length; i++) {
            TensorCard tensor = card.outputs().get(i);
            Map<Integer, Float> expected = values.getOrDefault(tensor.name(), Map.of());
            double difference = difference(expected, outputs[i]);
            if (!(difference <= TOLERANCE)) {
                throw new ModelRefusedException(
                        card,
                        String.format(
                                Locale.ROOT,
                                "on a picture whose answer is known, output %s is off by %.4f of its length, more than"
                                        + " %.2f: the file, its card or this build of ONNX Runtime is wrong",
                                tensor.name(),
                                difference,
                                TOLERANCE));
            }
        }
    }

    /** Not a number if there is nothing to compare, or the answer is none. */
    private static double difference(Map<Integer, Float> expected, float[] found) {
        double apart = 0;
        double length = 0;
        for (Map.Entry<Integer, Float> value : expected.entrySet()) {
            if (value.getKey() >= found.length) {
                return Double.NaN;
            }
            double d = found[value.getKey()] - value.getValue();
            apart += d * d;
            length += (double) value.getValue() * value.getValue();
        }
        return Math.sqrt(apart / length);
    }

    private static KnownAnswer parse(String resource, String text) throws IOException {
        List<RgbImage> pictures = new ArrayList<>();
        Map<String, Map<Integer, Float>> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split(" +", -1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (words.length == 2 && words[0].equals("picture")) {
                pictures.add(picture(words[1]));
            } else if (words.length == 3) {
                values.computeIfAbsent(words[0], tensor -> new LinkedHashMap<>())
                        .put(Integer.parseInt(words[1]), Float.parseFloat(words[2]));
            } else {
                throw new IOException(resource + ": '" + line + "' is neither a picture nor a value");
            }
        }
        if (pictures.size() != 1) {
            throw new IOException(resource + " names " + pictures.size() + " pictures, not 1");
        }
        return new KnownAnswer(pictures.getFirst(), values);
    }

    private static RgbImage picture(String name) throws IOException {
        try (InputStream in = KnownAnswer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from this build");
            }
            return RgbImage.of(ImageIO.read(in));
        }
    }
}
