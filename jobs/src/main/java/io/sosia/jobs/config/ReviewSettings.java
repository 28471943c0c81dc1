package io.sosia.jobs.config;

import java.util.Set;
import java.util.TreeSet;

/**
 * How people decide on findings.
 *
 * @param secondReviewer {@code none}: one decides; {@code confirm}: another has to agree that it is the person; {@code all}:
 *     another has to agree, whatever it is
 */
public record ReviewSettings(String secondReviewer) {

    private static final Set<String> RULES = Set.of("none", "confirm", "all");

    /** @throws IllegalArgumentException if a value is out of its range; the message names it */
    public ReviewSettings {
        if (!RULES.contains(secondReviewer)) {
            throw new IllegalArgumentException(
                    "secondReviewer: '" + secondReviewer + "' is none of " + new TreeSet<>(RULES));
        }
    }

    /** What holds where nothing is set. */
    public static ReviewSettings defaults() {
        return new ReviewSettings("none");
    }
}
