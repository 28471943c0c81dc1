package io.sosia.models.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A face as a unit vector in an {@link EmbeddingSpace}. Immutable: arrays are copied on the way in and out. Its text
 * form shows the space only, so that no vector reaches a log.
 */
public final class Embedding {

    /** Vectors shorter than this before normalisation carry no direction worth keeping. */
    private static final double LEAST_NORM = 1e-6;

    private final EmbeddingSpace space;
    private final float[] unit;

    private Embedding(EmbeddingSpace space, float[] unit) {
        this.space = space;
        this.unit = unit;
    }

    /**
     * Scales {@code raw} to length 1.
     *
     * @param raw copied; its length is the space's
     * @throws IllegalArgumentException if the length differs, a value is not finite, or the vector is (nearly) zero
     */
    public static Embedding normalised(EmbeddingSpace space, float[] raw) {
        if (raw.length != space.dimensions()) {
            throw new IllegalArgumentException("a vector of length " + raw.length + " is not of space " + space.id());
        }
        double squares = 0;
        for (float x : raw) {
            squares += (double) x * x;
        }
        double norm = Math.sqrt(squares);
        if (!(norm >= LEAST_NORM) || Double.isInfinite(norm)) {
            throw new IllegalArgumentException("a vector of norm " + norm + " has no direction");
        }
        float[] unit = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            unit[i] = (float) (raw[i] / norm);
        }
        return new Embedding(space, unit);
    }

    /** Reads what {@link #toBytes} wrote. @throws IllegalArgumentException as {@link #normalised} does */
    public static Embedding fromBytes(EmbeddingSpace space, byte[] bytes) {
        if (bytes.length != 4 * space.dimensions()) {
            throw new IllegalArgumentException(bytes.length + " bytes are not a vector of space " + space.id());
        }
        float[] raw = new float[space.dimensions()];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(raw);
        return normalised(space, raw);
    }

    /** The vector as little-endian float32, 4 bytes a dimension. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(4 * unit.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(unit);
        return buffer.array();
    }

    /** The space this vector lives in. */
    public EmbeddingSpace space() {
        return space;
    }

    /** A copy of the unit vector, {@code space().dimensions()} long. */
    public float[] toArray() {
        return unit.clone();
    }

    /**
     * How alike the two are.
     *
     * @throws IllegalArgumentException if the spaces differ
     */
    public Cosine cosine(Embedding other) {
        if (!space.equals(other.space)) {
            throw new IllegalArgumentException(
                    "vectors of " + space.id() + " and " + other.space.id() + " cannot be compared");
        }
        double dot = 0;
        for (int i = 0; i < unit.length; i++) {
            dot += (double) unit[i] * other.unit[i];
        }
        return new Cosine(dot);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Embedding other && space.equals(other.space) && Arrays.equals(unit, other.unit);
    }

    @Override
    public int hashCode() {
        return 31 * space.hashCode() + Arrays.hashCode(unit);
    }

    @Override
    public String toString() {
        return "Embedding[" + space.id() + "]";
    }
}
