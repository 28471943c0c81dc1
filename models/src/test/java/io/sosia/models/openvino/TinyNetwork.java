package io.sosia.models.openvino;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes networks of a few layers in OpenVINO's form, for tests. Layers are numbered from 0 as they are added. */
public final class TinyNetwork {

    private final String version;
    private final boolean half;
    private final StringBuilder layers = new StringBuilder();
    private final StringBuilder edges = new StringBuilder();
    private final List<String> shapes = new ArrayList<>();
    private ByteBuffer weights = ByteBuffer.allocate(0);

    /** @param half whether constants are float16, each followed by a layer that widens it */
    public TinyNetwork(String version, boolean half) {
        this.version = version;
        this.half = half;
    }

    /** Every kind of layer that there is, on one picture of two channels and 6x6 pixels. */
    public static TinyNetwork ofEveryLayer() {
        TinyNetwork network = new TinyNetwork("11", true);
        int input = network.parameter("picture", "1,2,6,6");
        int filters = network.constant("4,2,3,3", ramp(72));
        int convolved = network.layer(
                "convolved",
                "Convolution",
                "strides=\"1, 1\" dilations=\"1, 1\" pads_begin=\"1, 1\" pads_end=\"1, 1\" auto_pad=\"explicit\"",
                "1,4,6,6",
                input,
                filters);
        int bias = network.constant("1,4,1,1", ramp(4));
        int added = network.layer("added", "Add", "auto_broadcast=\"numpy\"", "1,4,6,6", convolved, bias);
        int leaky = network.layer("leaky", "PReLU", "", "1,4,6,6", added, network.constant("1", 0.25f));
        int own = network.constant("4", 0.5f, -0.5f, 2f, 0f);
        int sloped = network.layer("sloped", "PReLU", "", "1,4,6,6", leaky, own);
        int apart = network.layer(
                "apart",
                "GroupConvolution",
                "strides=\"2,2\" dilations=\"1,1\" pads_begin=\"1,1\" pads_end=\"1,1\"",
                "1,4,3,3",
                sloped,
                network.constant("4,1,1,3,3", ramp(36)));
        int averaged = network.layer(
                "averaged",
                "AvgPool",
                "kernel=\"3, 3\" strides=\"3, 3\" pads_begin=\"0, 0\" pads_end=\"0, 0\" exclude-pad=\"true\""
                        + " auto_pad=\"explicit\" rounding_type=\"floor\"",
                "1,4,1,1",
                apart);
        int gate = network.layer("gate", "Sigmoid", "", "1,4,1,1", averaged);
        int gated = network.layer("gated", "Multiply", "auto_broadcast=\"numpy\"", "1,4,3,3", apart, gate);
        int cut = network.layer("cut", "ReLU", "", "1,4,3,3", gated);
        int largest = network.layer(
                "largest",
                "MaxPool",
                "kernel=\"2, 2\" strides=\"1, 1\" pads_begin=\"0, 0\" pads_end=\"0, 0\" auto_pad=\"explicit\""
                        + " rounding_type=\"floor\"",
                "1,4,2,2",
                cut);
        network.layer("result", "Result", "", null, largest);
        return network;
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i % 7 - 3) / 8f;
        }
        return values;
    }

    /** The picture that goes in. */
    public int parameter(String name, String shape) {
        return layer(name, "Parameter", "shape=\"" + shape + "\" element_type=\"f32\"", shape);
    }

    /** Values in the weights. Gives the number of the layer to read them from. */
    public int constant(String shape, float... values) {
        int size = (half ? 2 : 4) * values.length;
        int offset = weights.capacity();
        ByteBuffer more = ByteBuffer.allocate(offset + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(weights.rewind());
        for (float value : values) {
            if (half) {
                more.putShort(Float.floatToFloat16(value));
            } else {
                more.putFloat(value);
            }
        }
        weights = more;
        String data = "element_type=\"" + (half ? "f16" : "f32") + "\" shape=\"" + shape + "\" offset=\"" + offset
                + "\" size=\"" + size + "\"";
        int stored = layer("constant " + shapes.size(), "Const", data, shape);
        return half ? layer("widened " + shapes.size(), "Convert", "destination_type=\"f32\"", shape, stored) : stored;
    }

    /**
     * Any layer.
     *
     * @param shape of the output, sizes with commas between; null if there is none
     * @param from layers whose outputs it reads
     */
    public int layer(String name, String type, String data, @Nullable String shape, int... from) {
        int id = shapes.size();
        layers.append("<layer id=\"" + id + "\" name=\"" + name + "\" type=\"" + type + "\" version=\"opset1\">");
        if (!data.isEmpty()) {
            layers.append("<data ").append(data).append("/>");
        }
        layers.append("<rt_info><attribute name=\"remark\" version=\"0\"/></rt_info>");
        if (from.length > 0) {
            layers.append("<input>");
            for (int i = 0; i < from.length; i++) {
                layers.append(port(i, shapes.get(from[i])));
                edges.append("<edge from-layer=\"" + from[i] + "\" from-port=\"9\" to-layer=\"" + id + "\" to-port=\""
                        + i + "\"/>\n");
            }
            layers.append("</input>");
        }
        if (shape != null) {
            layers.append("<output>").append(port(9, shape)).append("</output>");
        }
        layers.append("</layer>\n");
        shapes.add(shape == null ? "" : shape);
        return id;
    }

    private static String port(int id, String shape) {
        StringBuilder port = new StringBuilder("<port id=\"" + id + "\" precision=\"FP32\">");
        for (String size : shape.split(",", -1)) {
            if (!size.isEmpty()) {
                port.append("<dim>").append(size).append("</dim>");
            }
        }
        return port.append("</port>").toString();
    }

    /** The {@code .xml} file. */
    public String xml() {
        return "<?xml version=\"1.0\"?>\n<net name=\"tiny\" version=\"" + version + "\"><layers>\n" + layers
                + "</layers><edges>\n" + edges + "</edges><meta_data><MO_version value=\"1\"/></meta_data></net>\n";
    }

    /** The same as bytes. */
    public byte[] topology() {
        return xml().getBytes(UTF_8);
    }

    /** The {@code .bin} file. */
    public byte[] weights() {
        return weights.array().clone();
    }
}
