package io.sosia.testdata.film;

/**
 * An actor with the appearance they have in one shot.
 *
 * @param actor who
 * @param look the number to ask {@link Actor#look} for
 */
public record Take(Actor actor, long look) {}
