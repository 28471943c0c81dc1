package io.sosia.jobs.config;

import java.time.Duration;
import java.time.LocalDate;

/**
 * What scans keep of everybody they see, registered or not, so that who registers later, or asks for a takedown, can be
 * looked for in what was scanned before.
 *
 * @param retention how long a sighting is kept: whole days, 0 to 3650, the day of the scan among them; 0 keeps none, and
 *     erases those there are at the next scan
 * @param pictures {@code small}: one small best shot of each is kept, for people and for the strong recogniser to look at;
 *     {@code none}
 */
public record SightingSettings(Duration retention, String pictures) {

    private static final String SMALL = "small";
    private static final String NONE = "none";
    private static final Duration MOST = Duration.ofDays(3650);

    /** @throws IllegalArgumentException if a value lies outside its range; the message names it */
    public SightingSettings {
        if (retention.isNegative()
                || retention.compareTo(MOST) > 0
                || !retention.equals(Duration.ofDays(retention.toDays()))) {
            throw new IllegalArgumentException("retention: " + retention + " is not in P0D..P3650D by whole days");
        }
        if (!pictures.equals(SMALL) && !pictures.equals(NONE)) {
            throw new IllegalArgumentException("pictures: '" + pictures + "' is neither " + SMALL + " nor " + NONE);
        }
    }

    /**
     * What holds where nothing is set: 30 days, so that whoever asks for a takedown can be looked for in a month's uploads
     * ({@code takedown run}).
     */
    public static SightingSettings defaults() {
        return new SightingSettings(Duration.ofDays(30), SMALL);
    }

    /** Keeps no sighting. */
    public static SightingSettings none() {
        return new SightingSettings(Duration.ZERO, NONE);
    }

    /** Whether any sighting is kept. */
    public boolean keepsAny() {
        return !retention.isZero();
    }

    /** Whether a small picture is kept with a sighting. */
    public boolean keepsPictures() {
        return pictures.equals(SMALL);
    }

    /** The first day whose sightings are still kept on a day. */
    public LocalDate firstKept(LocalDate today) {
        return today.minusDays(retention.toDays() - 1);
    }

    /** The day on which a day's sightings are erased. */
    public LocalDate erasedOn(LocalDate day) {
        return day.plusDays(retention.toDays());
    }
}
