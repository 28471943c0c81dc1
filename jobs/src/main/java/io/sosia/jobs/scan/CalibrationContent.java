package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.Calibration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A calibration as it is stored: {@code {"format":1,"calibration":{…}}}, the record's fields in snake case, moments in
 * ISO 8601, people left out. Before there was a number the record stood there by itself; that is format 0, and is read.
 */
final class CalibrationContent {

    /** What is written. */
    static final int FORMAT = 1;

    private CalibrationContent() {}

    private record Versioned(
            Optional<Integer> format, @Nullable Calibration calibration) {}

    private record Stored(int format, Calibration calibration) {}

    static String stored(Calibration calibration) {
        return JsonLines.stored(new Stored(FORMAT, calibration));
    }

    /** @throws IllegalStateException if a later version wrote it */
    static Calibration read(String json) {
        Versioned versioned = JsonLines.read(json, Versioned.class);
        int format = versioned.format.orElse(0);
        if (format > FORMAT) {
            throw new IllegalStateException("the calibration has format " + format + ", and this program knows up to "
                    + FORMAT + "; use a later version of the program");
        }
        return versioned.calibration == null ? JsonLines.read(json, Calibration.class) : versioned.calibration;
    }
}
