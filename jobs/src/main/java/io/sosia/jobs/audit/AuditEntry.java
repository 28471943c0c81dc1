package io.sosia.jobs.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry as it stands in the log. Stored form: canonical JSON of one object with {@code actor} (a commitment), {@code at}
 * (RFC 3339 in UTC, to the millisecond), {@code facts}, {@code format} (1), {@code kind}, {@code number} and {@code subjects}
 * (objects with {@code commitment} and {@code type}).
 *
 * @param number from 1
 * @param actor commitment to the account that acted: 64 hex digits, as all of them
 * @param facts what else is to be known, sorted by name
 */
public record AuditEntry(
        long number, Instant at, AuditKind kind, String actor, List<Subject> subjects, Map<String, String> facts) {

    private static final long FORMAT = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** A human whom the entry is about, known by a commitment. */
    public record Subject(AuditSubject.Type type, String commitment) {}

    /** Copies; keeps milliseconds. */
    public AuditEntry {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        subjects = List.copyOf(subjects);
        TreeMap<String, String> sorted = new TreeMap<>(facts);
        facts = Collections.unmodifiableSortedMap(sorted);
    }

    /** The stored form. */
    byte[] toBytes() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("actor", actor);
        json.put("at", at.toString());
        json.put("facts", facts);
        json.put("format", FORMAT);
        json.put("kind", kind.name());
        json.put("number", number);
        json.put(
                "subjects",
                subjects.stream()
                        .map(subject -> Map.of(
                                "commitment",
                                subject.commitment(),
                                "type",
                                subject.type().name()))
                        .toList());
        return CanonicalJson.bytes(json);
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException if it is not exactly what an entry is written as
     */
    static AuditEntry parse(byte[] bytes) {
        AuditEntry entry;
        try {
            JsonNode json = MAPPER.readTree(bytes);
            List<Subject> subjects = new ArrayList<>();
            for (JsonNode subject : json.required("subjects")) {
                subjects.add(new Subject(
                        AuditSubject.Type.valueOf(text(subject.required("type"))),
                        text(subject.required("commitment"))));
            }
            Map<String, String> facts = new TreeMap<>();
            json.required("facts").properties().forEach(fact -> facts.put(fact.getKey(), text(fact.getValue())));
            entry = new AuditEntry(
                    json.required("number").longValue(),
                    Instant.parse(text(json.required("at"))),
                    AuditKind.valueOf(text(json.required("kind"))),
                    text(json.required("actor")),
                    subjects,
                    facts);
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no entry of this format", e);
        }
        if (!Arrays.equals(bytes, entry.toBytes())) {
            throw new IllegalArgumentException("it is not written as an entry is");
        }
        return entry;
    }

    /** Jackson gives null for a JSON null, and what is read may be anything. */
    private static String text(JsonNode node) {
        if (!node.isString()) {
            throw new IllegalArgumentException("not text");
        }
        return node.stringValue();
    }
}
