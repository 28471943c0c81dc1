package io.sosia.models.store;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;

/**
 * Looks for tensors whose values lie in another file. Such a file is not covered by the model's hash, so it could be
 * exchanged without anybody noticing.
 */
final class ExternalData {

    private ExternalData() {}

    /**
     * The name of a tensor with external data, if the model has one.
     *
     * @param model an ONNX file's bytes
     * @throws InvalidProtocolBufferException if it is not an ONNX model
     */
    static Optional<String> find(byte[] model) throws InvalidProtocolBufferException {
        return find(ModelProto.parseFrom(model).getGraph());
    }

    private static Optional<String> find(GraphProto graph) {
        for (TensorProto tensor : graph.getInitializerList()) {
            if (external(tensor)) {
                return Optional.of(tensor.getName());
            }
        }
        for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
            if (external(sparse.getValues()) || external(sparse.getIndices())) {
                return Optional.of(sparse.getValues().getName());
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            for (AttributeProto attribute : node.getAttributeList()) {
                if (external(attribute.getT())
                        || attribute.getTensorsList().stream().anyMatch(ExternalData::external)) {
                    return Optional.of(node.getName() + "." + attribute.getName());
                }
                if (attribute.hasG()) {
                    Optional<String> inner = find(attribute.getG());
                    if (inner.isPresent()) {
                        return inner;
                    }
                }
                for (GraphProto inner : attribute.getGraphsList()) {
                    Optional<String> found = find(inner);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean external(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0;
    }
}
