package io.sosia.jobs.evaluate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.jobs.evaluate.report.Axis.Tick;
import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void ratesLieByTheirNormalDeviates() {
        Axis axis = new Axis.NormalDeviates(0.001, 0.5);
        assertEquals(0, axis.place(0.001), 1e-12);
        assertEquals(1, axis.place(0.5), 1e-12);
        // Deviates of 0.001, 0.01 and 0.5: -3.0902, -2.3263 and 0.
        assertEquals((3.0902 - 2.3263) / 3.0902, axis.place(0.01), 1e-4);
        assertEquals(0, axis.place(0), "what is beyond an end lies on it");
        assertEquals(1, axis.place(1));
        assertEquals(
                List.of("0.001", "", "0.005", "0.01", "", "0.05", "0.1", "0.2", ""),
                axis.ticks().stream().map(Tick::label).toList());
        assertThrows(IllegalArgumentException.class, () -> new Axis.NormalDeviates(0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new Axis.NormalDeviates(0.5, 0.1));
    }

    @Test
    void valuesAreMarkedAtRoundSteps() {
        Axis axis = Axis.Linear.upTo(17);
        assertEquals(
                List.of("0", "5", "10", "15", "20"),
                axis.ticks().stream().map(Tick::label).toList());
        assertEquals(0.25, axis.place(5), 1e-12);
        assertEquals(
                List.of("0", "0.1", "0.2", "0.3"),
                new Axis.Linear(0, 0.3, 0.1).ticks().stream().map(Tick::label).toList());
        assertEquals(
                List.of("-0.2", "0", "0.2"),
                new Axis.Linear(-0.3, 0.3, 0.2)
                        .ticks().stream().map(Tick::label).toList());
    }

    @Test
    void logarithmsAreMarkedAtPowersOfTen() {
        Axis axis = new Axis.Logarithms(0.002, 0.2);
        assertEquals(0.5, axis.place(0.02), 1e-12);
        assertEquals(0, axis.place(0));
        assertEquals(
                List.of("", "", "0.01", "", "", "0.1", ""),
                axis.ticks().stream().map(Tick::label).toList());
        assertThrows(IllegalArgumentException.class, () -> new Axis.Logarithms(0, 1));
    }

    @Test
    void aSingleCountStandsAboveTheGround() {
        Axis axis = new Axis.Counts(800);
        assertEquals(0, axis.place(0));
        assertEquals(Math.log(2) / Math.log(2 * 960), axis.place(1), 1e-12);
        assertEquals(
                List.of("1", "10", "100"),
                axis.ticks().stream().map(Tick::label).toList());
    }
}
