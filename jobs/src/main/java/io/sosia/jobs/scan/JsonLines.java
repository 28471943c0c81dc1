package io.sosia.jobs.scan;

import io.sosia.indexer.match.Verdict;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints records as JSON, one object a line, {@code "type"} first, names in snake case, absent values left out. */
public final class JsonLines {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** An earlier version's numbers lack fields of this one; what it did not count reads as 0, and no text as absent. */
    private static final JsonMapper STORED = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private JsonLines() {}

    /** A line for a result, without the line's end. */
    public static String line(ResultLine result) {
        return switch (result) {
            case Finding finding -> line(finding.type(), finding);
            case KnownRejected known -> line(known.type(), known);
            case NotScanned notScanned -> line(notScanned.type(), notScanned);
            case VideoLooked looked -> line(looked.type(), looked);
            case ScanSummary summary -> line(summary.type(), summary);
        };
    }

    /** A record as it is stored. */
    public static String stored(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** What {@link #stored} wrote, in this version or another. */
    public static <T> T read(String json, Class<T> type) {
        return STORED.readValue(json, type);
    }

    /**
     * The same with fields that are not stored with it.
     *
     * @param more texts by field, in snake case
     */
    static <T> T read(String json, Class<T> type, Map<String, String> more) {
        ObjectNode content = MAPPER.readValue(json, ObjectNode.class);
        more.forEach(content::put);
        return STORED.treeToValue(content, type);
    }

    /** What {@link #stored} wrote of a record, without one of its fields; the others stay as they were written. */
    static String without(String json, String field) {
        ObjectNode content = MAPPER.readValue(json, ObjectNode.class);
        content.remove(field);
        return MAPPER.writeValueAsString(content);
    }

    /** The same without one entry of a list of texts; without the list, too, where nothing is left in it. */
    static String without(String json, String field, String entry) {
        ObjectNode content = MAPPER.readValue(json, ObjectNode.class);
        if (content.get(field) instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0; i--) {
                if (list.get(i).asString("").equals(entry)) {
                    list.remove(i);
                }
            }
            if (list.isEmpty()) {
                content.remove(field);
            }
        }
        return MAPPER.writeValueAsString(content);
    }

    /**
     * A line for any record, without the line's end.
     *
     * @param type the value of {@code "type"}
     */
    public static String line(String type, Record record) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("type", type);
        ObjectNode content = MAPPER.valueToTree(record);
        if (record instanceof Finding finding && finding.verdict() == Verdict.REVIEW) {
            // What licences say of a person follows only once somebody has confirmed who it is.
            content.remove(List.of("on_upload", "today"));
        }
        content.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                line.set(entry.getKey(), entry.getValue());
            }
        });
        return MAPPER.writeValueAsString(line);
    }
}
