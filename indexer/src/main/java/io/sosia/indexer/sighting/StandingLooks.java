package io.sosia.indexer.sighting;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Tells which looks stand, asked from the newest to the oldest; {@link Look} has the rule. Serves one thread. */
final class StandingLooks {

    private final Map<UploadKey, Double> newest = new HashMap<>();

    /** Sixteen bytes that tell an upload. */
    record UploadKey(long high, long low) {
        static UploadKey of(Look look) {
            return of(look.uploadKey());
        }

        static UploadKey of(String hex) {
            return new UploadKey(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
        }
    }

    /**
     * Whether a look stands before those that were asked about earlier.
     *
     * @param extent as {@link Look#extent} tells it
     */
    boolean stands(UploadKey upload, double extent) {
        Double newer = newest.get(upload);
        if (newer == null || newer < extent) {
            newest.put(upload, extent);
        }
        return newer == null || !Look.takesPlaceOf(newer, extent);
    }

    /** Every upload that was asked about. */
    Set<UploadKey> uploads() {
        return Collections.unmodifiableSet(newest.keySet());
    }
}
