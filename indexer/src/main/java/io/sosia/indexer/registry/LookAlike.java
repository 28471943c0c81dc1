package io.sosia.indexer.registry;

import io.sosia.models.vector.Cosine;

/**
 * Somebody registered whose face is so like another registered person's that a search for one finds the other.
 *
 * @param person the other one
 * @param similarity the highest that was seen, on the scale of decisions
 */
public record LookAlike(PersonId person, Cosine similarity) {}
