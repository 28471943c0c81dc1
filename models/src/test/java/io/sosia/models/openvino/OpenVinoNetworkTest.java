package io.sosia.models.openvino;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenVinoNetworkTest {

    private static final TinyNetwork TINY = TinyNetwork.ofEveryLayer();

    @Test
    void everyLayerBecomesAnOperator() throws Exception {
        GraphProto graph = onnx(TINY.topology(), TINY.weights());
        assertEquals(
                List.of(
                        "Conv",
                        "Add",
                        "LeakyRelu",
                        "PRelu",
                        "Conv",
                        "AveragePool",
                        "Sigmoid",
                        "Mul",
                        "Relu",
                        "MaxPool"),
                graph.getNodeList().stream().map(NodeProto::getOpType).toList());
        assertEquals("picture", graph.getInput(0).getName());
        assertEquals("largest", graph.getOutput(0).getName());
        List<Dimension> sizes =
                graph.getInput(0).getType().getTensorType().getShape().getDimList();
        assertEquals("n", sizes.getFirst().getDimParam());
        assertEquals(
                List.of(2L, 6L, 6L),
                sizes.stream().skip(1).map(Dimension::getDimValue).toList());
        assertEquals(
                List.of(4L, 2L, 2L),
                graph.getOutput(0).getType().getTensorType().getShape().getDimList().stream()
                        .skip(1)
                        .map(Dimension::getDimValue)
                        .toList());
    }

    @Test
    void slopesOfChannelsAreLaidAlongTheChannels() throws Exception {
        GraphProto graph = onnx(TINY.topology(), TINY.weights());
        NodeProto sloped = node(graph, "sloped");
        TensorProto slopes = constant(graph, sloped.getInput(1));
        assertEquals(List.of(4L, 1L, 1L), slopes.getDimsList());
        assertArrayEquals(new float[] {0.5f, -0.5f, 2f, 0f}, floats(slopes));
        assertEquals(0.25f, attribute(node(graph, "leaky"), "alpha").getF());
    }

    @Test
    void groupsAreTakenOutOfTheFilters() throws Exception {
        GraphProto graph = onnx(TINY.topology(), TINY.weights());
        NodeProto apart = node(graph, "apart");
        assertEquals(List.of(4L, 1L, 3L, 3L), constant(graph, apart.getInput(1)).getDimsList());
        assertEquals(4, attribute(apart, "group").getI());
        assertEquals(List.of(1L, 1L, 1L, 1L), attribute(apart, "pads").getIntsList());
        assertEquals(1, attribute(node(graph, "convolved"), "group").getI());
        assertEquals(0, attribute(node(graph, "averaged"), "count_include_pad").getI());
    }

    /** What version 10 leaves out or writes otherwise: no layers that widen, no paddings' kind, a picture of float16. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsTheOlderForm(boolean half) throws Exception {
        TinyNetwork older = new TinyNetwork("10", half);
        int input = older.parameter("0", "1,1,4,4");
        int filters = older.constant("1,1,2,2", 1, 2, 3, -4);
        int convolved = older.layer(
                "68",
                "Convolution",
                "dilations=\"1,1\" output_padding=\"0,0\" pads_begin=\"0,0\" pads_end=\"0,0\" strides=\"1,1\"",
                "1,1,3,3",
                input,
                filters);
        older.layer("end", "Result", "", null, convolved);
        String xml = older.xml()
                .replace(" precision=\"FP32\"", "")
                .replaceFirst("element_type=\"f32\"", half ? "element_type=\"f16\"" : "element_type=\"f32\"");
        GraphProto graph = onnx(xml.getBytes(UTF_8), older.weights());
        assertEquals("68", graph.getOutput(0).getName());
        assertArrayEquals(new float[] {1, 2, 3, -4}, floats(graph.getInitializer(0)));
    }

    @Test
    void theSameFilesGiveTheSameBytesInEveryLocale() throws Exception {
        byte[] first = OpenVinoNetwork.toOnnx(TINY.topology(), TINY.weights());
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("ar-EG-u-nu-arab", "tr-TR", "de-DE", "th-TH-u-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertArrayEquals(first, OpenVinoNetwork.toOnnx(TINY.topology(), TINY.weights()), tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    /** The order in which the file names its layers is no part of the network. */
    @Test
    void layersMayStandInAnyOrder() throws Exception {
        String[] lines = TINY.xml().split("(?<=\n)", -1);
        int from = 2;
        int to = 2;
        while (lines[to].startsWith("<layer ")) {
            to++;
        }
        List<String> layers = Arrays.asList(lines).subList(from, to);
        Collections.reverse(layers);
        GraphProto graph = onnx(String.join("", lines).getBytes(UTF_8), TINY.weights());
        assertEquals("largest", graph.getNodeList().getLast().getName());
        assertEquals(10, graph.getNodeCount());
    }

    /** Each by one change to a network that is read, with a part of what the refusal says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    version="11"                       | version="9"                    | version 9; 10 and 11 are read
                    type="ReLU"                        | type="Elu"                     | layer 19 'cut' of type Elu is not translated
                    type="ReLU" version="opset1"       | type="ReLU" version="opset8"   | is of version opset8; opset1 is read
                    element_type="f16"                 | element_type="i8"              | has values of i8; f16 and f32 are read
                    destination_type="f32"             | destination_type="i32"         | destination_type is 'i32'; only 'f32' is read
                    element_type="f32"                 | element_type="u8"              | takes u8
                    precision="FP32"                   | precision="U8"                 | a tensor of U8; FP16 and FP32 are read
                    auto_pad="explicit"                | auto_pad="same_upper"          | auto_pad is 'same_upper'; only 'explicit' is read
                    rounding_type="floor"              | rounding_type="ceil"           | rounding_type is 'ceil'; only 'floor' is read
                    exclude-pad="true"                 | exclude-pad="maybe"            | exclude-pad is 'maybe'
                    exclude-pad="true"                 | ``                             | no attribute 'exclude-pad'
                    auto_broadcast="numpy"             | auto_broadcast="pdpd"          | auto_broadcast is 'pdpd'
                    strides="2,2"                      | strides="2,2" mode="x"         | has an attribute 'mode'
                    strides="2,2"                      | strides="0,2"                  | strides is '0,2'; two whole numbers from 1
                    strides="2,2"                      | strides="2,2,2"                | strides has more than 2 numbers
                    strides="2,2"                      | strides="2,-2"                 | strides is '-2'; whole numbers from 0
                    strides="2,2"                      | strides="1,1"                  | gives 1x4x6x6, but the file says that it gives 1x4x3x3
                    pads_begin="0, 0"                  | pads_begin="3, 3"              | adds more than 2 rows
                    kernel="3, 3"                      | kernel="7, 7"                  | a window of 7 does not fit into 3
                    size="144"                         | size="142"                     | has 142 bytes where 4x2x3x3 of f16 takes 144
                    offset="144"                       | offset="9999"                  | of weights that are 234 bytes long
                    offset="144"                       | offset="2147483647"            | of weights that are 234 bytes long
                    offset="144"                       | offset="4294967296"            | whole numbers from 0 to 2147483647 are read
                    offset="144"                       | offset="-4"                    | whole numbers from 0
                    shape="4,2,3,3"                    | shape="2,4,3,3"                | but the file says that it gives 4x2x3x3
                    shape="4,2,3,3"                    | shape="4,2,3,3,1,1,1"          | has more than 6 numbers
                    shape="4,2,3,3"                    | shape="65536,65536,3"          | more than 67108864 values
                    shape="1,2,6,6"                    | shape="8,2,6,6"                | one picture is read
                    <dim>6</dim>                       | <dim>٦</dim>                   | whole numbers from 0
                    <dim>6</dim>                       | <dim>0</dim>                   | a dimension of 0; 1 to 1048576 are read
                    <dim>6</dim>                       | <dim>-1</dim>                  | whole numbers from 0
                    <dim>6</dim>                       | <dim>99999999999</dim>         | whole numbers from 0
                    from-layer="0"                     | from-layer="77"                | there is no layer 77
                    from-port="9"                      | from-port="3"                  | has no such port
                    from-layer="3" from-port="9" | from-layer="12" from-port="9" | needs, in the end, its own output
                    <edges> | <edges><edge from-layer="0" from-port="9" to-layer="3" to-port="0"/> | more than one edge leads to input 0
                    layer id="1"                       | layer id="0"                   | has the number of another layer
                    layer id="1"                       | layer id="x"                   | attribute 'id' is 'x'
                    name="largest"                     | name="picture"                 | has a name that is taken
                    name="largest"                     | name="#3"                      | has a name that is taken
                    name="tiny"                        | name=""                        | has no attribute 'name'
                    </layers>                          | </layers><layers></layers>     | element 'layers' is not expected
                    <edges>                            | <edges>text                    | holds text
                    <input>                            | <inputs/><input>               | element 'inputs' is not expected
                    </net>                             | ``                             | not well-formed XML
                    """)
    void whatIsNotKnownIsRefused(String from, String to, String message) {
        String xml = TINY.xml();
        assertTrue(xml.contains(from), from);
        refused(xml.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)), message);
    }

    @Test
    void constantsAndPicturesAreNotExchanged() {
        TinyNetwork ofConstants = new TinyNetwork("11", false);
        ofConstants.parameter("picture", "1,1,2,2");
        int sum =
                ofConstants.layer("sum", "Add", "", "1", ofConstants.constant("1", 1f), ofConstants.constant("1", 2f));
        ofConstants.layer("result", "Result", "", null, sum);
        refused(ofConstants, "where something computed from the picture is read");

        TinyNetwork filteredByItself = new TinyNetwork("11", false);
        int picture = filteredByItself.parameter("picture", "1,1,2,2");
        int itself = filteredByItself.layer(
                "itself",
                "Convolution",
                "strides=\"1,1\" dilations=\"1,1\" pads_begin=\"0,0\" pads_end=\"0,0\"",
                "1,1,1,1",
                picture,
                picture);
        filteredByItself.layer("result", "Result", "", null, itself);
        refused(filteredByItself, "reads tensor 'picture' where a constant is read");

        TinyNetwork empty = new TinyNetwork("11", false);
        empty.layer("result", "Result", "", null, empty.parameter("picture", "1,1,2,2"));
        refused(empty, "gives the input as it is");

        TinyNetwork blind = new TinyNetwork("11", false);
        blind.layer("result", "Result", "", null, blind.constant("1", 1f));
        refused(blind, "0 inputs and 1 outputs");
    }

    /** A constant that had as many values as pictures would tie the network to their number. */
    @Test
    void aConstantMayNotEnlargeWhatItIsAppliedTo() {
        for (String shape : List.of("2,1,1,1", "1,3,1,1", "1,1,1,1,1")) {
            TinyNetwork network = new TinyNetwork("11", false);
            int picture = network.parameter("picture", "1,1,2,2");
            int count = Arrays.stream(shape.split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .reduce(1, (a, b) -> a * b);
            int sum = network.layer("sum", "Add", "", shape, picture, network.constant(shape, new float[count]));
            network.layer("result", "Result", "", null, sum);
            refused(network, "which it does not fit");
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightsAreNumbers(float value) {
        for (boolean half : new boolean[] {true, false}) {
            TinyNetwork network = new TinyNetwork("11", half);
            int picture = network.parameter("picture", "1,1,2,2");
            int sum = network.layer("sum", "Add", "", "1,1,2,2", picture, network.constant("2", 1f, value));
            network.layer("result", "Result", "", null, sum);
            refused(network, "which is no weight");
        }
    }

    /** Float16 holds 11 bits: every one of its values is a float32. */
    @Test
    void everyFloat16IsKeptExactly() throws Exception {
        for (float value : new float[] {0x1p-24f, 65504f, -0x1.ff8p-15f, 0x1.554p-2f, -0f}) {
            TinyNetwork network = new TinyNetwork("11", true);
            int picture = network.parameter("picture", "1,1,2,2");
            int sum = network.layer("sum", "Add", "", "1,1,2,2", picture, network.constant("1", value));
            network.layer("result", "Result", "", null, sum);
            GraphProto graph = onnx(network.topology(), network.weights());
            assertEquals(value, floats(graph.getInitializer(0))[0]);
        }
    }

    /** Thirty-three layers that all read the same four megabytes ask for 264 MB. */
    @Test
    void constantsThatShareTheirBytesAreCountedEach() {
        TinyNetwork network = new TinyNetwork("11", true);
        network.parameter("picture", "1,1,2,2");
        StringBuilder layers = new StringBuilder();
        for (int i = 100; i < 133; i++) {
            layers.append("<layer id=\"").append(i).append("\" name=\"c\" type=\"Const\" version=\"opset1\"><data ");
            layers.append("element_type=\"f16\" shape=\"2,1048576\" offset=\"0\" size=\"4194304\"/><output>");
            layers.append("<port id=\"0\"><dim>2</dim><dim>1048576</dim></port></output></layer>");
        }
        int cut = network.layer("cut", "ReLU", "", "1,1,2,2", 0);
        network.layer("result", "Result", "", null, cut);
        String xml = network.xml().replace("</layers>", layers + "</layers>");
        NetworkRefusedException refused = assertThrows(
                NetworkRefusedException.class, () -> OpenVinoNetwork.toOnnx(xml.getBytes(UTF_8), new byte[4 << 20]));
        assertTrue(String.valueOf(refused.getMessage()).contains("at most 67108864 are read"), refused::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE net>",
                "<!DOCTYPE net SYSTEM \"file:///etc/hostname\">",
                "<!DOCTYPE net [<!ENTITY a \"1\">]>",
                "<!DOCTYPE net [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>",
                "<!DOCTYPE net [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
                "<?include file?>",
            })
    void nothingIsDeclaredOrInstructed(String prologue) {
        refused(TINY.xml().replace("<net ", prologue + "<net "), "topology");
        String used = TINY.xml().replace("<net ", prologue + "<net ").replaceFirst("<dim>6<", "<dim>&a;<");
        refused(used, "topology");
    }

    @Test
    void sizesOfFilesAreBounded() {
        byte[] large = new byte[TopologyReader.MOST_BYTES + 1];
        assertThrows(NetworkRefusedException.class, () -> OpenVinoNetwork.toOnnx(large, new byte[0]));
        refused(TINY.xml().replace("name=\"cut\"", "name=\"" + "x".repeat(513) + "\""), "at most 512 are read");
        refused(TINY.xml().replace("strides=\"2,2\"", "strides=\"" + " ".repeat(513) + "\""), "at most 512 are read");
        refused(TINY.xml().replace("<rt_info>", "<rt_info>" + "<a>".repeat(100)), "nests remarks deeper than 16");
        refused(
                TINY.xml()
                        .replace(
                                "<edges>",
                                "<edges>"
                                        + "<edge from-layer=\"0\" from-port=\"9\" to-layer=\"2\" to-port=\"0\"/>"
                                                .repeat(40_001)),
                "more than 40000 edges");
        refused(TINY.xml().replace("<layers>", "<layers>" + layers(10_001)), "more than 10000 layers");
    }

    private static String layers(int count) {
        StringBuilder layers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            layers.append("<layer id=\"").append(1000 + i).append("\" name=\"x\" type=\"ReLU\" version=\"opset1\"/>");
        }
        return layers.toString();
    }

    /** Whatever the bytes, the outcome is a network or a refusal. */
    @Test
    void damagedFilesAreRefusedOrRead() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] topology = TINY.topology();
        int refusals = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = topology.clone();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                int at = random.nextInt(damaged.length);
                damaged[at] = (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt(256));
            }
            byte[] file = random.nextInt(10) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
            try {
                OpenVinoNetwork.toOnnx(file, TINY.weights());
            } catch (NetworkRefusedException e) {
                assertFalse(String.valueOf(e.getMessage()).isBlank());
                refusals++;
            }
        }
        assertTrue(refusals > 1000, refusals + " refusals");
    }

    private static void refused(TinyNetwork network, String message) {
        NetworkRefusedException refused = assertThrows(
                NetworkRefusedException.class, () -> OpenVinoNetwork.toOnnx(network.topology(), network.weights()));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    private static void refused(String xml, String message) {
        NetworkRefusedException refused = assertThrows(
                NetworkRefusedException.class, () -> OpenVinoNetwork.toOnnx(xml.getBytes(UTF_8), TINY.weights()));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    private static GraphProto onnx(byte[] topology, byte[] weights) throws Exception {
        return ModelProto.parseFrom(OpenVinoNetwork.toOnnx(topology, weights)).getGraph();
    }

    private static NodeProto node(GraphProto graph, String name) {
        return graph.getNodeList().stream()
                .filter(node -> node.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static TensorProto constant(GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static AttributeProto attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static float[] floats(TensorProto tensor) {
        FloatBuffer buffer = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
