package io.sosia.models.openvino;

import io.sosia.models.openvino.Topology.Edge;
import io.sosia.models.openvino.Topology.Layer;
import io.sosia.models.openvino.Topology.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Which layer's output enters which layer's input, and an order in which each comes after all that it needs. */
final class Wiring {

    private record End(int layer, int port) {}

    private final Map<Integer, Layer> byId = new HashMap<>();
    private final Map<End, Layer> sources = new HashMap<>();
    private final List<Layer> order;

    /**
     * Checks and orders.
     *
     * @throws NetworkRefusedException if an edge leads from or to what is not there, or joins tensors of different
     *     sizes; if an input has none or several; if a layer has several outputs; or if layers need each other
     */
    Wiring(Topology topology) throws NetworkRefusedException {
        for (Layer layer : topology.layers()) {
            byId.put(layer.id(), layer);
            if (layer.outputs().size() > 1) {
                throw new NetworkRefusedException(
                        layer + " has " + layer.outputs().size() + " outputs; at most 1 is read");
            }
        }
        for (Edge edge : topology.edges()) {
            connect(edge);
        }
        for (Layer layer : topology.layers()) {
            for (Port port : layer.inputs()) {
                if (!sources.containsKey(new End(layer.id(), port.id()))) {
                    throw new NetworkRefusedException(layer + ": nothing leads to input " + port.id());
                }
            }
        }
        order = order(topology.layers());
    }

    /** Every layer after those it needs; of those that could come next, the one that the file names first. */
    List<Layer> order() {
        return order;
    }

    /** The layers whose outputs enter a layer, in the order of its inputs. */
    List<Layer> sources(Layer layer) {
        return layer.inputs().stream()
                .map(port -> sources.get(new End(layer.id(), port.id())))
                .toList();
    }

    private void connect(Edge edge) throws NetworkRefusedException {
        Layer from = layer(edge, edge.fromLayer());
        Layer to = layer(edge, edge.toLayer());
        Port out = port(edge, from, from.outputs(), edge.fromPort());
        Port in = port(edge, to, to.inputs(), edge.toPort());
        if (!out.shape().equals(in.shape())) {
            throw new NetworkRefusedException(
                    to + " takes " + in.shape() + " at input " + in.id() + ", but " + from + " gives " + out.shape());
        }
        if (sources.put(new End(to.id(), in.id()), from) != null) {
            throw new NetworkRefusedException(to + ": more than one edge leads to input " + in.id());
        }
    }

    private Layer layer(Edge edge, int id) throws NetworkRefusedException {
        Layer layer = byId.get(id);
        if (layer == null) {
            throw new NetworkRefusedException(edge + ": there is no layer " + id);
        }
        return layer;
    }

    private static Port port(Edge edge, Layer layer, List<Port> ports, int id) throws NetworkRefusedException {
        Optional<Port> found = ports.stream().filter(port -> port.id() == id).findFirst();
        return found.orElseThrow(() -> new NetworkRefusedException(edge + ": " + layer + " has no such port"));
    }

    private List<Layer> order(List<Layer> layers) throws NetworkRefusedException {
        Map<Integer, List<Integer>> readers = new HashMap<>();
        int[] waitsFor = new int[layers.size()];
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < layers.size(); i++) {
            waitsFor[i] = layers.get(i).inputs().size();
            if (waitsFor[i] == 0) {
                ready.add(i);
            }
            for (Layer source : sources(layers.get(i))) {
                readers.computeIfAbsent(source.id(), id -> new ArrayList<>()).add(i);
            }
        }
        List<Layer> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            Layer layer = layers.get(ready.remove());
            ordered.add(layer);
            for (int reader : readers.getOrDefault(layer.id(), List.of())) {
                if (--waitsFor[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (ordered.size() < layers.size()) {
            for (int i = 0; i < layers.size(); i++) {
                if (waitsFor[i] > 0) {
                    throw new NetworkRefusedException(layers.get(i) + " needs, in the end, its own output");
                }
            }
        }
        return List.copyOf(ordered);
    }
}
