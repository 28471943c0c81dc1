/**
 * Draws people who do not exist: a seeded, procedural head (a displaced 3-D surface with a painted skin), posed, lit and
 * rasterised in plain Java. Nothing here is, or derives from, a picture of a person.
 *
 * <p>Start at {@link io.sosia.testdata.people.Cast} (who) and {@link io.sosia.testdata.people.Portraitist} (how to draw
 * them).
 */
@NullMarked
package io.sosia.testdata.people;

import org.jspecify.annotations.NullMarked;
