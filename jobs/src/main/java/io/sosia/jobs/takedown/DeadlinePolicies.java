package io.sosia.jobs.takedown;

import io.sosia.jobs.config.JsonReason;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which policy holds where, from a file:
 *
 * <pre>{@code
 * {"policies": {"cn": {"answer": "P3D", "warning": "P1D", "counter": "P7D", "objection": "P15D",
 *                      "source": "…", "grounds": {"zh": "…", "en": "…"}}},
 *  "territories": {"CN": "cn"},
 *  "otherwise": "48h"}
 * }</pre>
 *
 * Every key may be left out but a policy's {@code answer}; a policy's others are then the preset's, {@code warning} a
 * quarter of the answer at most. An unknown key is an error. {@value DeadlinePolicy#PRESET} is there without being named.
 *
 * @param policies by name
 * @param territories names of policies by ISO 3166 code
 * @param otherwise the name of the policy for everywhere else
 */
public record DeadlinePolicies(
        Map<String, DeadlinePolicy> policies, Map<String, String> territories, String otherwise) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @throws IllegalArgumentException if a policy is named that is none */
    public DeadlinePolicies {
        policies = Map.copyOf(policies);
        territories = Map.copyOf(territories);
        requireKnown("otherwise", otherwise, policies);
        for (Map.Entry<String, String> territory : territories.entrySet()) {
            if (!territory.getKey().matches("[A-Z]{2}")) {
                throw new IllegalArgumentException(
                        "territories: '" + territory.getKey() + "' is no ISO 3166 code such as CN or US");
            }
            requireKnown("territories: " + territory.getKey(), territory.getValue(), policies);
        }
    }

    private static void requireKnown(String where, String name, Map<String, DeadlinePolicy> policies) {
        if (!policies.containsKey(name)) {
            throw new IllegalArgumentException(where + ": there is no policy '" + name + "'; there are "
                    + String.join(", ", new TreeMap<>(policies).keySet()));
        }
    }

    /** The preset everywhere. */
    public static DeadlinePolicies defaults() {
        return new DeadlinePolicies(
                Map.of(DeadlinePolicy.PRESET, DeadlinePolicy.preset()), Map.of(), DeadlinePolicy.PRESET);
    }

    /** The policy for a territory; for an empty one, that for everywhere else. */
    public DeadlinePolicy forTerritory(String territory) {
        DeadlinePolicy policy = policies.get(territories.getOrDefault(territory, otherwise));
        if (policy == null) {
            throw new IllegalStateException("every name was checked");
        }
        return policy;
    }

    /** All of them. */
    public Collection<DeadlinePolicy> all() {
        return policies.values();
    }

    /**
     * Reads the file; where there is none, the preset holds.
     *
     * @throws NotReadyException if it cannot be read or cannot be meant; the message names the file and the key
     */
    public static DeadlinePolicies read(Path file) throws NotReadyException {
        if (!Files.exists(file)) {
            return defaults();
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new NotReadyException(file + " cannot be read: " + FileReason.words(e), e);
        } catch (IllegalArgumentException e) {
            throw new NotReadyException(file + ": " + e.getMessage(), e);
        }
    }

    /** As it stands in the file. */
    private record Entry(
            Duration answer,
            Optional<Duration> warning,
            Optional<Duration> counter,
            Optional<Duration> objection,
            Optional<String> source,
            Optional<Map<String, String>> grounds) {}

    private record Content(
            Optional<Map<String, Entry>> policies,
            Optional<Map<String, String>> territories,
            Optional<String> otherwise) {}

    /** Reads the file's text. @throws IllegalArgumentException if it cannot be meant */
    static DeadlinePolicies parse(String json) {
        Content content;
        try {
            content = MAPPER.readValue(json, Content.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(JsonReason.words(e), e);
        }
        DeadlinePolicy preset = DeadlinePolicy.preset();
        Map<String, DeadlinePolicy> policies = new HashMap<>(Map.of(preset.name(), preset));
        content.policies().orElse(Map.of()).forEach((name, entry) -> {
            if (java.util.Objects.isNull(entry.answer())) {
                throw new IllegalArgumentException("policy " + name + ": answer is missing");
            }
            Duration counter = entry.counter().orElse(preset.counter());
            Duration shorter = entry.answer().compareTo(counter) < 0 ? entry.answer() : counter;
            Duration warning = entry.warning().orElseGet(() -> least(preset.warning(), shorter.dividedBy(4)));
            policies.put(
                    name,
                    new DeadlinePolicy(
                            name,
                            entry.answer(),
                            warning,
                            counter,
                            entry.objection().orElse(preset.objection()),
                            entry.source().orElse(""),
                            entry.grounds().orElse(Map.of())));
        });
        Map<String, String> territories = new HashMap<>();
        content.territories()
                .orElse(Map.of())
                .forEach((code, name) -> territories.put(code.toUpperCase(Locale.ROOT), name));
        return new DeadlinePolicies(policies, territories, content.otherwise().orElse(preset.name()));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
