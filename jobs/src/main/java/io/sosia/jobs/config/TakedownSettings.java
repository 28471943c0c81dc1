package io.sosia.jobs.config;

import java.time.Duration;

/**
 * How takedown requests are taken.
 *
 * @param deadlines name of a file with deadlines by territory, seen from the home; where it does not exist the preset of
 *     48 hours holds
 * @param photos most photos of a case, 1 to 100
 * @param photoBytes largest photo, 1 to 104857600 bytes
 * @param documentBytes largest mandate or licence document, 1 to 104857600 bytes
 * @param namedPlaces most works, episodes and times that a requester names, 1 to 100000
 * @param casesPerRequester most cases that one requester opens within {@code requesterPeriod}, 1 to 10000
 * @param requesterPeriod within which they are counted; above 0
 * @param keepClosed how long after its end a case is kept before its key is destroyed; 0 or more
 * @param platform what letters call the platform, at most 100 characters; empty leaves it unnamed
 * @param objections where objections are sent, as letters say it, at most 200 characters; empty means as an answer to the
 *     letter
 */
public record TakedownSettings(
        String deadlines,
        int photos,
        int photoBytes,
        int documentBytes,
        int namedPlaces,
        int casesPerRequester,
        Duration requesterPeriod,
        Duration keepClosed,
        String platform,
        String objections) {

    private static final int MOST_BYTES = 100 << 20;

    /** @throws IllegalArgumentException if a value lies outside its range; the message names it */
    public TakedownSettings {
        if (deadlines.isBlank()) {
            throw new IllegalArgumentException("deadlines: the name of a file is missing");
        }
        within("photos", photos, 100);
        within("photoBytes", photoBytes, MOST_BYTES);
        within("documentBytes", documentBytes, MOST_BYTES);
        within("namedPlaces", namedPlaces, 100_000);
        within("casesPerRequester", casesPerRequester, 10_000);
        if (requesterPeriod.isNegative() || requesterPeriod.isZero()) {
            throw new IllegalArgumentException("requesterPeriod: " + requesterPeriod + " is not above 0");
        }
        if (keepClosed.isNegative()) {
            throw new IllegalArgumentException("keepClosed: " + keepClosed + " is below 0");
        }
        shortText("platform", platform, 100);
        shortText("objections", objections, 200);
    }

    private static void within(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(key + ": " + value + " is not in 1.." + most);
        }
    }

    private static void shortText(String key, String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    key + ": " + text.length() + " characters, and " + most + " is the most");
        }
    }

    /** What holds where nothing is set. */
    public static TakedownSettings defaults() {
        return new TakedownSettings(
                "deadlines.json", 10, 20 << 20, 20 << 20, 1000, 5, Duration.ofDays(30), Duration.ofDays(30), "", "");
    }
}
