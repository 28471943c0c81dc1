package io.sosia.models.openvino;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sosia.models.openvino.Topology.Layer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Networks in OpenVINO's intermediate representation, versions 10 and 11, as ONNX (operator set 13).
 *
 * <p>Read are the layers that Intel's open recogniser {@code face-reidentification-retail-0095} and its regressor of
 * landmarks consist of, all of {@code opset1}, with constants of float16 or float32:
 *
 * <table>
 * <caption>Layers, and what they become</caption>
 * <tr><td>Parameter, Result</td><td>input (one) and outputs; their first size, which must be 1, is left open</td></tr>
 * <tr><td>Const, Convert (to float32)</td><td>initializer of float32</td></tr>
 * <tr><td>Add, Multiply</td><td>Add, Mul; one of the two may be constant</td></tr>
 * <tr><td>Convolution, GroupConvolution</td><td>Conv; two spatial axes, constant filters, explicit padding</td></tr>
 * <tr><td>PReLU, ReLU, Sigmoid</td><td>PRelu (LeakyRelu where all slopes are one), Relu, Sigmoid</td></tr>
 * <tr><td>AvgPool, MaxPool</td><td>AveragePool, MaxPool; two spatial axes, explicit padding, rounded down</td></tr>
 * </table>
 *
 * <p>Everything else is refused, as are attributes that are not in the format's description: a layer that we only almost
 * understood would be a recogniser that only almost tells people apart. Each layer's sizes are worked out anew and must
 * be those that the file states. The files need not be trusted: whatever they hold, the outcome is a network or a
 * refusal, within bounds on memory (the files' sizes, and 256 MiB of constants).
 *
 * <p>The same files give the same bytes on every machine. The input keeps the name of its layer, and an output has the
 * name of the layer that it comes from.
 */
public final class OpenVinoNetwork {

    /** Weights larger than this are refused. Intel's face models have at most some tens of megabytes. */
    static final int MOST_WEIGHT_BYTES = 256 << 20;

    private static final String OPSET = "opset1";
    private static final Set<String> NONE = Set.of();
    private static final Set<String> BROADCAST = Set.of("auto_broadcast");
    private static final Set<String> CONVOLUTION =
            Set.of("strides", "dilations", "pads_begin", "pads_end", "auto_pad", "output_padding");
    private static final Set<String> AVERAGE =
            Set.of("kernel", "strides", "pads_begin", "pads_end", "auto_pad", "rounding_type", "exclude-pad");
    private static final Set<String> MAXIMUM =
            Set.of("kernel", "strides", "pads_begin", "pads_end", "auto_pad", "rounding_type");

    /** Our own tensors' names begin so, which no input's or output's may. */
    private static final String OWN = "#";

    private final byte[] weights;
    private final Wiring wiring;
    private final OnnxGraph onnx;
    private final Map<Integer, Value> values = new HashMap<>();

    /** Layers whose output is the network's, by number. */
    private final Set<Integer> results = new HashSet<>();

    private final Set<String> names = new HashSet<>();
    private long constantValues;

    private OpenVinoNetwork(Topology topology, byte[] weights) throws NetworkRefusedException {
        this.weights = weights;
        wiring = new Wiring(topology);
        onnx = new OnnxGraph(topology.name());
    }

    /**
     * Translates a network.
     *
     * @param topology content of the {@code .xml} file
     * @param weights content of the {@code .bin} file; only read
     * @return an ONNX file
     * @throws NetworkRefusedException if it is not a network, not of the kind above, or beyond a limit
     */
    public static byte[] toOnnx(byte[] topology, byte[] weights) throws NetworkRefusedException {
        if (weights.length > MOST_WEIGHT_BYTES) {
            throw new NetworkRefusedException(
                    "the weights have " + weights.length + " bytes; at most " + MOST_WEIGHT_BYTES + " are read");
        }
        return new OpenVinoNetwork(TopologyReader.read(topology), weights).translate();
    }

    private byte[] translate() throws NetworkRefusedException {
        long inputs = 0;
        for (Layer layer : wiring.order()) {
            inputs += layer.type().equals("Parameter") ? 1 : 0;
            if (layer.type().equals("Result")) {
                for (Layer source : wiring.sources(layer)) {
                    if (!results.add(source.id())) {
                        throw new NetworkRefusedException(layer + " gives what another layer gives already");
                    }
                }
            }
        }
        if (inputs != 1 || results.isEmpty()) {
            throw new NetworkRefusedException("the network has " + inputs + " inputs and " + results.size()
                    + " outputs; one input and at least one output are read");
        }
        for (Layer layer : wiring.order()) {
            List<Value> from = new ArrayList<>();
            for (Layer source : wiring.sources(layer)) {
                from.add(value(layer, source));
            }
            translate(layer, from);
        }
        return onnx.bytes();
    }

    private void translate(Layer layer, List<Value> from) throws NetworkRefusedException {
        if (!layer.opset().equals(OPSET)) {
            throw new NetworkRefusedException(layer + " is of version " + layer.opset() + "; " + OPSET + " is read");
        }
        switch (layer.type()) {
            case "Parameter" -> parameter(layer, from);
            case "Const" -> constant(layer, from);
            case "Convert" -> convert(layer, from);
            case "Add" -> combine(layer, from, "Add");
            case "Multiply" -> combine(layer, from, "Mul");
            case "Convolution" -> convolution(layer, from);
            case "GroupConvolution" -> groupConvolution(layer, from);
            case "PReLU" -> slopes(layer, from);
            case "ReLU" -> alone(layer, from, "Relu");
            case "Sigmoid" -> alone(layer, from, "Sigmoid");
            case "AvgPool" -> averagePool(layer, from);
            case "MaxPool" -> maximumPool(layer, from);
            case "Result" -> result(layer, from);
            default ->
                throw new NetworkRefusedException(layer + " is not translated; layers of these types are: Add, AvgPool,"
                        + " Const, Convert, Convolution, GroupConvolution, MaxPool, Multiply, PReLU, Parameter, ReLU,"
                        + " Result, Sigmoid");
        }
    }

    private void parameter(Layer layer, List<Value> from) throws NetworkRefusedException {
        inputs(layer, from, 0);
        Attributes attributes = new Attributes(layer, Set.of("shape", "element_type"));
        String type = attributes.text("element_type");
        if (!type.equals("f32") && !type.equals("f16")) {
            throw new NetworkRefusedException(layer + " takes " + type + "; f16 and f32 are read");
        }
        TensorShape shape = TensorShape.of(
                layer.toString(),
                Numbers.parseList(layer + ": shape", attributes.text("shape"), TensorShape.MOST_DIMENSIONS));
        if (shape.rank() != 4 || shape.size(0) != 1) {
            throw new NetworkRefusedException(layer + " takes " + shape + "; one picture is read, 1xCxHxW");
        }
        String name = outside(layer);
        onnx.input(name, shape);
        give(layer, new Value.Data(name, shape));
    }

    private void constant(Layer layer, List<Value> from) throws NetworkRefusedException {
        inputs(layer, from, 0);
        Constant constant = Constant.of(layer, weights);
        // Constants may share bytes of the weights, so a small file could ask for much memory.
        constantValues += constant.shape().values();
        if (constantValues > TensorShape.MOST_VALUES) {
            throw new NetworkRefusedException(layer + ": up to here the network has " + constantValues
                    + " constant values; at most " + TensorShape.MOST_VALUES + " are read");
        }
        give(layer, constant);
    }

    /** Float16 constants are stored with a layer that widens them; ours are wide already. */
    private void convert(Layer layer, List<Value> from) throws NetworkRefusedException {
        inputs(layer, from, 1);
        new Attributes(layer, Set.of("destination_type")).demand("destination_type", "f32");
        give(layer, constant(layer, from.getFirst()));
    }

    private void combine(Layer layer, List<Value> from, String operator) throws NetworkRefusedException {
        inputs(layer, from, 2);
        new Attributes(layer, BROADCAST).demand("auto_broadcast", "numpy");
        List<String> names = new ArrayList<>();
        TensorShape shape = switch (from.get(0)) {
            case Value.Data data ->
                switch (from.get(1)) {
                    case Value.Data other -> together(layer, data.shape(), other.shape());
                    case Constant constant -> stretched(layer, constant.shape(), data.shape());
                };
            case Constant constant ->
                stretched(layer, constant.shape(), data(layer, from.get(1)).shape());
        };
        for (Value value : from) {
            names.add(
                    switch (value) {
                        case Value.Data data -> data.name();
                        case Constant constant -> write(constant, constant.shape());
                    });
        }
        add(layer, operator, names, shape, List.of());
    }

    private void convolution(Layer layer, List<Value> from) throws NetworkRefusedException {
        inputs(layer, from, 2);
        TensorShape shape = data(layer, from.get(0)).shape();
        Constant filters = constant(layer, from.get(1));
        if (shape.rank() != 4 || filters.shape().rank() != 4 || filters.shape().size(1) != shape.size(1)) {
            throw new NetworkRefusedException(
                    layer + " applies filters of " + filters.shape() + " to " + shape + "; OxCxHxW on 1xCxHxW is read");
        }
        convolve(layer, from, filters, filters.shape(), 1);
    }

    private void groupConvolution(Layer layer, List<Value> from) throws NetworkRefusedException {
        inputs(layer, from, 2);
        TensorShape shape = data(layer, from.get(0)).shape();
        Constant filters = constant(layer, from.get(1));
        TensorShape sizes = filters.shape();
        if (shape.rank() != 4 || sizes.rank() != 5 || (long) sizes.size(0) * sizes.size(2) != shape.size(1)) {
            throw new NetworkRefusedException(
                    layer + " applies filters of " + sizes + " to " + shape + "; GxOxCxHxW on 1x(G*C)xHxW is read");
        }
        TensorShape flat = TensorShape.of(
                layer.toString(),
                List.of(Math.multiplyExact(sizes.size(0), sizes.size(1)), sizes.size(2), sizes.size(3), sizes.size(4)));
        convolve(layer, from, filters, flat, sizes.size(0));
    }

    /** @param flat the filters' sizes as ONNX has them: outputs, inputs of a group, rows, columns */
    private void convolve(Layer layer, List<Value> from, Constant filters, TensorShape flat, int groups)
            throws NetworkRefusedException {
        Attributes attributes = new Attributes(layer, CONVOLUTION);
        attributes.demand("auto_pad", "explicit");
        if (layer.attributes().containsKey("output_padding")
                && !attributes.pair("output_padding", 0).equals(List.of(0, 0))) {
            throw new NetworkRefusedException(
                    layer + ": output_padding is '" + attributes.text("output_padding") + "'; only zeros are read");
        }
        Windows windows = new Windows(
                flat.sizes().subList(2, 4),
                attributes.pair("strides", 1),
                attributes.pair("dilations", 1),
                attributes.pair("pads_begin", 0),
                attributes.pair("pads_end", 0));
        Value.Data data = data(layer, from.get(0));
        add(
                layer,
                "Conv",
                List.of(data.name(), write(filters, flat)),
                moved(layer, data.shape(), flat.size(0), windows),
                List.of(
                        OnnxGraph.wholes("dilations", windows.dilations()),
                        OnnxGraph.whole("group", groups),
                        OnnxGraph.wholes("kernel_shape", windows.kernel()),
                        OnnxGraph.wholes("pads", windows.pads()),
                        OnnxGraph.wholes("strides", windows.strides())));
    }

    /**
     * One slope for all values makes a leaky ReLU. The function is the same, and ONNX Runtime computes it within the
     * convolution before it, which halves the time that the recogniser takes.
     *
     * <p>A list of slopes belongs to the channels in OpenVINO, to the last axis in ONNX. Any other form is broadcast
     * alike in both.
     */
    private void slopes(Layer layer, List<Value> from) throws NetworkRefusedException {
        inputs(layer, from, 2);
        new Attributes(layer, NONE);
        Value.Data data = data(layer, from.get(0));
        Constant slopes = constant(layer, from.get(1));
        TensorShape shape = data.shape();
        if (slopes.shape().values() == 1) {
            float slope = slopes.floats(weights)
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getFloat();
            add(
                    layer,
                    "LeakyRelu",
                    List.of(data.name()),
                    stretched(layer, slopes.shape(), shape),
                    List.of(OnnxGraph.real("alpha", slope)));
            return;
        }
        TensorShape written = slopes.shape();
        if (written.rank() == 1) {
            List<Integer> sizes = new ArrayList<>(written.sizes());
            for (int axis = 2; axis < shape.rank(); axis++) {
                sizes.add(1);
            }
            written = TensorShape.of(layer.toString(), sizes);
        }
        add(layer, "PRelu", List.of(data.name(), write(slopes, written)), stretched(layer, written, shape), List.of());
    }

    private void alone(Layer layer, List<Value> from, String operator) throws NetworkRefusedException {
        inputs(layer, from, 1);
        new Attributes(layer, NONE);
        Value.Data data = data(layer, from.getFirst());
        add(layer, operator, List.of(data.name()), data.shape(), List.of());
    }

    private void averagePool(Layer layer, List<Value> from) throws NetworkRefusedException {
        Attributes attributes = new Attributes(layer, AVERAGE);
        String exclude = attributes.text("exclude-pad");
        if (!exclude.equals("true") && !exclude.equals("false")) {
            throw new NetworkRefusedException(
                    layer + ": exclude-pad is '" + exclude + "'; 'true' and 'false' are read");
        }
        int counted = exclude.equals("true") ? 0 : 1;
        pool(layer, from, attributes, "AveragePool", List.of(OnnxGraph.whole("count_include_pad", counted)));
    }

    private void maximumPool(Layer layer, List<Value> from) throws NetworkRefusedException {
        pool(layer, from, new Attributes(layer, MAXIMUM), "MaxPool", List.of());
    }

    private void pool(Layer layer, List<Value> from, Attributes attributes, String operator, List<AttributeProto> more)
            throws NetworkRefusedException {
        inputs(layer, from, 1);
        attributes.demand("auto_pad", "explicit");
        attributes.demand("rounding_type", "floor");
        Windows windows = new Windows(
                attributes.pair("kernel", 1),
                attributes.pair("strides", 1),
                List.of(1, 1),
                attributes.pair("pads_begin", 0),
                attributes.pair("pads_end", 0));
        for (int axis = 0; axis < 2; axis++) {
            // A window of nothing but padding has no average and no maximum.
            int most = windows.kernel().get(axis) - 1;
            if (windows.begin().get(axis) > most || windows.end().get(axis) > most) {
                throw new NetworkRefusedException(layer + " adds more than " + most + " rows or columns to a side; "
                        + "fewer than the kernel has are read");
            }
        }
        Value.Data data = data(layer, from.getFirst());
        if (data.shape().rank() != 4) {
            throw new NetworkRefusedException(layer + " takes " + data.shape() + "; 1xCxHxW is read");
        }
        List<AttributeProto> written = new ArrayList<>(more);
        written.add(OnnxGraph.wholes("kernel_shape", windows.kernel()));
        written.add(OnnxGraph.wholes("pads", windows.pads()));
        written.add(OnnxGraph.wholes("strides", windows.strides()));
        add(
                layer,
                operator,
                List.of(data.name()),
                moved(layer, data.shape(), data.shape().size(1), windows),
                written);
    }

    private void result(Layer layer, List<Value> from) throws NetworkRefusedException {
        inputs(layer, from, 1);
        new Attributes(layer, NONE);
        Value.Data data = data(layer, from.getFirst());
        if (wiring.sources(layer).getFirst().type().equals("Parameter")) {
            throw new NetworkRefusedException(layer + " gives the input as it is; something computed is read");
        }
        onnx.output(data.name(), data.shape());
    }

    private void add(
            Layer layer, String operator, List<String> from, TensorShape shape, List<AttributeProto> attributes)
            throws NetworkRefusedException {
        String name = results.contains(layer.id()) ? outside(layer) : OWN + layer.id();
        onnx.node(operator, layer.name(), from, name, attributes);
        give(layer, new Value.Data(name, shape));
    }

    /** A layer's value, whose sizes must be those that the file states. */
    private void give(Layer layer, Value value) throws NetworkRefusedException {
        if (layer.outputs().size() != 1) {
            throw new NetworkRefusedException(layer + " has no output");
        }
        TensorShape stated = layer.outputs().getFirst().shape();
        if (!stated.equals(value.shape())) {
            throw new NetworkRefusedException(
                    layer + " gives " + value.shape() + ", but the file says that it gives " + stated);
        }
        values.put(layer.id(), value);
    }

    private Value value(Layer reader, Layer source) throws NetworkRefusedException {
        Value value = values.get(source.id());
        if (value == null) {
            throw new NetworkRefusedException(reader + " reads " + source + ", which gives nothing");
        }
        return value;
    }

    private static void inputs(Layer layer, List<Value> from, int count) throws NetworkRefusedException {
        if (from.size() != count) {
            throw new NetworkRefusedException(layer + " has " + from.size() + " inputs; " + count + " are read");
        }
    }

    private static Value.Data data(Layer layer, Value value) throws NetworkRefusedException {
        return switch (value) {
            case Value.Data data -> data;
            case Constant constant ->
                throw new NetworkRefusedException(
                        layer + " reads " + constant.layer() + " where something computed from the picture is read");
        };
    }

    private static Constant constant(Layer layer, Value value) throws NetworkRefusedException {
        return switch (value) {
            case Constant constant -> constant;
            case Value.Data data ->
                throw new NetworkRefusedException(
                        layer + " reads tensor '" + data.name() + "' where a constant is read");
        };
    }

    /** Two tensors of one number of axes, along each of which their sizes are equal or one is 1. */
    private static TensorShape together(Layer layer, TensorShape one, TensorShape other)
            throws NetworkRefusedException {
        List<Integer> sizes = new ArrayList<>();
        boolean fit = one.rank() == other.rank();
        for (int axis = 0; fit && axis < one.rank(); axis++) {
            int a = one.size(axis);
            int b = other.size(axis);
            fit = a == b || a == 1 || b == 1;
            sizes.add(Math.max(a, b));
        }
        if (!fit) {
            throw new NetworkRefusedException(layer + " combines " + one + " with " + other + ", which do not fit");
        }
        return TensorShape.of(layer.toString(), sizes);
    }

    /**
     * A constant that fits a tensor without enlarging it: then it is the same for every picture, however many there are.
     */
    private static TensorShape stretched(Layer layer, TensorShape constant, TensorShape shape)
            throws NetworkRefusedException {
        int missing = shape.rank() - constant.rank();
        boolean fits = missing >= 0;
        for (int axis = 0; fits && axis < constant.rank(); axis++) {
            fits = constant.size(axis) == 1 || constant.size(axis) == shape.size(axis + missing);
        }
        if (!fits) {
            throw new NetworkRefusedException(
                    layer + " applies a constant of " + constant + " to " + shape + ", which it does not fit");
        }
        return shape;
    }

    private static TensorShape moved(Layer layer, TensorShape from, int channels, Windows windows)
            throws NetworkRefusedException {
        return TensorShape.of(
                layer.toString(),
                List.of(
                        from.size(0),
                        channels,
                        windows.fits(layer, 0, from.size(2)),
                        windows.fits(layer, 1, from.size(3))));
    }

    /** The name of the constant in the graph, where it is put when it is first used in this form. */
    private String write(Constant constant, TensorShape shape) throws NetworkRefusedException {
        String name = OWN + constant.layer().id() + ":" + shape;
        if (!onnx.has(name)) {
            onnx.constant(name, shape, constant.floats(weights));
        }
        return name;
    }

    /** A name that whoever runs the model uses. */
    private String outside(Layer layer) throws NetworkRefusedException {
        if (layer.name().startsWith(OWN) || !names.add(layer.name())) {
            throw new NetworkRefusedException(layer + " has a name that is taken; inputs and outputs need their own");
        }
        return layer.name();
    }
}
