package io.sosia.indexer.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AlarmBudgetTest {

    @Test
    void aBudgetIsSharedOutOverTheNightsTracks() {
        assertEquals(5e-6, new AlarmBudget(5, Optional.of(1_000_000.0), 0.01).perTrack(), 1e-18);
        assertEquals(0.01, new AlarmBudget(5, Optional.of(100.0), 0.01).perTrack(), 0);
        assertEquals(0.01, new AlarmBudget(5, Optional.empty(), 0.01).perTrack(), 0);
        assertThrows(IllegalArgumentException.class, () -> new AlarmBudget(0, Optional.empty(), 0.01));
        assertThrows(IllegalArgumentException.class, () -> new AlarmBudget(5, Optional.of(0.0), 0.01));
        assertThrows(IllegalArgumentException.class, () -> new AlarmBudget(5, Optional.empty(), 1));
    }

    @Test
    void aNightIsAsLargeAsTheOneOfTheMedianTrack() {
        assertEquals(OptionalDouble.empty(), NightlyTracks.usual(List.of()));
        assertEquals(OptionalDouble.of(1000), NightlyTracks.usual(List.of(3L, 1000L, 2L, 1000L, 1L, 1100L)));
        assertEquals(OptionalDouble.of(1000), NightlyTracks.usual(List.of(1000L, 900L, 1000L, 2000L, 0L)));
    }

    @Test
    void chanceDoesNotDriftAndChangeDoes() {
        assertFalse(Drift.of(5, 9, 1).drifts());
        assertFalse(Drift.of(5, 0, 1).drifts());
        assertTrue(Drift.of(5, 16, 1).drifts());
        assertTrue(Drift.of(20, 4, 1).drifts());
        // Poisson's table: 16 or more where 5 are expected, 0.000069; 4 or fewer where 20 are, 0.000017.
        assertEquals(0.000069, Drift.of(5, 16, 1).probability(), 0.000001);
        assertEquals(0.000017, Drift.of(20, 4, 1).probability(), 0.000001);
    }

    @Test
    void tracksThatComeTogetherAreFewerEvents() {
        assertTrue(Drift.of(10, 30, 1).drifts());
        assertFalse(Drift.of(10, 30, 8).drifts());
        assertTrue(Drift.of(0, 1, 1).drifts());
        assertFalse(Drift.of(0, 0, 1).drifts());
    }

    @Test
    void aRatioHasWordsForBothDirections() {
        VerbalScale scale = VerbalScale.enfsi();
        assertEquals("no support", scale.words(0));
        assertEquals("no support", scale.words(-0.1));
        assertEquals("weak support", scale.words(0.5));
        assertEquals("moderate support", scale.words(1));
        assertEquals("moderately strong support", scale.words(2.999));
        assertEquals("strong support", scale.words(3));
        assertEquals("extremely strong support", scale.words(12));
        assertEquals("moderate support for the other proposition", scale.words(-1.5));
        assertThrows(
                IllegalArgumentException.class,
                () -> new VerbalScale("own", List.of(new VerbalScale.Step(10, "some support"))));
    }
}
