package io.sosia.jobs.scan;

import java.util.List;
import java.util.Optional;

/**
 * What a night's alarms were beside what was expected of them. Tracks are counted that were looked at in the run.
 *
 * @param budget false alarms that there may be in a night
 * @param tracks searched for
 * @param expected false alarms among so many tracks, by the calibration
 * @param observed tracks that were enough for a finding, be it for review, and that no licence explains; true matches
 *     are among them
 * @param tailFrom a score that is far more common, at which the calibration is checked
 * @param tailExpected tracks above it that are no findings, by the calibration
 * @param tailObserved tracks above it that are no findings
 * @param provisional whether the calibration is a stand-in
 * @param drifts whether the night does not fit the calibration
 * @param warnings what somebody should know, a line each
 */
public record Alarms(
        double budget,
        long tracks,
        double expected,
        long observed,
        Optional<Double> tailFrom,
        double tailExpected,
        long tailObserved,
        boolean provisional,
        boolean drifts,
        List<String> warnings) {

    /** Copies the list. */
    public Alarms {
        warnings = List.copyOf(warnings);
    }
}
