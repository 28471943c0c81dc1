package io.sosia.jobs.evaluate;

import java.util.Optional;

/**
 * What films under one condition may cost.
 *
 * @param condition name of it, and of the folder with its films
 * @param what it is, for people to read
 * @param mostPointsLost how many points (of a hundred appearances) may be found fewer than in the plain film; empty for
 *     the plain film itself
 * @param from where the limit comes from, for people to read
 */
public record RobustnessGate(String condition, String what, Optional<Double> mostPointsLost, String from) {

    /** @throws IllegalArgumentException if the limit is not in 0..100, or something is not told */
    public RobustnessGate {
        if (condition.isBlank() || what.isBlank()) {
            throw new IllegalArgumentException("a condition without a name, or without a word on what it is");
        }
        if (mostPointsLost.isPresent() && !(mostPointsLost.get() >= 0 && mostPointsLost.get() <= 100)) {
            throw new IllegalArgumentException(
                    condition + ": most_points_lost " + mostPointsLost.get() + " is not in 0..100");
        }
        if (mostPointsLost.isPresent() && from.isBlank()) {
            throw new IllegalArgumentException(condition + ": where its limit comes from is not told");
        }
    }

    /** Whether so many points are no more than may be lost; of the plain film none can be. */
    public boolean allows(double pointsLost) {
        // A limit of 2 points must not break on 2.0000000000000004.
        return mostPointsLost.isEmpty() || pointsLost <= mostPointsLost.get() + 1e-9;
    }
}
