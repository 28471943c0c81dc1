package io.sosia.models.vector;

import java.util.regex.Pattern;

/**
 * Where a vector lives: two embeddings may be compared only if their spaces are equal.
 *
 * @param model id of the model card, for example {@code mobilefacenet-ms1m}
 * @param weights the first 12 hex digits of the SHA-256 of the model's file
 * @param preprocessing version of everything between a picture and the tensor: alignment, scaling, mirror images.
 *     It changes whenever the same picture would give another vector.
 * @param dimensions length of the vector, 1 to 4096
 */
public record EmbeddingSpace(String model, String weights, String preprocessing, int dimensions) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Pattern WEIGHTS = Pattern.compile("[0-9a-f]{12}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a part holds anything but lower-case letters, digits, dots and hyphens, or
     *     {@code weights} is not 12 hex digits, or {@code dimensions} lies outside 1 to 4096
     */
    public EmbeddingSpace {
        if (!NAME.matcher(model).matches()) {
            throw new IllegalArgumentException("model: '" + model + "' does not match " + NAME);
        }
        if (!WEIGHTS.matcher(weights).matches()) {
            throw new IllegalArgumentException("weights: '" + weights + "' is not 12 hex digits");
        }
        if (!NAME.matcher(preprocessing).matches()) {
            throw new IllegalArgumentException("preprocessing: '" + preprocessing + "' does not match " + NAME);
        }
        if (dimensions < 1 || dimensions > 4096) {
            throw new IllegalArgumentException("dimensions: " + dimensions + " is not in 1..4096");
        }
    }

    /** Stable text for storage, {@code model:weights:preprocessing:dimensions}; {@link #parse} reads it. */
    public String id() {
        return model + ":" + weights + ":" + preprocessing + ":" + dimensions;
    }

    /**
     * Reads what {@link #id} wrote.
     *
     * @throws IllegalArgumentException if {@code id} has not four parts or one of them is out of range
     */
    public static EmbeddingSpace parse(String id) {
        String[] parts = id.split(":", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("embedding space '" + id + "' has " + parts.length + " parts, not 4");
        }
        try {
            return new EmbeddingSpace(parts[0], parts[1], parts[2], Integer.parseInt(parts[3]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("embedding space '" + id + "' has no length", e);
        }
    }

    @Override
    public String toString() {
        return id();
    }
}
