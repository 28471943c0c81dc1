package io.sosia.indexer.registry;

import io.sosia.models.vector.Embedding;

/**
 * A registered template.
 *
 * @param number given by the register; unique, never used again
 * @param person whose face it is
 * @param embedding the vector
 */
public record Template(long number, PersonId person, Embedding embedding) {}
