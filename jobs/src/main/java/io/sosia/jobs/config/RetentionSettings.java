package io.sosia.jobs.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How long things are kept that no other part of the settings tells of; the nightly {@code retention} applies it. Sightings have
 * {@code sightings.retention}, closed cases {@code takedowns.keepClosed}.
 *
 * @param expiredConsent how long after the last day of a consent, or after its withdrawal, a person is erased; 0 or more. The
 *     person is unsearchable from the first moment, whatever this says: it leaves time to renew a consent that merely ran out
 * @param pictures how long after a decision its pictures are kept; at least a day. Those of findings that a person has
 *     confirmed, or on which a case waits, stay, since a dispute needs them
 * @param runs how long scans, their pages and what only they found are kept; at least a day; empty keeps them. A video that
 *     was scanned before counts as new then
 */
public record RetentionSettings(Duration expiredConsent, Duration pictures, Optional<Duration> runs) {

    private static final Duration LEAST = Duration.ofDays(1);

    /** @throws IllegalArgumentException if a value lies outside its range; the message names it */
    public RetentionSettings {
        if (expiredConsent.isNegative()) {
            throw new IllegalArgumentException("expiredConsent: " + expiredConsent + " is below 0");
        }
        atLeast("pictures", pictures);
        runs.ifPresent(kept -> atLeast("runs", kept));
    }

    private static void atLeast(String key, Duration kept) {
        if (kept.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(key + ": " + kept + " is shorter than " + LEAST);
        }
    }

    /** What holds where nothing is set. */
    public static RetentionSettings defaults() {
        return new RetentionSettings(Duration.ofDays(30), Duration.ofDays(180), Optional.empty());
    }
}
