package io.sosia.models.catalogue;

import java.util.List;

/**
 * Where a recogniser wants the five landmarks.
 *
 * @param name for example {@code arcface-112}
 * @param size pixels of the square chip
 * @param points left eye, right eye, nose, left and right corner of the mouth (the picture's left), x and y in pixels
 */
public record AlignmentCard(String name, int size, List<List<Double>> points) {
    /** @throws IllegalArgumentException if there are not five points of two coordinates */
    public AlignmentCard {
        points = points.stream().map(List::copyOf).toList();
        if (points.size() != 5 || points.stream().anyMatch(p -> p.size() != 2)) {
            throw new IllegalArgumentException("alignment " + name + " needs five points of x and y");
        }
    }
}
