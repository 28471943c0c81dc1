package io.sosia.detector.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sosia.models.catalogue.InputCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.store.VerifiedModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The known answers come from OpenCV, not from us: each is computed here again by OpenCV's network code on a tensor that
 * this test fills from the drawn face by the model authors' own instructions. Run with {@code -Dsosia.renew=true} to
 * write the answers of a new model into the sources.
 */
class KnownAnswerIT {

    /** By their size, which is that of a recogniser's chips. */
    private static final Map<Integer, String> CHIPS =
            Map.of(112, "drawn-face-112x112.png", 128, "drawn-face-128x128.png");

    private static final String PICTURE = "drawn-face-160x192.png";

    /** Strongest cells of each of a detector's grids that are kept. */
    private static final int CELLS = 4;

    private static final List<Integer> STRIDES = List.of(8, 16, 32);

    @ParameterizedTest
    @ValueSource(strings = {"yunet-n", "yunet-s", "mobilefacenet-ms1m", "omz-0095"})
    void keptAnswersAreOpenCvs(String id) throws Exception {
        VerifiedModel model = TestModels.model(id);
        boolean detector = model.card().alignment().isEmpty();
        Map<String, float[]> outputs = detector ? detect(model) : recognise(model);
        if (Boolean.getBoolean("sosia.renew")) {
            write(model.card(), detector ? PICTURE : chip(model.card()), outputs);
            return;
        }
        KnownAnswer kept = KnownAnswer.of(model.card()).orElseThrow();
        assertEquals(outputs.keySet(), kept.values().keySet());
        kept.values()
                .forEach((tensor, values) -> values.forEach((place, value) -> {
                    float now = output(outputs, tensor)[place];
                    assertEquals(now, value, 1e-3 * Math.max(1, Math.abs(now)), tensor + " " + place);
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yunet-n", "yunet-s", "mobilefacenet-ms1m", "omz-0095"})
    void modelsThatGiveTheirAnswerAreTaken(String id) throws Exception {
        VerifiedModel model = TestModels.model(id);
        try (LoadedModel loaded = LoadedModel.open(model)) {
            assertEquals(id, loaded.card().id());
        }
    }

    /** Every weight rounded to one of 15 steps: a model that loads, runs, and looks right. */
    @ParameterizedTest
    @ValueSource(strings = {"yunet-n", "mobilefacenet-ms1m", "omz-0095"})
    void badlyQuantisedWeightsAreRefused(String id) throws Exception {
        VerifiedModel model = TestModels.model(id);
        byte[] bytes = inFourBits(model.bytes());
        try (LoadedModel loaded = LoadedModel.load(model.card(), bytes)) {
            KnownAnswer known = KnownAnswer.of(model.card()).orElseThrow();
            ModelRefusedException refused = assertThrows(ModelRefusedException.class, () -> known.check(loaded));
            assertTrue(String.valueOf(refused.getMessage()).contains(id), refused::getMessage);
        }
    }

    /** The other order of channels, and numbers for means and scales that other recognisers ask for. */
    @ParameterizedTest
    @ValueSource(strings = {"mobilefacenet-ms1m", "omz-0095"})
    void otherPreprocessingIsRefused(String id) throws Exception {
        VerifiedModel model = TestModels.model(id);
        InputCard input = model.card().input();
        String swapped = input.channels().equals("RGB") ? "BGR" : "RGB";
        double otherScale = input.scale() == 1 ? 1 / 255.0 : 1;
        List<Double> middle = List.of(127.5, 127.5, 127.5);
        List<Double> half = List.of(128.0, 128.0, 128.0);
        List<InputCard> wrong = List.of(
                new InputCard(input.tensor(), "NCHW", swapped, input.scale(), input.mean(), input.deviation(), 1),
                new InputCard(input.tensor(), "NCHW", input.channels(), 1, middle, half, 1),
                new InputCard(
                        input.tensor(), "NCHW", input.channels(), otherScale, input.mean(), input.deviation(), 1));
        KnownAnswer known = KnownAnswer.of(model.card()).orElseThrow();
        for (InputCard card : wrong) {
            try (LoadedModel loaded = LoadedModel.load(with(model.card(), card), model.bytes())) {
                assertThrows(ModelRefusedException.class, () -> known.check(loaded), card.toString());
            }
        }
    }

    @Test
    void brokenFilesAreRefused() throws Exception {
        VerifiedModel model = TestModels.model("yunet-s");
        byte[] half = Arrays.copyOf(model.bytes(), model.bytes().length / 2);
        assertThrows(ModelRefusedException.class, () -> LoadedModel.load(model.card(), half));
    }

    /** The middle between the eyes and their distance are those of the recognisers' templates. */
    @ParameterizedTest
    @CsvSource({"112, 56, 51.7, 35.24", "128, 63.89, 58.97, 46.99"})
    void picturesAreWhatTheDrawingCodeDraws(int size, double x, double y, double eyes) throws Exception {
        BufferedImage drawn = DrawnFace.draw(size, size, x, y, eyes);
        try (InputStream in = KnownAnswer.class.getResourceAsStream(Objects.requireNonNull(CHIPS.get(size)))) {
            var kept = ImageIO.read(new ByteArrayInputStream(in.readAllBytes()));
            long apart = IntStream.range(0, size * size)
                    .filter(i -> distance(kept.getRGB(i % size, i / size), drawn.getRGB(i % size, i / size)) > 24)
                    .count();
            // Java2D's rasterisers differ at edges from release to release.
            assertTrue(apart < size * size / 50, apart + " pixels differ");
        }
    }

    private static int distance(int a, int b) {
        return Math.abs(((a >> 16) & 0xff) - ((b >> 16) & 0xff))
                + Math.abs(((a >> 8) & 0xff) - ((b >> 8) & 0xff))
                + Math.abs((a & 0xff) - (b & 0xff));
    }

    private static ModelCard with(ModelCard card, InputCard input) {
        return new ModelCard(
                card.id(),
                card.task(),
                card.standard(),
                card.file(),
                card.bytes(),
                card.sha256(),
                card.licence(),
                card.training(),
                card.source(),
                card.urls(),
                card.openVino(),
                input,
                card.outputs(),
                card.alignment(),
                card.embeddingLength(),
                card.accuracy(),
                card.operatingPoints(),
                card.cascade(),
                card.verified());
    }

    private static String chip(ModelCard card) {
        return Objects.requireNonNull(CHIPS.get(card.alignment().orElseThrow().size()));
    }

    /**
     * foamliu/MobileFaceNet: RGB over 255, less ImageNet's mean, over its deviation. open_model_zoo's
     * face-reidentification-retail-0095: BGR as it is.
     */
    private static Map<String, float[]> recognise(VerifiedModel model) throws Exception {
        if (model.card().id().equals("omz-0095")) {
            return run(model, chip(model.card()), (rgb, channel) -> (rgb >> (8 * channel)) & 0xff);
        }
        float[] mean = {0.485f, 0.456f, 0.406f};
        float[] deviation = {0.229f, 0.224f, 0.225f};
        return run(
                model,
                chip(model.card()),
                (rgb, channel) -> (((rgb >> (16 - 8 * channel)) & 0xff) / 255f - mean[channel]) / deviation[channel]);
    }

    /** libfacedetection.train: BGR as it is. */
    private static Map<String, float[]> detect(VerifiedModel model) throws Exception {
        return run(model, PICTURE, (rgb, channel) -> (rgb >> (8 * channel)) & 0xff);
    }

    private interface Preprocessing {
        float value(int rgb, int channel);
    }

    private static Map<String, float[]> run(VerifiedModel model, String picture, Preprocessing preprocessing)
            throws Exception {
        try (InputStream in = KnownAnswer.class.getResourceAsStream(picture)) {
            var image = ImageIO.read(in);
            int width = image.getWidth();
            int height = image.getHeight();
            float[] tensor = new float[3 * width * height];
            for (int i = 0; i < tensor.length; i++) {
                int pixel = i % (width * height);
                tensor[i] = preprocessing.value(image.getRGB(pixel % width, pixel / width), i / (width * height));
            }
            return run(model, new int[] {1, 3, height, width}, tensor);
        }
    }

    private static Map<String, float[]> run(VerifiedModel model, int[] shape, float[] tensor) {
        Map<String, float[]> outputs = new LinkedHashMap<>();
        byte[] fixed = withFixedInput(model, shape);
        try (BytePointer bytes = new BytePointer(fixed);
                Net net = opencv_dnn.readNetFromONNX(bytes, fixed.length);
                IntPointer sizes = new IntPointer(shape);
                FloatPointer values = new FloatPointer(tensor);
                Mat blob = new Mat(4, sizes, opencv_core.CV_32F, values)) {
            net.setPreferableBackend(opencv_dnn.DNN_BACKEND_OPENCV);
            net.setInput(blob);
            for (var output : model.card().outputs()) {
                try (Mat result = net.forward(output.name());
                        FloatPointer data = new FloatPointer(result.data())) {
                    float[] found = new float[(int) result.total()];
                    data.get(found);
                    outputs.put(output.name(), found);
                }
            }
        }
        return outputs;
    }

    private static void write(ModelCard card, String picture, Map<String, float[]> outputs) throws Exception {
        StringBuilder text = new StringBuilder();
        text.append("# What ").append(card.file()).append(" says of a drawn face, computed by OpenCV\n");
        text.append("# (see KnownAnswerIT). SHA-256 ").append(card.sha256()).append('\n');
        text.append("picture ").append(picture).append('\n');
        outputs.forEach((tensor, values) -> {
            for (int place : places(tensor, outputs)) {
                text.append(String.format(Locale.ROOT, "%s %d %.7g%n", tensor, place, values[place]));
            }
        });
        Path folder = Path.of("src/main/resources/io/sosia/detector/inference");
        Files.writeString(
                folder.resolve("known-answer-" + card.sha256().substring(0, 12) + ".txt"),
                text,
                StandardCharsets.UTF_8);
    }

    /** All of a recogniser's; of a detector's grid, everything that its strongest cells say. */
    private static List<Integer> places(String tensor, Map<String, float[]> outputs) {
        int size = output(outputs, tensor).length;
        for (int stride : STRIDES) {
            if (!tensor.endsWith("_" + stride)) {
                continue;
            }
            float[] classes = output(outputs, "cls_" + stride);
            float[] objects = output(outputs, "obj_" + stride);
            int each = size / classes.length;
            List<Integer> places = new ArrayList<>();
            IntStream.range(0, classes.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer cell) -> -classes[cell] * objects[cell]))
                    .limit(CELLS)
                    .forEach(cell ->
                            IntStream.range(cell * each, (cell + 1) * each).forEach(places::add));
            return places;
        }
        return IntStream.range(0, size).boxed().toList();
    }

    private static float[] output(Map<String, float[]> outputs, String tensor) {
        return Objects.requireNonNull(outputs.get(tensor), tensor);
    }

    /** OpenCV reads no model whose input may have any size; the size is written into a copy. */
    private static byte[] withFixedInput(VerifiedModel model, int[] shape) {
        try {
            ModelProto.Builder fixed = ModelProto.parseFrom(model.bytes()).toBuilder();
            ValueInfoProto.Builder input = fixed.getGraphBuilder().getInputBuilder(0);
            TensorShapeProto.Builder size = input.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .clearDim();
            for (int length : shape) {
                size.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length));
            }
            fixed.getGraphBuilder().clearValueInfo();
            return fixed.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(model.card().id(), e);
        }
    }

    private static byte[] inFourBits(byte[] model) throws InvalidProtocolBufferException {
        ModelProto.Builder changed = ModelProto.parseFrom(model).toBuilder();
        for (TensorProto.Builder weights : changed.getGraphBuilder().getInitializerBuilderList()) {
            if (weights.getDataType() != TensorProto.DataType.FLOAT.getNumber() || weights.getDimsCount() < 2) {
                continue;
            }
            boolean raw = weights.hasRawData();
            ByteBuffer bytes = raw ? ByteBuffer.wrap(weights.getRawData().toByteArray()) : ByteBuffer.allocate(0);
            FloatBuffer floats = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            int count = raw ? floats.capacity() : weights.getFloatDataCount();
            float largest = 0;
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, Math.abs(raw ? floats.get(i) : weights.getFloatData(i)));
            }
            float step = largest / 7;
            for (int i = 0; i < count && step > 0; i++) {
                float value = raw ? floats.get(i) : weights.getFloatData(i);
                float rounded = Math.round(value / step) * step;
                if (raw) {
                    floats.put(i, rounded);
                } else {
                    weights.setFloatData(i, rounded);
                }
            }
            if (raw) {
                weights.setRawData(ByteString.copyFrom(bytes.array()));
            }
        }
        return changed.build().toByteArray();
    }
}
