package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.jobs.scan.Alarms;
import io.sosia.jobs.scan.ScanSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScanResultsTest {

    private static String table(long videoMillisNow, double factor) {
        return table(videoMillisNow, factor, Optional.empty());
    }

    private static String table(long videoMillisNow, double factor, Optional<Alarms> alarms) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Path nowhere = Path.of("nowhere");
        ScanResults results = new ScanResults(new Invocation(
                Console.of(stream, stream, true, false, Map.of("NO_COLOR", "1")),
                Map.of(),
                nowhere,
                nowhere,
                Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC)));
        results.add(new ScanSummary(
                "R-000001",
                2,
                1,
                1,
                0,
                2,
                0,
                0,
                10_000,
                videoMillisNow,
                400,
                factor,
                5,
                2000,
                1,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                "EXACT",
                Optional.of(1),
                1,
                0,
                0,
                0,
                0,
                false,
                "page",
                alarms,
                Optional.empty()));
        results.finish();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whereNothingWasLookedAtThereIsNoSpeed() {
        String before = table(0, 0);
        assertTrue(before.contains("nothing was looked at anew"), before);
        assertFalse(before.contains("real time"), before);
        assertTrue(table(10_000, 25).contains("25.0 × real time"));
    }

    @Test
    void alarmsStandBesideWhatWasExpectedAndDriftIsSaid() {
        Alarms usual = new Alarms(5, 1_000, 3.2, 4, Optional.of(0.4), 200, 190, true, false, List.of());
        Alarms drifting = new Alarms(5, 1_000, 3.2, 40, Optional.of(0.4), 200, 400, false, true, List.of("a line"));

        String within = table(10_000, 25, Optional.of(usual));
        assertTrue(
                within.contains("4 of 1,000 tracks; by chance 3.2 were expected, 5.0 are the budget (provisional)"),
                within);
        assertFalse(within.contains("drifted"), within);
        assertTrue(table(10_000, 25, Optional.of(drifting)).contains("they have drifted"));
    }

    @Test
    void anInputWhoseEarlierResultHoldsIsNotSaidToHaveBeenScanned() {
        String unreadable = table(0, 0);
        assertFalse(unreadable.contains("scanned before"), unreadable);
        assertTrue(unreadable.contains("as before"), unreadable);
    }
}
