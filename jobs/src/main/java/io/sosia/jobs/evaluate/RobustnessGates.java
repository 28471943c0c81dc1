package io.sosia.jobs.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The conditions that films are made under, with a gate for each. As a file, JSON:
 *
 * <pre>
 * {"version": 1,
 *  "gates": [{"condition": "plain", "what": "as filmed"},
 *            {"condition": "mirror", "what": "…", "most_points_lost": 2.0, "from": "…"}, …]}
 * </pre>
 *
 * Limits that are not required are regression gates: what the half of the people that settings are tuned on lost, and up
 * to the upper end of its 95 % interval, rounded up to whole points, so that chance alone seldom breaks them. Of
 * {@code lfw-dev}, filmed as the README says, 132 appearances.
 *
 * <p>Exactly one has no limit: the plain film, against which the others are held. It comes first. An unknown key is an error.
 *
 * @param gates the plain film's first
 */
public record RobustnessGates(List<RobustnessGate> gates) {

    private static final int VERSION = 1;

    private static final String STANDARD = "robustness-gates.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @throws IllegalArgumentException if the plain film is not first, or a condition is named twice */
    public RobustnessGates {
        gates = List.copyOf(gates);
        if (gates.isEmpty() || gates.getFirst().mostPointsLost().isPresent()) {
            throw new IllegalArgumentException("the first is not the plain film, which has no limit");
        }
        Set<String> names = new HashSet<>();
        for (RobustnessGate gate : gates) {
            if (!names.add(gate.condition())) {
                throw new IllegalArgumentException("two gates of " + gate.condition());
            }
            if (gate.mostPointsLost().isEmpty() && names.size() > 1) {
                throw new IllegalArgumentException(gate.condition() + " has no most_points_lost");
            }
        }
    }

    /** Those that come with the program. */
    public static RobustnessGates standard() {
        try (InputStream in = Objects.requireNonNull(
                RobustnessGates.class.getResourceAsStream(STANDARD), "the gates are part of the program")) {
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws LabelsException if it does not keep to the format
     * @throws IOException if it cannot be read
     */
    public static RobustnessGates read(Path file) throws IOException, LabelsException {
        byte[] content = Files.readAllBytes(file);
        try {
            return parse(content);
        } catch (JacksonException e) {
            throw new LabelsException(file, "does not hold gates: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new LabelsException(file, "does not hold gates: " + e.getMessage());
        }
    }

    private static RobustnessGates parse(byte[] content) {
        Written written = JSON.readValue(content, Written.class);
        if (written.version() != VERSION) {
            throw new IllegalArgumentException("version " + written.version() + " is not " + VERSION);
        }
        return new RobustnessGates(written.gates().orElse(List.of()).stream()
                .map(line -> new RobustnessGate(
                        line.condition().orElse(""),
                        line.what().orElse(""),
                        line.most_points_lost(),
                        line.from().orElse("")))
                .toList());
    }

    /** The plain film. */
    public RobustnessGate plain() {
        return gates.getFirst();
    }

    /** Those of these conditions, and the plain film's. @throws IllegalArgumentException if one is not among them */
    public RobustnessGates of(Set<String> conditions) {
        for (String condition : conditions) {
            if (gates.stream().noneMatch(gate -> gate.condition().equals(condition))) {
                throw new IllegalArgumentException("'" + condition + "' is none of "
                        + String.join(
                                ", ",
                                gates.stream().map(RobustnessGate::condition).toList()));
            }
        }
        return new RobustnessGates(gates.stream()
                .filter(gate -> gate.mostPointsLost().isEmpty() || conditions.contains(gate.condition()))
                .toList());
    }

    // As it is written, with the names that the file has.

    private record Written(int version, Optional<List<Line>> gates) {}

    private record Line(
            Optional<String> condition,
            Optional<String> what,
            Optional<Double> most_points_lost,
            Optional<String> from) {}
}
