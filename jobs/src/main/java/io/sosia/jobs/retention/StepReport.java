package io.sosia.jobs.retention;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a step did, or would do.
 *
 * @param counts by what was counted; nobody is named
 * @param details for people: days, receipts, cases
 * @param warnings what somebody has to see to
 */
public record StepReport(Map<String, Long> counts, List<String> details, List<String> warnings) {

    /** Copies. */
    public StepReport {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        details = List.copyOf(details);
        warnings = List.copyOf(warnings);
    }

    /** Counts alone. */
    public static StepReport of(Map<String, Long> counts) {
        return new StepReport(counts, List.of(), List.of());
    }

    /** Counts with details. */
    public static StepReport of(Map<String, Long> counts, List<String> details) {
        return new StepReport(counts, details, List.of());
    }
}
