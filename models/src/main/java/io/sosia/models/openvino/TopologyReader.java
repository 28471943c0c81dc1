package io.sosia.models.openvino;

import io.sosia.models.openvino.Topology.Edge;
import io.sosia.models.openvino.Topology.Layer;
import io.sosia.models.openvino.Topology.Port;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the {@code .xml} file of a network, versions 10 and 11:
 *
 * <pre>{@code
 * net(name, version)
 *   layers
 *     layer(id, name, type, version)
 *       data(…)                 the layer's attributes; absent if it has none
 *       input                   port(id, precision): dim…
 *       output                  port(id, precision, names): dim…
 *   edges
 *     edge(from-layer, from-port, to-layer, to-port)
 *   rt_info, meta_data          how the file came to be; passed over, also within layers and ports
 * }</pre>
 *
 * Anything else is refused, and so is a document type, whatever it declares: the format has none.
 */
final class TopologyReader {

    /** The largest of Intel's face models has 0.6 MB. */
    static final int MOST_BYTES = 16 << 20;

    static final int MOST_LAYERS = 10_000;
    static final int MOST_EDGES = 40_000;
    static final int MOST_PORTS = 64;
    static final int LONGEST_TEXT = 512;
    private static final int DEEPEST_REMARK = 16;

    private static final Set<String> VERSIONS = Set.of("10", "11");
    private static final Set<String> REMARKS = Set.of("rt_info", "meta_data");

    /** What ports say of their tensors' type; constants' types are in their own attributes. */
    private static final Set<String> PRECISIONS = Set.of("FP16", "FP32");

    private final XMLStreamReader xml;

    private TopologyReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** @throws NetworkRefusedException if the file is not of the form above, or exceeds a limit */
    static Topology read(byte[] file) throws NetworkRefusedException {
        if (file.length > MOST_BYTES) {
            throw new NetworkRefusedException(
                    "the topology has " + file.length + " bytes; at most " + MOST_BYTES + " are read");
        }
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(file));
            try {
                return new TopologyReader(xml).document();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new NetworkRefusedException("the topology is not well-formed XML: " + e.getMessage(), e);
        }
    }

    /** The platform's own, since another on the class path might take these settings otherwise. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    private Topology document() throws XMLStreamException, NetworkRefusedException {
        if (!"net".equals(next().orElse(""))) {
            throw unexpected();
        }
        String name = attribute("name");
        String version = attribute("version");
        if (!VERSIONS.contains(version)) {
            throw new NetworkRefusedException(
                    "the topology is of version " + shortened(version) + "; 10 and 11 are read");
        }
        Optional<List<Layer>> layers = Optional.empty();
        Optional<List<Edge>> edges = Optional.empty();
        for (Optional<String> element = next(); element.isPresent(); element = next()) {
            if (REMARKS.contains(element.get())) {
                passOver();
            } else if (element.get().equals("layers") && layers.isEmpty()) {
                layers = Optional.of(layers());
            } else if (element.get().equals("edges") && edges.isEmpty()) {
                edges = Optional.of(edges());
            } else {
                throw unexpected();
            }
        }
        if (layers.isEmpty() || edges.isEmpty()) {
            throw new NetworkRefusedException("the topology has no " + (layers.isEmpty() ? "layers" : "edges"));
        }
        // Reads on to the end, where the parser looks for what may not follow the root.
        while (xml.hasNext()) {
            xml.next();
        }
        return new Topology(name, layers.get(), edges.get());
    }

    private List<Layer> layers() throws XMLStreamException, NetworkRefusedException {
        List<Layer> layers = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (Optional<String> element = next(); element.isPresent(); element = next()) {
            expect("layer");
            if (layers.size() == MOST_LAYERS) {
                throw new NetworkRefusedException(
                        "the topology has more than " + MOST_LAYERS + " layers, which is the most that are read");
            }
            Layer layer = layer();
            if (!ids.add(layer.id())) {
                throw new NetworkRefusedException(layer + " has the number of another layer");
            }
            layers.add(layer);
        }
        return layers;
    }

    private Layer layer() throws XMLStreamException, NetworkRefusedException {
        int id = number("id");
        String name = attribute("name");
        String type = attribute("type");
        String opset = attribute("version");
        String what = "layer " + id + " '" + name + "' of type " + type;
        Map<String, String> attributes = new HashMap<>();
        Optional<List<Port>> inputs = Optional.empty();
        Optional<List<Port>> outputs = Optional.empty();
        for (Optional<String> element = next(); element.isPresent(); element = next()) {
            if (element.get().equals("data") && attributes.isEmpty()) {
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    attributes.put(bounded(xml.getAttributeLocalName(i)), bounded(xml.getAttributeValue(i)));
                }
                end();
            } else if (element.get().equals("input") && inputs.isEmpty()) {
                inputs = Optional.of(ports(what));
            } else if (element.get().equals("output") && outputs.isEmpty()) {
                outputs = Optional.of(ports(what));
            } else if (REMARKS.contains(element.get())) {
                passOver();
            } else {
                throw unexpected();
            }
        }
        return new Layer(id, name, type, opset, attributes, inputs.orElse(List.of()), outputs.orElse(List.of()));
    }

    private List<Port> ports(String layer) throws XMLStreamException, NetworkRefusedException {
        List<Port> ports = new ArrayList<>();
        for (Optional<String> element = next(); element.isPresent(); element = next()) {
            expect("port");
            if (ports.size() == MOST_PORTS) {
                throw new NetworkRefusedException(
                        layer + " has more than " + MOST_PORTS + " ports, which is the most that are read");
            }
            ports.add(port(layer));
        }
        return ports;
    }

    private Port port(String layer) throws XMLStreamException, NetworkRefusedException {
        int id = number("id");
        String precision = xml.getAttributeValue(null, "precision");
        if (precision != null && !PRECISIONS.contains(precision)) {
            throw new NetworkRefusedException(
                    layer + " has a tensor of " + shortened(precision) + "; FP16 and FP32 are read");
        }
        List<Integer> sizes = new ArrayList<>();
        for (Optional<String> element = next(); element.isPresent(); element = next()) {
            if (REMARKS.contains(element.get())) {
                passOver();
                continue;
            }
            expect("dim");
            if (sizes.size() == TensorShape.MOST_DIMENSIONS) {
                throw new NetworkRefusedException(layer + " has a tensor of more than " + TensorShape.MOST_DIMENSIONS
                        + " dimensions, which is the most that are read");
            }
            sizes.add(Numbers.parse(layer + ": dim", xml.getElementText()));
        }
        return new Port(id, TensorShape.of(layer, sizes));
    }

    private List<Edge> edges() throws XMLStreamException, NetworkRefusedException {
        List<Edge> edges = new ArrayList<>();
        for (Optional<String> element = next(); element.isPresent(); element = next()) {
            expect("edge");
            if (edges.size() == MOST_EDGES) {
                throw new NetworkRefusedException(
                        "the topology has more than " + MOST_EDGES + " edges, which is the most that are read");
            }
            edges.add(new Edge(number("from-layer"), number("from-port"), number("to-layer"), number("to-port")));
            end();
        }
        return edges;
    }

    /** The name of the next element within the one we are in; empty at its end. */
    private Optional<String> next() throws XMLStreamException, NetworkRefusedException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return Optional.of(xml.getLocalName());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return Optional.empty();
                }
                case XMLStreamConstants.SPACE, XMLStreamConstants.COMMENT -> {}
                case XMLStreamConstants.CHARACTERS -> {
                    if (!xml.isWhiteSpace()) {
                        throw new NetworkRefusedException("line " + line() + " of the topology holds text");
                    }
                }
                default ->
                    throw new NetworkRefusedException("line " + line()
                            + " of the topology declares a document type, an entity or an instruction; none is read");
            }
        }
        return Optional.empty();
    }

    /** After an element that holds none. */
    private void end() throws XMLStreamException, NetworkRefusedException {
        if (next().isPresent()) {
            throw unexpected();
        }
    }

    private void passOver() throws XMLStreamException, NetworkRefusedException {
        int depth = 1;
        while (depth > 0) {
            if (next().isPresent()) {
                depth++;
            } else {
                depth--;
            }
            if (depth > DEEPEST_REMARK) {
                throw new NetworkRefusedException("line " + line() + " of the topology nests remarks deeper than "
                        + DEEPEST_REMARK + ", which is the deepest that is read");
            }
        }
    }

    private void expect(String name) throws NetworkRefusedException {
        if (!xml.getLocalName().equals(name)) {
            throw unexpected();
        }
    }

    private NetworkRefusedException unexpected() {
        String found = xml.isStartElement() ? "element '" + shortened(xml.getLocalName()) + "'" : "end";
        return new NetworkRefusedException("line " + line() + " of the topology: the " + found + " is not expected");
    }

    private String attribute(String name) throws NetworkRefusedException {
        String value = xml.getAttributeValue(null, name);
        if (value == null || value.isBlank()) {
            throw new NetworkRefusedException(
                    "line " + line() + " of the topology: " + xml.getLocalName() + " has no attribute '" + name + "'");
        }
        return bounded(value);
    }

    private String bounded(String text) throws NetworkRefusedException {
        if (text.length() > LONGEST_TEXT) {
            throw new NetworkRefusedException("line " + line() + " of the topology: an attribute has " + text.length()
                    + " characters; at most " + LONGEST_TEXT + " are read");
        }
        return text;
    }

    private int number(String name) throws NetworkRefusedException {
        return Numbers.parse("line " + line() + " of the topology: attribute '" + name + "'", attribute(name));
    }

    private int line() {
        return xml.getLocation().getLineNumber();
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
