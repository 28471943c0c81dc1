package io.sosia.jobs.takedown;

import java.time.Duration;
import java.util.Map;

/**
 * How long answers may take.
 *
 * @param name 1 to 40 letters, digits, dots, hyphens or underscores
 * @param answer from the request to its answer; above 0
 * @param warning so long before a deadline it is urgent; less than {@code answer} and {@code counter}
 * @param counter from an objection to its answer; above 0
 * @param objection how long after an answer one may object; above 0
 * @param source where the first of these comes from, such as a law
 * @param grounds on which likenesses are taken down, by language ({@code en}, {@code zh}), as letters give them
 */
public record DeadlinePolicy(
        String name,
        Duration answer,
        Duration warning,
        Duration counter,
        Duration objection,
        String source,
        Map<String, String> grounds) {

    /** The name of what holds where nothing else is set. */
    public static final String PRESET = "48h";

    /** @throws IllegalArgumentException if a value lies outside its range; the message names it */
    public DeadlinePolicy {
        if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
            throw new IllegalArgumentException(
                    "a policy's name is 1 to 40 letters, digits, dots, hyphens or underscores");
        }
        positive(name, "answer", answer);
        positive(name, "counter", counter);
        positive(name, "objection", objection);
        if (warning.isNegative() || warning.compareTo(answer) >= 0 || warning.compareTo(counter) >= 0) {
            throw new IllegalArgumentException("policy " + name + ": warning: " + warning
                    + " is not 0 or more and less than answer, " + answer + ", and counter, " + counter);
        }
        grounds = Map.copyOf(grounds);
    }

    private static void positive(String name, String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("policy " + name + ": " + key + ": " + value + " is not above 0");
        }
    }

    /**
     * 48 hours, after the United States' TAKE IT DOWN Act (Public Law 119-12, 2025, section 3): a covered platform removes an
     * intimate depiction that was published without consent within 48 hours of a valid request. A platform is as quick with
     * every face here. The Act knows no objection: a week to look at one and two weeks to raise it are ours, and so is the
     * warning.
     */
    public static DeadlinePolicy preset() {
        return new DeadlinePolicy(
                PRESET,
                Duration.ofDays(2),
                Duration.ofHours(12),
                Duration.ofDays(7),
                Duration.ofDays(14),
                "TAKE IT DOWN Act (US), Public Law 119-12, 2025, section 3: 48 hours from a valid request",
                Map.of());
    }
}
