package io.sosia.jobs.evaluate.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.evaluate.ConditionLoss;
import io.sosia.jobs.evaluate.ConditionResult;
import io.sosia.jobs.evaluate.ConditionResult.Measured;
import io.sosia.jobs.evaluate.ConditionResult.NotMeasured;
import io.sosia.jobs.evaluate.ConditionResult.PartLoss;
import io.sosia.jobs.evaluate.Part;
import io.sosia.jobs.evaluate.RobustnessGate;
import io.sosia.jobs.evaluate.ScanAccuracy;
import io.sosia.jobs.evaluate.TrueAppearance;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RobustnessReportTest {

    private static final Resampling RESAMPLING = new Resampling(200, 7);
    private static final List<Part> PARTS = Part.of(List.of());

    @TempDir
    private Path folder;

    /** Nobody is found under any condition. */
    private static Measured measured(RobustnessGate gate) {
        List<TrueAppearance> truth = IntStream.range(0, 40)
                .mapToObj(i -> new TrueAppearance(
                        Path.of("/films/1.mp4"), Optional.of("Somebody_" + i), 0, 1_000, Optional.of(i)))
                .toList();
        ConditionLoss loss = ConditionLoss.of(truth, List.of(), truth, List.of(), person -> true, RESAMPLING);
        ScanAccuracy accuracy = ScanAccuracy.of(truth, List.of(), Set.of("Somebody_1"), 60_000, PARTS, RESAMPLING)
                .getFirst();
        return new Measured(gate, List.of(new PartLoss(PARTS.getFirst(), loss)), accuracy, 0);
    }

    private static RobustnessGate gate(String condition, Optional<Double> limit) {
        return new RobustnessGate(condition, "<b>a word</b>", limit, "required");
    }

    private String page(List<ConditionResult> others) throws IOException {
        Measurement measurement = new Measurement(
                "drawn",
                List.of(),
                List.of(),
                "Sosia 0, commit unknown",
                List.of(),
                RESAMPLING,
                Instant.parse("2026-11-20T10:00:00Z"));
        return Files.readString(RobustnessReport.of(
                        measured(gate("plain", Optional.empty())), others, measurement, List.of("A notice."))
                .write(folder));
    }

    @Test
    void whatWasNotMeasuredIsNeverKept() throws IOException {
        String page = page(List.of(
                measured(gate("mirror", Optional.of(2.0))),
                new NotMeasured(gate("mask", Optional.of(50.0)), "there is no folder of that name")));
        assertTrue(page.contains("Robustness: 0 gates are broken, 1 condition not measured"), page);
        assertTrue(page.contains("1 of 2"), page);
        assertTrue(page.contains("there is no folder of that name"), page);
        assertFalse(page.contains("every gate is kept") || page.contains("Somebody_") || page.contains("<b>a"), page);
    }

    @Test
    void allKeptIsSaid() throws IOException {
        String page = page(List.of(measured(gate("mirror", Optional.of(2.0)))));
        assertTrue(page.contains("Robustness: every gate is kept"), page);
        assertTrue(page.contains("0 lost, 0 gained"), page);
        assertFalse(page.contains("NaN"), page);
    }
}
