package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import java.util.Optional;

/**
 * How often chance makes somebody look like one person who is searched for among many sightings (1:N). Each sighting of
 * somebody else is one comparison with that person, so that of {@code N} sightings
 *
 * <pre>{@code E(s) = N × p(s)}</pre>
 *
 * are expected to score {@code s} or more, where {@code p(s)} is the probability for one of them. It is read off the tail of
 * a stream's calibration for a single registered person ({@link ImpostorTail#exceedance(double, int)} with 1; of somebody who
 * has many doubles so many times as often), or, where no stream was calibrated, off the population's table for comparisons
 * with one person. Sightings of one stranger come together: of the expected ones several may be one character.
 *
 * @param calibration whose tail is asked
 * @param person who is searched for, where they are registered
 */
public record StrangerOdds(Calibration calibration, Optional<PersonId> person) {

    /** How many times as many doubles the person has as the average. */
    private double doubles() {
        return person.map(id -> calibration.doubles().getOrDefault(id, calibration.othersDoubles()))
                .orElse(1.0);
    }

    /**
     * The probability that a sighting of somebody else scores so much or more.
     *
     * @param score what lies below the tail's start is not described, and counts as its start
     */
    public double probability(double score) {
        return calibration.tail().exceedance(score, 1, doubles());
    }

    /**
     * How many sightings of others are expected to score so much or more.
     *
     * @param sightings compared, 0 or more
     */
    public double expected(long sightings, double score) {
        return sightings * probability(score);
    }

    /**
     * The score that a sighting of somebody else surpasses with a probability.
     *
     * @param probability above 0, below 1
     * @return the tail's start or more: where the probability asks for less, its start
     */
    public double score(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability: " + probability + " is not between 0 and 1");
        }
        ImpostorTail tail = calibration.tail();
        double single = -Math.expm1(Math.log1p(-probability) * tail.people() / doubles());
        return tail.start() + tail.excess().excess(Math.min(1, single / tail.rate()));
    }

    /** The score from which on it describes anything. */
    public double start() {
        return calibration.tail().start();
    }
}
