package io.sosia.jobs.config;

import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that can be set, from {@code sosia.json} in the home: an object with a part for each record here, in which
 * any key may be left out. {@code {"scan": {"longSide": 960}}} is a whole file.
 *
 * @param database where things are kept
 * @param scan how videos are scanned
 * @param sightings what scans keep of everybody they see
 * @param takedowns how takedown requests are taken
 * @param retention how long other things are kept
 * @param review how people decide on findings
 */
public record Settings(
        DatabaseSettings database,
        ScanSettings scan,
        SightingSettings sightings,
        TakedownSettings takedowns,
        RetentionSettings retention,
        ReviewSettings review) {

    /** Names the environment variable that overrides {@code database.url}. */
    public static final String DATABASE_URL_VARIABLE = "SOSIA_DB_URL";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What holds where nothing is set. */
    public static Settings defaults() {
        return new Settings(
                DatabaseSettings.defaults(),
                ScanSettings.defaults(),
                SightingSettings.defaults(),
                TakedownSettings.defaults(),
                RetentionSettings.defaults(),
                ReviewSettings.defaults());
    }

    /**
     * Reads the home's settings.
     *
     * @param environment in which {@link #DATABASE_URL_VARIABLE} is looked up
     * @throws NotReadyException if the file cannot be read, or holds an unknown key or a value out of range; the message
     *     names it
     */
    public static Settings read(Home home, Map<String, String> environment) throws NotReadyException {
        Settings settings = defaults();
        if (Files.exists(home.settings())) {
            try {
                settings = parse(Files.readString(home.settings()));
            } catch (IOException e) {
                throw new NotReadyException(home.settings() + " cannot be read: " + FileReason.words(e), e);
            } catch (IllegalArgumentException e) {
                throw new NotReadyException(home.settings() + ": " + e.getMessage(), e);
            }
        }
        String url = environment.get(DATABASE_URL_VARIABLE);
        if (url == null || url.isBlank()) {
            return settings;
        }
        try {
            return new Settings(
                    new DatabaseSettings(Optional.of(url)),
                    settings.scan,
                    settings.sightings,
                    settings.takedowns,
                    settings.retention,
                    settings.review);
        } catch (IllegalArgumentException e) {
            throw new NotReadyException(DATABASE_URL_VARIABLE + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads settings from JSON.
     *
     * @throws IllegalArgumentException if it is not JSON, holds an unknown key, or a value out of range
     */
    public static Settings parse(String json) {
        try {
            JsonNode given = MAPPER.readTree(json);
            ObjectNode merged = MAPPER.valueToTree(defaults());
            merge(merged, given, "");
            return MAPPER.treeToValue(merged, Settings.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(plain(e), e);
        }
    }

    /** What holds, each value as JSON, by its name with dots: {@code scan.longSide}; sorted by name. */
    public Map<String, String> byName() {
        Map<String, String> values = new TreeMap<>();
        flatten(MAPPER.valueToTree(this), "", values);
        return values;
    }

    private static void flatten(JsonNode node, String name, Map<String, String> values) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(entry -> flatten(
                            entry.getValue(), name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(), values));
        } else {
            values.put(name, node.toString());
        }
    }

    private static void merge(ObjectNode into, JsonNode given, String prefix) {
        if (!(given instanceof ObjectNode object)) {
            throw new IllegalArgumentException(
                    (prefix.isEmpty() ? "settings" : "'" + prefix + "'") + " must be a JSON object");
        }
        object.properties().forEach(entry -> {
            String name = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
            JsonNode known = into.get(entry.getKey());
            if (known == null) {
                throw new IllegalArgumentException(
                        "unknown key '" + name + "'; known here: " + String.join(", ", into.propertyNames()));
            }
            if (known instanceof ObjectNode part) {
                merge(part, entry.getValue(), name);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    /** A record's own complaint, where there is one: it says more than where Jackson met it. */
    private static String plain(JacksonException e) {
        @Nullable Throwable cause = e;
        while (cause != null) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return cause.getMessage();
            }
            cause = cause.getCause();
        }
        return JsonReason.words(e);
    }
}
