package io.sosia.jobs.evaluate;

import io.sosia.jobs.config.JsonReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What films really show, as JSON Lines: {@code {"path","person","start_ms","end_ms"}} for each appearance, the path
 * relative to the file, the person empty or missing for somebody whom nobody could know. {@code "number"}, where it is
 * there, tells which appearances of two films are the same one of one screenplay.
 */
public final class TruthFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private TruthFile() {}

    /**
     * Reads the truth.
     *
     * @throws LabelsException if a line does not keep to the format; the message has its number
     * @throws IOException if the file cannot be read
     */
    public static List<TrueAppearance> read(Path file) throws IOException, LabelsException {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        List<TrueAppearance> truth = new ArrayList<>();
        int number = 0;
        for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (text.isBlank()) {
                continue;
            }
            try {
                Line line = JSON.readValue(text, Line.class);
                truth.add(new TrueAppearance(
                        folder.resolve(line.path().orElseThrow(() -> new IllegalArgumentException("no path")))
                                .normalize(),
                        line.person().filter(person -> !person.isEmpty()),
                        line.start_ms(),
                        line.end_ms(),
                        line.number()));
            } catch (JacksonException e) {
                throw new LabelsException(file, number, "is not an appearance: " + JsonReason.words(e));
            } catch (IllegalArgumentException e) {
                throw new LabelsException(file, number, "is not an appearance: " + e.getMessage());
            }
        }
        return truth;
    }

    /** A line, with the names that the file has. */
    private record Line(
            Optional<String> path, Optional<String> person, long start_ms, long end_ms, Optional<Integer> number) {}
}
