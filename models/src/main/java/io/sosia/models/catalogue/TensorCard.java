package io.sosia.models.catalogue;

import java.util.List;

/**
 * A tensor as the model names it.
 *
 * @param name for example {@code input0}
 * @param shape sizes in the layout's order; -1 where any size is allowed
 */
public record TensorCard(String name, List<Integer> shape) {
    /** Copies the shape. */
    public TensorCard {
        shape = List.copyOf(shape);
    }
}
