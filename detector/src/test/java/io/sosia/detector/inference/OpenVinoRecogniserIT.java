package io.sosia.detector.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.align.FaceAligner;
import io.sosia.detector.align.SimilarityAligner;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.face.DetectorSettings;
import io.sosia.detector.face.FaceDetector;
import io.sosia.detector.face.YuNetDetector;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.PhotoDecoder;
import io.sosia.detector.media.still.StillPicture;
import io.sosia.models.catalogue.InputCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.TensorCard;
import io.sosia.models.openvino.OpenVinoNetwork;
import io.sosia.models.store.VerifiedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What we make of OpenVINO's networks computes what they should, judged by somebody else's translation and by hand. */
class OpenVinoRecogniserIT {

    private static final int CHIPS = 200;

    private static final double TOLERANCE = 1e-4;

    /**
     * The same as a translation that was made by other means than ours, on aligned faces of real people. Both are run by
     * ONNX Runtime; the reference keeps the activations as they are in the file, ours are folded into convolutions.
     */
    @Test
    void isTheSameAsTheReferenceOnRealFaces() throws Exception {
        VerifiedModel ours = TestModels.model("omz-0095");
        Path reference = TestModels.models().resolve("face-reidentification-retail-0095.reference.onnx");
        TestModels.data("models/" + reference.getFileName());
        List<RgbImage> chips = chips(ours.card());
        double outputs = 0;
        double directions = 0;
        try (LoadedModel one = LoadedModel.load(ours.card(), ours.bytes());
                LoadedModel other = LoadedModel.load(
                        with(ours.card(), "input", List.of(-1, 3, 128, 128), "output"), Files.readAllBytes(reference));
                ModelRunner first = one.newRunner();
                ModelRunner second = other.newRunner()) {
            PixelNormaliser normaliser = new PixelNormaliser(ours.card().input());
            for (RgbImage chip : chips) {
                normaliser.fromRgb(chip, false, first.input(128, 128));
                normaliser.fromRgb(chip, false, second.input(128, 128));
                float[] found = first.run()[0];
                float[] expected = second.run()[0];
                assertEquals(256, found.length);
                assertEquals(256, expected.length);
                double lengthFound = length(found);
                double lengthExpected = length(expected);
                for (int i = 0; i < found.length; i++) {
                    outputs = Math.max(outputs, Math.abs(found[i] - expected[i]));
                    directions = Math.max(directions, Math.abs(found[i] / lengthFound - expected[i] / lengthExpected));
                }
            }
        }
        assertEquals(CHIPS, chips.size());
        assertTrue(outputs <= TOLERANCE, "outputs differ by up to " + outputs);
        assertTrue(directions <= TOLERANCE, "unit vectors differ by up to " + directions);
    }

    /** Slopes of channels, averages beside an edge, groups of several filters, maxima: against plain loops. */
    @Test
    void layersComputeWhatTheirDescriptionSays() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        float[] slopes = {0.5f, -2f, 0.25f};
        float[] filters = new float[3 * 2 * 2 * 2];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = (random.nextInt(17) - 8) / 8f;
        }
        ByteBuffer weights =
                ByteBuffer.allocate(4 * (slopes.length + filters.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (float slope : slopes) {
            weights.putFloat(slope);
        }
        for (float filter : filters) {
            weights.putFloat(filter);
        }
        float[] picture = new float[3 * 4 * 4];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = random.nextInt(21) - 10;
        }
        for (boolean counted : new boolean[] {false, true}) {
            byte[] onnx = OpenVinoNetwork.toOnnx(network(counted).getBytes(UTF_8), weights.array());
            ModelCard card = with(TestModels.model("omz-0095").card(), "in", List.of(-1, 3, 4, 4), "out");
            try (LoadedModel model = LoadedModel.load(card, onnx);
                    ModelRunner runner = model.newRunner()) {
                FloatBuffer input = runner.input(4, 4);
                input.put(picture);
                assertArrayEquals(byHand(picture, slopes, filters, counted), runner.run()[0], 1e-4f);
            }
        }
    }

    private static float[] byHand(float[] picture, float[] slopes, float[] filters, boolean counted) {
        double[][][] bent = new double[3][4][4];
        for (int i = 0; i < picture.length; i++) {
            int c = i / 16;
            bent[c][i / 4 % 4][i % 4] = picture[i] < 0 ? picture[i] * slopes[c] : picture[i];
        }
        double[][][] averaged = new double[3][4][4];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 4; x++) {
                    double sum = 0;
                    int inside = 0;
                    for (int v = Math.max(0, y - 1); v <= Math.min(3, y + 1); v++) {
                        for (int u = Math.max(0, x - 1); u <= Math.min(3, x + 1); u++) {
                            sum += bent[c][v][u];
                            inside++;
                        }
                    }
                    averaged[c][y][x] = sum / (counted ? 9 : inside);
                }
            }
        }
        // Three groups of one channel, two filters each, of 2x2: six channels of 3x3, then maxima of 2x2.
        float[] found = new float[6 * 2 * 2];
        for (int out = 0; out < 6; out++) {
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 2; x++) {
                    double largest = Double.NEGATIVE_INFINITY;
                    for (int at = 0; at < 4; at++) {
                        double sum = 0;
                        for (int tap = 0; tap < 4; tap++) {
                            sum += filters[4 * out + tap]
                                    * averaged[out / 2][y + at / 2 + tap / 2][x + at % 2 + tap % 2];
                        }
                        largest = Math.max(largest, sum);
                    }
                    found[4 * out + 2 * y + x] = (float) largest;
                }
            }
        }
        return found;
    }

    private static String network(boolean counted) {
        String in = port(0, 1, 3, 4, 4);
        String window = "strides=\"1,1\" auto_pad=\"explicit\" rounding_type=\"floor\" ";
        return "<net name=\"small\" version=\"10\"><layers>"
                + layer(0, "in", "Parameter", "shape=\"1,3,4,4\" element_type=\"f32\"", "", in)
                + layer(1, "a", "Const", "element_type=\"f32\" shape=\"3\" offset=\"0\" size=\"12\"", "", port(0, 3))
                + layer(2, "b", "PReLU", "", in + port(1, 3), port(2, 1, 3, 4, 4))
                + layer(
                        3,
                        "c",
                        "AvgPool",
                        window + "kernel=\"3,3\" pads_begin=\"1,1\" pads_end=\"1,1\" exclude-pad=\"" + !counted + "\"",
                        in,
                        port(2, 1, 3, 4, 4))
                + layer(
                        4,
                        "d",
                        "Const",
                        "element_type=\"f32\" shape=\"3,2,1,2,2\" offset=\"12\" size=\"96\"",
                        "",
                        port(0, 3, 2, 1, 2, 2))
                + layer(
                        5,
                        "e",
                        "GroupConvolution",
                        "strides=\"1,1\" dilations=\"1,1\" pads_begin=\"0,0\" pads_end=\"0,0\"",
                        in + port(1, 3, 2, 1, 2, 2),
                        port(2, 1, 6, 3, 3))
                + layer(
                        6,
                        "out",
                        "MaxPool",
                        window + "kernel=\"2,2\" pads_begin=\"0,0\" pads_end=\"0,0\"",
                        port(0, 1, 6, 3, 3),
                        port(2, 1, 6, 2, 2))
                + layer(7, "end", "Result", "", port(0, 1, 6, 2, 2), "")
                + "</layers><edges>"
                + edge(0, 0, 2, 0)
                + edge(1, 0, 2, 1)
                + edge(2, 2, 3, 0)
                + edge(3, 2, 5, 0)
                + edge(4, 0, 5, 1)
                + edge(5, 2, 6, 0)
                + edge(6, 2, 7, 0)
                + "</edges></net>";
    }

    private static String layer(int id, String name, String type, String data, String inputs, String outputs) {
        return "<layer id=\"" + id + "\" name=\"" + name + "\" type=\"" + type + "\" version=\"opset1\">"
                + (data.isEmpty() ? "" : "<data " + data + "/>")
                + "<input>" + inputs + "</input><output>" + outputs + "</output></layer>";
    }

    private static String port(int id, int... sizes) {
        StringBuilder port = new StringBuilder("<port id=\"" + id + "\">");
        for (int size : sizes) {
            port.append("<dim>").append(size).append("</dim>");
        }
        return port.append("</port>").toString();
    }

    private static String edge(int fromLayer, int fromPort, int toLayer, int toPort) {
        return "<edge from-layer=\"" + fromLayer + "\" from-port=\"" + fromPort + "\" to-layer=\"" + toLayer
                + "\" to-port=\"" + toPort + "\"/>";
    }

    /** The first face of each of the first people's first photos. */
    private static List<RgbImage> chips(ModelCard card) throws Exception {
        List<Path> people;
        try (Stream<Path> folders = Files.list(TestModels.data("faces/lfw-dev/images"))) {
            people = folders.sorted().toList();
        }
        FaceAligner aligner = new SimilarityAligner(card.alignment().orElseThrow());
        PhotoDecoder decoder = new PhotoDecoder();
        List<RgbImage> chips = new ArrayList<>();
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-n"));
                FaceDetector detector = new YuNetDetector(model, DetectorSettings.standard())) {
            for (int i = 0; i < people.size() && chips.size() < CHIPS; i++) {
                Path photo;
                try (Stream<Path> photos = Files.list(people.get(i))) {
                    photo = photos.sorted().findFirst().orElseThrow();
                }
                try (StillPicture picture = decoder.decode(photo, decoder.read(photo))) {
                    for (DetectedFace face :
                            detector.detect(picture).stream().limit(1).toList()) {
                        chips.add(aligner.align(picture, face.landmarks()).chip());
                    }
                }
            }
        }
        return chips;
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        return Math.sqrt(squares);
    }

    /** The card with other tensors, for bytes that are not the card's. */
    static ModelCard with(ModelCard card, String input, List<Integer> shape, String output) {
        InputCard plain = card.input();
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
                List.of(),
                Optional.empty(),
                new InputCard(
                        new TensorCard(input, shape),
                        plain.layout(),
                        plain.channels(),
                        plain.scale(),
                        plain.mean(),
                        plain.deviation(),
                        1),
                List.of(new TensorCard(output, List.of(-1))),
                card.alignment(),
                card.embeddingLength(),
                card.accuracy(),
                card.operatingPoints(),
                card.cascade(),
                card.verified());
    }
}
