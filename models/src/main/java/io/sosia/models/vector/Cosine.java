package io.sosia.models.vector;

import java.util.Locale;

/**
 * Cosine similarity of two embeddings, -1 to 1; larger is more alike. It is neither a probability nor a search
 * engine's score.
 *
 * @param value the cosine; rounding errors of up to 1e-4 beyond the range are clamped
 */
public record Cosine(double value) implements Comparable<Cosine> {

    private static final double ROUNDING = 1e-4;

    /**
     * Clamps rounding errors.
     *
     * @throws IllegalArgumentException if {@code value} is not a number or lies further outside -1..1 than rounding
     *     explains
     */
    public Cosine {
        if (!(value >= -1 - ROUNDING && value <= 1 + ROUNDING)) {
            throw new IllegalArgumentException("cosine: " + value + " is not in -1..1");
        }
        value = Math.clamp(value, -1.0, 1.0);
    }

    @Override
    public int compareTo(Cosine other) {
        return Double.compare(value, other.value);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
