package io.sosia.jobs.evaluate;

/**
 * Two pictures that were compared.
 *
 * @param fold 0 and up
 * @param same whether they show one person
 * @param similarity cosine; negative infinity where one of them shows no face, which says "different"
 */
public record ScoredPair(int fold, boolean same, double similarity) {}
