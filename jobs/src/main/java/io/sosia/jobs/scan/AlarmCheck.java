package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.AlarmThresholds;
import io.sosia.indexer.calibration.Drift;
import io.sosia.indexer.calibration.ImpostorTail;
import io.sosia.indexer.calibration.TailRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares a run's alarms with what the calibration expects. Two counts are tested, each as a Poisson count with the
 * calibration's clustering ({@link Drift}): the alarms, against what is expected or the budget, whichever is more, and
 * only upwards; and the tracks above the score at which the tail begins that are no findings, both ways. The second are
 * many and nearly all of strangers, so they tell that the stream has changed before alarms do, and whatever registered
 * people are in it.
 */
final class AlarmCheck {

    private final DecisionBasis basis;
    private final double reviewMargin;

    AlarmCheck(DecisionBasis basis, double reviewMargin) {
        this.basis = basis;
        this.reviewMargin = reviewMargin;
    }

    /**
     * What was searched for under one number of registered people.
     *
     * @param above tracks above a score that are no findings
     */
    record Searched(int people, long tracks, double below, long alarms, long above) {}

    /** The score at which a run is checked: where the tail begins, or where every score is there. */
    double tailFrom(double below) {
        return Math.max(basis.calibration().tail().start(), below);
    }

    /**
     * Checks.
     *
     * @param tailFrom as {@link #tailFrom} gave
     * @param searched in the run
     */
    Alarms check(double tailFrom, List<Searched> searched) {
        ImpostorTail tail = basis.calibration().tail();
        AlarmThresholds thresholds = basis.thresholds();
        long tracks = 0;
        long observed = 0;
        long tailObserved = 0;
        double expected = 0;
        double tailExpected = 0;
        for (Searched group : searched) {
            tracks += group.tracks();
            observed += group.alarms();
            tailObserved += group.above();
            // A threshold set by hand has no promise to keep: what it comes to is read off the tail.
            expected += group.tracks()
                    * basis.set()
                            .map(threshold -> tail.exceedance(threshold - reviewMargin, group.people()))
                            .orElse(thresholds.expected());
            tailExpected += group.tracks() * tail.exceedance(tailFrom, group.people());
        }
        double clustering = basis.calibration().clustering();
        double budget = basis.budget().alarmsPerNight();
        boolean provisional = basis.calibration().provisional();
        Drift alarms = Drift.of(Math.max(expected, budget), observed, clustering);
        tailExpected = Math.max(0, tailExpected - expected);
        Drift stream = Drift.of(tailExpected, tailObserved, clustering);
        // Of fewer tracks nothing could be fitted either, and the people of one drama are no stream.
        boolean changed = stream.drifts() && tracks >= TailRules.standard().leastTracks();
        boolean tooMany = alarms.drifts() && observed > Math.max(expected, budget);
        List<String> warnings = new ArrayList<>();
        if (tooMany) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d tracks are findings that no licence explains, and the budget for false ones is %.1f: either so"
                            + " many registered people were seen, or the calibration no longer holds",
                    observed,
                    budget));
        }
        if (changed) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d tracks that are no findings score above %.3f where %.0f were expected: the stream is not what was calibrated on;"
                            + " 'sosia calibrate' shows what it has become",
                    tailObserved,
                    tailFrom,
                    tailExpected));
        }
        if (basis.set().isEmpty() && expected > 2 * budget) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d tracks were searched for; at %.2g false alarms a track that is %.0f, and the budget is %.1f:"
                            + " 'sosia calibrate' takes into account how many tracks a night has, or set"
                            + " scan.tracksPerNight",
                    tracks,
                    thresholds.expected(),
                    expected,
                    budget));
        }
        return new Alarms(
                budget,
                tracks,
                rounded(expected),
                observed,
                searched.isEmpty() ? Optional.empty() : Optional.of(rounded(tailFrom)),
                rounded(tailExpected),
                tailObserved,
                provisional,
                tooMany || changed,
                warnings);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
