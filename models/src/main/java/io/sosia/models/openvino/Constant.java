package io.sosia.models.openvino;

import com.google.protobuf.ByteString;
import io.sosia.models.openvino.Topology.Layer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Set;

/**
 * Values that lie in the {@code .bin} file of a network, little-endian float16 or float32.
 *
 * @param layer whose output they are
 * @param half whether they are float16
 * @param offset of the first byte
 */
record Constant(Layer layer, TensorShape shape, boolean half, int offset) implements Value {

    private static final Set<String> ATTRIBUTES = Set.of("element_type", "shape", "offset", "size");

    /**
     * A layer's values.
     *
     * @throws NetworkRefusedException if they are of another type, do not lie within the weights, or are not as many as
     *     the shape asks for
     */
    static Constant of(Layer layer, byte[] weights) throws NetworkRefusedException {
        Attributes attributes = new Attributes(layer, ATTRIBUTES);
        String type = attributes.text("element_type");
        if (!type.equals("f16") && !type.equals("f32")) {
            throw new NetworkRefusedException(layer + " has values of " + type + "; f16 and f32 are read");
        }
        boolean half = type.equals("f16");
        TensorShape shape = TensorShape.of(
                layer.toString(),
                Numbers.parseList(layer + ": shape", attributes.text("shape"), TensorShape.MOST_DIMENSIONS));
        long offset = attributes.number("offset");
        long size = attributes.number("size");
        long needed = (half ? 2L : 4L) * shape.values();
        if (size != needed) {
            throw new NetworkRefusedException(
                    layer + " has " + size + " bytes where " + shape + " of " + type + " takes " + needed);
        }
        if (offset + size > weights.length) {
            throw new NetworkRefusedException(layer + " has its values at " + offset + " to " + (offset + size)
                    + " of weights that are " + weights.length + " bytes long");
        }
        return new Constant(layer, shape, half, (int) offset);
    }

    /**
     * The values as little-endian float32, which holds every float16 exactly.
     *
     * @throws NetworkRefusedException if one of them is infinite or no number
     */
    ByteString floats(byte[] weights) throws NetworkRefusedException {
        int count = shape.values();
        ByteBuffer from =
                ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        ByteBuffer to = ByteBuffer.allocate(Math.multiplyExact(4, count)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            float value = half ? Float.float16ToFloat(from.getShort()) : from.getFloat();
            if (!Float.isFinite(value)) {
                throw new NetworkRefusedException(layer + ": value " + i + " is " + value + ", which is no weight");
            }
            to.putFloat(value);
        }
        return ByteString.copyFrom(Objects.requireNonNull(to.flip()));
    }
}
