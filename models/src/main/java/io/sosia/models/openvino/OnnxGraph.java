package io.sosia.models.openvino;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An ONNX model in the making. The same calls in the same order give the same bytes: nothing in it depends on machine,
 * locale or time, and protocol buffers write fields by their number.
 */
final class OnnxGraph {

    /** Of ONNX 1.8: the oldest that has all operators as we write them, so that the most runtimes read it. */
    private static final int OPERATORS = 13;

    private static final int FORMAT = 7;

    /** The name of the first size of inputs and outputs, which whoever runs the model chooses. */
    private static final String BATCH = "n";

    private final GraphProto.Builder graph;
    private final Set<String> constants = new HashSet<>();

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** A float32 tensor that comes from outside; its first size is left open. */
    void input(String name, TensorShape shape) {
        graph.addInput(described(name, shape));
    }

    /** A float32 tensor that the model gives; its first size is left open. */
    void output(String name, TensorShape shape) {
        graph.addOutput(described(name, shape));
    }

    /** Whether there is a constant of that name. */
    boolean has(String constant) {
        return constants.contains(constant);
    }

    /** @param floats little-endian */
    void constant(String name, TensorShape shape, ByteString floats) {
        constants.add(name);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(floats);
        shape.sizes().forEach(size -> tensor.addDims(size));
        graph.addInitializer(tensor);
    }

    /** An operation of one output; its attributes are written in the order given. */
    void node(String operator, String name, List<String> inputs, String output, List<AttributeProto> attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(attributes));
    }

    static AttributeProto whole(String name, int value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto wholes(String name, List<Integer> values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        values.forEach(value -> attribute.addInts(value));
        return attribute.build();
    }

    static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("sosia")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto described(String name, TensorShape shape) {
        TensorShapeProto.Builder sizes =
                TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam(BATCH));
        shape.sizes().stream()
                .skip(1)
                .forEach(size -> sizes.addDim(Dimension.newBuilder().setDimValue(size)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(sizes)))
                .build();
    }
}
