package io.sosia.detector.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.models.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** For tests that measure instead of judging, and run only where the property {@code sosia.figures} names a file. */
public final class TestFigures {

    private TestFigures() {}

    /** Appends a line to the file. */
    public static void say(String line) {
        Path file = Path.of(String.valueOf(System.getProperty("sosia.figures")));
        try {
            Files.writeString(
                    file, line + System.lineSeparator(), UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            assertTrue(Files.size(file) > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody is of the half that nothing is tuned on: the last bit of the name's first byte of SHA-256 is 1. */
    public static boolean reporting(String person) {
        return (Integer.parseInt(Sha256.of(person).substring(0, 2), 16) & 1) == 1;
    }
}
