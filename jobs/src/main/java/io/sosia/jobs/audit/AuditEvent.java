package io.sosia.jobs.audit;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is to be written down.
 *
 * @param actor the account that acts; becomes a commitment too
 * @param subjects whom it is about, at most 10,000; named twice, one stands once
 * @param facts what else is to be known, in plain text, and nothing that identifies a human: case numbers, ids of findings and
 *     runs, counts, digests, what was asked for. At most 64; names of lower-case letters, digits and underscores, values of at
 *     most 4,000 characters. A case's number is the fact {@code case}: by it {@code audit list --about} finds a case's entries
 */
public record AuditEvent(AuditKind kind, String actor, List<AuditSubject> subjects, Map<String, String> facts) {

    private static final int MOST_SUBJECTS = 10_000;
    private static final int MOST_FACTS = 64;
    private static final int MOST_CHARACTERS = 4_000;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    /** Checks the bounds; copies and sorts. */
    public AuditEvent {
        AuditSubject.account(actor);
        subjects = List.copyOf(new LinkedHashSet<>(subjects));
        if (subjects.size() > MOST_SUBJECTS) {
            throw new IllegalArgumentException(
                    "an event has at most " + MOST_SUBJECTS + " subjects, not " + subjects.size());
        }
        TreeMap<String, String> sorted = new TreeMap<>(facts);
        if (sorted.size() > MOST_FACTS) {
            throw new IllegalArgumentException("an event has at most " + MOST_FACTS + " facts, not " + sorted.size());
        }
        sorted.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a fact's name is lower-case letters, digits and underscores, not '" + name + "'");
            }
            if (value.length() > MOST_CHARACTERS) {
                throw new IllegalArgumentException("the fact '" + name + "' has " + value.length()
                        + " characters; the limit is " + MOST_CHARACTERS);
            }
            CanonicalJson.requireUnicode(value);
        });
        facts = Collections.unmodifiableSortedMap(sorted);
    }

    /** An event about nobody in particular. */
    public static AuditEvent of(AuditKind kind, String actor, Map<String, String> facts) {
        return new AuditEvent(kind, actor, List.of(), facts);
    }
}
