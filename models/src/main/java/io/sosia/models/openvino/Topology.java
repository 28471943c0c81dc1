package io.sosia.models.openvino;

import java.util.List;
import java.util.Map;

/**
 * What the {@code .xml} file of a network says, in its order; nothing is understood yet.
 *
 * @param name the network's
 * @param layers at most 10,000
 * @param edges at most 40,000
 */
record Topology(String name, List<Layer> layers, List<Edge> edges) {

    Topology {
        layers = List.copyOf(layers);
        edges = List.copyOf(edges);
    }

    /**
     * A layer.
     *
     * @param type for example {@code Convolution}
     * @param opset the set of operations that defines the type, by its name in the file
     * @param attributes of the {@code data} element
     */
    record Layer(
            int id,
            String name,
            String type,
            String opset,
            Map<String, String> attributes,
            List<Port> inputs,
            List<Port> outputs) {

        Layer {
            attributes = Map.copyOf(attributes);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        /** How a refusal names it. */
        @Override
        public String toString() {
            return "layer " + id + " '" + name + "' of type " + type;
        }
    }

    /**
     * Where tensors enter or leave a layer.
     *
     * @param id unique within the layer
     */
    record Port(int id, TensorShape shape) {}

    /** A tensor that leaves one layer and enters another. */
    record Edge(int fromLayer, int fromPort, int toLayer, int toPort) {}
}
