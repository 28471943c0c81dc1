package io.sosia.models.openvino;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor, outermost first; none for a single number.
 *
 * @param sizes 0 to 6 of them, each 1 to 1,048,576; their product is at most 67,108,864
 */
record TensorShape(List<Integer> sizes) {

    static final int MOST_DIMENSIONS = 6;
    static final int LARGEST_SIZE = 1 << 20;

    /** Values of one tensor, and of all constants of a network together: 256 MiB of float32. */
    static final int MOST_VALUES = 1 << 26;

    TensorShape {
        sizes = List.copyOf(sizes);
    }

    /**
     * A shape.
     *
     * @param what names the tensor in a refusal
     * @throws NetworkRefusedException if there are too many sizes, or one or their product is out of range
     */
    static TensorShape of(String what, List<Integer> sizes) throws NetworkRefusedException {
        if (sizes.size() > MOST_DIMENSIONS) {
            throw new NetworkRefusedException(
                    what + " has " + sizes.size() + " dimensions; at most " + MOST_DIMENSIONS + " are read");
        }
        long values = 1;
        for (int size : sizes) {
            if (size < 1 || size > LARGEST_SIZE) {
                throw new NetworkRefusedException(
                        what + " has a dimension of " + size + "; 1 to " + LARGEST_SIZE + " are read");
            }
            // Cannot overflow: at most 2^26 before, at most 2^20 more.
            values *= size;
            if (values > MOST_VALUES) {
                throw new NetworkRefusedException(
                        what + " has more than " + MOST_VALUES + " values, which is the most that are read");
            }
        }
        return new TensorShape(sizes);
    }

    int rank() {
        return sizes.size();
    }

    int size(int dimension) {
        return sizes.get(dimension);
    }

    /** How many values such a tensor has. */
    int values() {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }

    /** For example {@code 1x3x128x128}. */
    @Override
    public String toString() {
        return sizes.isEmpty()
                ? "a single number"
                : sizes.stream().map(size -> Integer.toString(size)).collect(Collectors.joining("x"));
    }
}
