package io.sosia.models.catalogue;

import java.time.LocalDate;
import java.util.List;

/**
 * How decision scores of a population's faces were distributed where somebody measured them: what a platform decides by
 * until its own stream has told more. People of another population score otherwise, so it is a stand-in.
 *
 * @param population short name, as settings choose it: lower-case letters, digits, hyphens
 * @param scoring which recognisers, by digest, and how their similarities were joined: scores of another scoring mean
 *     something else
 * @param dataSet what it was measured on, and by which command
 * @param measured the day
 * @param portraits of each registered person
 * @param strangers people who were not registered
 * @param tracks their photos, each searched for by itself
 * @param search scores of the best of everybody registered, where somebody is searched for
 * @param mated scores of registered people with their own portraits
 * @param claim scores of one person's portraits and somebody else's face, where a person is named
 * @param claimPoints thresholds for named claims, strictest last
 */
public record PopulationTable(
        String population,
        String scoring,
        String dataSet,
        LocalDate measured,
        int portraits,
        int strangers,
        long tracks,
        Tail search,
        Mated mated,
        Tail claim,
        List<ClaimPoint> claimPoints) {

    /** @throws IllegalArgumentException if a name is malformed or a count is too small */
    public PopulationTable {
        if (!population.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("population: '" + population + "' is not a short name");
        }
        if (scoring.isBlank() || dataSet.isBlank()) {
            throw new IllegalArgumentException(population + ": a table says what was measured, and on what");
        }
        if (portraits < 1 || strangers < 1 || tracks < strangers) {
            throw new IllegalArgumentException(population + ": " + portraits + " portraits, " + strangers
                    + " strangers and " + tracks + " tracks are no measurement");
        }
        claimPoints = List.copyOf(claimPoints);
    }

    /**
     * The tail of the scores of people who are not the one they are compared with: a generalised Pareto distribution.
     *
     * @param start score from which on it describes them
     * @param rate share of scores above
     * @param people registered; 1 for comparisons with one person
     * @param shape below 0 where scores have an end
     * @param scale above 0
     */
    public record Tail(double start, double rate, int people, double shape, double scale) {}

    /**
     * Scores of registered people with their own portraits.
     *
     * @param mean of them
     * @param deviation standard
     * @param people measured
     */
    public record Mated(double mean, double deviation, int people) {}

    /**
     * An operating point for a named claim ("this shows me").
     *
     * @param fmr share of comparisons with somebody else that are taken for the person (false match rate), by the tail
     * @param threshold score
     * @param fnmr share of comparisons with the person that are not (false non-match rate), measured
     */
    public record ClaimPoint(double fmr, double threshold, double fnmr) {}
}
