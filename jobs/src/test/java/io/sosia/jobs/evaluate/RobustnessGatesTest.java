package io.sosia.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.testdata.film.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobustnessGatesTest {

    @TempDir
    private Path folder;

    private static RobustnessGate gate(String condition) {
        return RobustnessGates.standard().gates().stream()
                .filter(gate -> gate.condition().equals(condition))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyConditionThatFilmsAreMadeUnderHasAGate() {
        assertEquals(
                Arrays.stream(Condition.values()).map(Condition::text).collect(Collectors.toSet()),
                RobustnessGates.standard().gates().stream()
                        .map(RobustnessGate::condition)
                        .collect(Collectors.toSet()));
        assertEquals(Condition.PLAIN.text(), RobustnessGates.standard().plain().condition());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "border", "crop-80", "bitrate-500", "brightness-140", "brightness-60"})
    void whatWasAskedForIsTwoPoints(String condition) {
        assertEquals(Optional.of(2.0), gate(condition).mostPointsLost());
        assertEquals("required", gate(condition).from());
    }

    @Test
    void aLimitMayBeReachedAndNotPassed() {
        RobustnessGate mirror = gate("mirror");
        assertTrue(mirror.allows(2.0));
        assertTrue(mirror.allows(-3));
        assertFalse(mirror.allows(2.01));
        assertFalse(mirror.allows(Double.NaN), "what is not known is not kept");
    }

    @Test
    void someCanBeChosenAndThePlainFilmIsAlwaysThere() {
        assertEquals(
                List.of("plain", "mask"),
                RobustnessGates.standard().of(Set.of("mask")).gates().stream()
                        .map(RobustnessGate::condition)
                        .toList());
        assertThrows(
                IllegalArgumentException.class, () -> RobustnessGates.standard().of(Set.of("upside-down")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"version":2,"gates":[{"condition":"plain","what":"w"}]}                                           | version 2
            {"version":1,"gates":[]}                                                                           | plain
            {"version":1,"gates":[{"condition":"a","what":"w","most_points_lost":2,"from":"f"}]}               | plain
            {"version":1,"gates":[{"condition":"plain","what":"w"},{"condition":"a","what":"w"}]}              | a has no
            {"version":1,"gates":[{"condition":"plain","what":"w"},{"condition":"a","what":"w","limit":2}]}    | limit
            {"version":1,"gates":[{"condition":"plain","what":"w"},{"condition":"a","what":"w","most_points_lost":200,"from":"f"}]} | 200
            {"version":1,"gates":[{"condition":"plain","what":"w"},{"condition":"a","what":"w","most_points_lost":2}]} | comes from
            nonsense                                                                                           | gates
            """)
    void aFileThatCannotBeMeantIsRefused(String content, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("gates.json"), content);
        String message = String.valueOf(assertThrows(LabelsException.class, () -> RobustnessGates.read(file))
                .getMessage());
        assertTrue(message.contains("gates.json") && message.contains(why), message);
    }
}
