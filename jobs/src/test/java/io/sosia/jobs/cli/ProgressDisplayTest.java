package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private ProgressDisplay log() {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return ProgressDisplay.on(Console.of(stream, stream, false, false, Map.of()), now::get, "filming");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLogEndsWithHowFarItCame() {
        try (ProgressDisplay log = log()) {
            log.at(1, 1728, "");
            now.set(START.plus(Duration.ofSeconds(31)));
            log.at(1008, 1728, "");
            log.at(1727, 1728, "");
            log.at(1728, 1728, "");
        }
        assertEquals(String.format("filming: 1008 of 1728%nfilming: 1728 of 1728%n"), printed());
    }

    @Test
    void whatWasSaidLastIsNotSaidAgain() {
        try (ProgressDisplay log = log()) {
            now.set(START.plus(Duration.ofSeconds(31)));
            log.at(1728, 1728, "");
        }
        assertEquals(String.format("filming: 1728 of 1728%n"), printed());
    }

    @Test
    void ofWhatIsQuicklyDoneALogSaysNothing() {
        try (ProgressDisplay log = log()) {
            log.at(3, 3, "");
        }
        assertEquals("", printed());
    }

    @Test
    void spansAreRoundedToTheNearestSecond() {
        assertEquals("1:12", Durations.clock(Duration.ofMillis(71_600)));
        assertEquals("1:11", Durations.clock(Duration.ofMillis(71_499)));
        assertEquals("1:00:00", Durations.clock(Duration.ofMillis(3_599_500)));
    }
}
