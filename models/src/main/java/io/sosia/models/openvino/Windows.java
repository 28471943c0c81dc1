package io.sosia.models.openvino;

import io.sosia.models.openvino.Topology.Layer;
import java.util.List;

/**
 * How a convolution or a pooling moves over rows and columns; each list has two entries, rows first.
 *
 * @param kernel 1 or more
 * @param strides 1 or more
 * @param dilations 1 or more
 * @param begin rows above and columns to the left that are added
 * @param end rows below and columns to the right that are added
 */
record Windows(
        List<Integer> kernel, List<Integer> strides, List<Integer> dilations, List<Integer> begin, List<Integer> end) {

    Windows {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        begin = List.copyOf(begin);
        end = List.copyOf(end);
    }

    /**
     * How often the window fits.
     *
     * @param axis 0 for rows, 1 for columns
     * @param size of the input along it
     * @throws NetworkRefusedException if it does not fit at all
     */
    int fits(Layer layer, int axis, int size) throws NetworkRefusedException {
        // All factors are at most 2^20, so nothing overflows a long.
        long span = (kernel.get(axis) - 1L) * dilations.get(axis) + 1;
        long room = (long) size + begin.get(axis) + end.get(axis) - span;
        if (room < 0) {
            throw new NetworkRefusedException(
                    layer + ": a window of " + span + " does not fit into " + (room + span) + " with its padding");
        }
        return Math.toIntExact(room / strides.get(axis) + 1);
    }

    /** ONNX's order: all beginnings, then all ends. */
    List<Integer> pads() {
        return List.of(begin.get(0), begin.get(1), end.get(0), end.get(1));
    }
}
