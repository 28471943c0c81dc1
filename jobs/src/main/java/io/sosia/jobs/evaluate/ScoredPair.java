package io.sosia.jobs.evaluate;

/**
 * Two pictures that were compared.
 *
 * @param fold 0 and up
 * @param first person on one of them
 * @param second person on the other; equal to {@code first} where they show one person
 * @param similarity cosine; negative infinity where one of them shows no face, which says "different"
 */
public record ScoredPair(int fold, String first, String second, double similarity) {

    /** Whether they show one person. */
    public boolean same() {
        return first.equals(second);
    }
}
