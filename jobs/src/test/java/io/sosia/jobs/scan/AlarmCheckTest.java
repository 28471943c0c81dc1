package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.calibration.AlarmThresholds;
import io.sosia.jobs.scan.AlarmCheck.Searched;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A thousand tracks among a hundred people, of which one in five scores above 0.3 among ten. */
class AlarmCheckTest {

    private static final int PEOPLE = 10;

    private final DecisionBasis basis = new DecisionBasis(
            PlayHome.BASIS.calibration(),
            PlayHome.BASIS.budget(),
            AlarmThresholds.of(PlayHome.BASIS.calibration(), 0.005, PEOPLE),
            Optional.empty(),
            PlayHome.BASIS.scale());

    private final AlarmCheck check = new AlarmCheck(basis, 0.03);

    @Test
    void aNightAsExpectedWarnsOfNothing() {
        Alarms alarms = check(1_000, 5, 200);

        assertEquals(1_000 * basis.thresholds().expected(), alarms.expected(), 1e-3);
        assertEquals(200 - alarms.expected(), alarms.tailExpected(), 2e-3);
        assertEquals(Optional.of(0.3), alarms.tailFrom());
        assertFalse(alarms.drifts(), () -> alarms.toString());
        assertEquals(List.of(), alarms.warnings());
    }

    @Test
    void manyMoreAlarmsThanTheBudgetAreSaid() {
        Alarms alarms = check(1_000, 25, 200);

        assertTrue(alarms.drifts());
        assertEquals(1, alarms.warnings().size());
        assertTrue(alarms.warnings().getFirst().startsWith("25 tracks"), () -> alarms.toString());
    }

    @Test
    void aStreamThatChangesIsSeenBeforeAlarmsAre() {
        assertTrue(check(1_000, 5, 290).drifts());
        assertTrue(check(1_000, 5, 120).drifts());
        assertFalse(check(1_000, 0, 200).drifts());
    }

    @Test
    void ofAFewTracksNoChangeIsTold() {
        assertFalse(check(21, 0, 13).drifts());
    }

    @Test
    void whereMoreWasSearchedThanTheBudgetIsForThatIsSaid() {
        DecisionBasis loose = new DecisionBasis(
                PlayHome.BASIS.calibration(),
                PlayHome.BASIS.budget(),
                AlarmThresholds.of(PlayHome.BASIS.calibration(), 0.01, 400),
                Optional.empty(),
                PlayHome.BASIS.scale());
        double tail = loose.calibration().tail().exceedance(0.3, 400);

        Alarms alarms = new AlarmCheck(loose, 0.03)
                .check(0.3, List.of(new Searched(400, 100_000, 0.3, 1_000, Math.round(100_000 * tail) - 1_000)));

        assertEquals(1_000, alarms.expected(), 1e-6);
        assertTrue(alarms.warnings().getFirst().contains("scan.tracksPerNight"), () -> alarms.toString());
    }

    @Test
    void aThresholdSetByHandIsExpectedToDoWhatItDoes() {
        Alarms alarms =
                new AlarmCheck(PlayHome.BASIS, 0.05).check(0.3, List.of(new Searched(PEOPLE, 1_000, 0.3, 4, 200)));

        assertEquals(1_000 * PlayHome.BASIS.calibration().tail().exceedance(0.45, PEOPLE), alarms.expected(), 1e-3);
    }

    private Alarms check(long tracks, long observed, long above) {
        return check.check(check.tailFrom(0.2), List.of(new Searched(PEOPLE, tracks, 0.2, observed, above)));
    }
}
