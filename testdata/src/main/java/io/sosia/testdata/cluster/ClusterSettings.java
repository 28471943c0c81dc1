package io.sosia.testdata.cluster;

/**
 * A population of vectors.
 *
 * @param seed everything random follows from it
 * @param people 1 to 100,000,000
 * @param templates of each person, 1 to 20
 * @param dimensions of the vectors, 8 to 4,096
 * @param groups that people fall into, as faces do by sex, age and origin: two people of one group are a little more
 *     alike; 1 to 10,000
 */
public record ClusterSettings(long seed, int people, int templates, int dimensions, int groups) {

    /** Checks the ranges. @throws IllegalArgumentException if a value is out of its range */
    public ClusterSettings {
        check("people", people, 1, 100_000_000);
        check("templates", templates, 1, 20);
        check("dimensions", dimensions, 8, 4_096);
        check("groups", groups, 1, 10_000);
    }

    /** So many people of 128 dimensions in 64 groups, with two templates each. */
    public static ClusterSettings of(int people) {
        return new ClusterSettings(1, people, 2, 128, 64);
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not in " + least + ".." + most);
        }
    }
}
