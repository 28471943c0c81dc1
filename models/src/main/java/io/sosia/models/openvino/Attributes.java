package io.sosia.models.openvino;

import io.sosia.models.openvino.Topology.Layer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The attributes of a layer, none of which may be unknown: what we do not know might change what the layer does. */
final class Attributes {

    /** Strides, pads, kernels and dilations beyond this are no network's. */
    private static final int LARGEST = 1 << 12;

    private final Layer layer;

    /**
     * Reads a layer's.
     *
     * @throws NetworkRefusedException if it has others than those named
     */
    Attributes(Layer layer, Set<String> known) throws NetworkRefusedException {
        this.layer = layer;
        for (String name : layer.attributes().keySet().stream().sorted().toList()) {
            if (!known.contains(name)) {
                throw new NetworkRefusedException(layer + " has an attribute '" + name + "'; "
                        + known.stream().sorted().toList() + " are read");
            }
        }
    }

    /** The value. */
    String text(String name) throws NetworkRefusedException {
        return find(name).orElseThrow(() -> new NetworkRefusedException(layer + " has no attribute '" + name + "'"));
    }

    /** The value as a whole number, 0 or more. */
    int number(String name) throws NetworkRefusedException {
        return Numbers.parse(layer + ": " + name, text(name));
    }

    /**
     * Two whole numbers: rows and columns.
     *
     * @param least the smallest that is read
     */
    List<Integer> pair(String name, int least) throws NetworkRefusedException {
        List<Integer> pair = Numbers.parseList(layer + ": " + name, text(name), 2);
        if (pair.size() != 2 || Collections.min(pair) < least || Collections.max(pair) > LARGEST) {
            throw new NetworkRefusedException(layer + ": " + name + " is '" + text(name) + "'; two whole numbers from "
                    + least + " to " + LARGEST + " are read");
        }
        return pair;
    }

    /**
     * Refuses any other value than one.
     *
     * @param name an attribute that may be absent, which means {@code only}
     */
    void demand(String name, String only) throws NetworkRefusedException {
        String value = find(name).orElse(only);
        if (!value.equals(only)) {
            throw new NetworkRefusedException(layer + ": " + name + " is '" + value + "'; only '" + only + "' is read");
        }
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(layer.attributes().get(name));
    }
}
