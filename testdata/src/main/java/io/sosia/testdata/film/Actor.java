package io.sosia.testdata.film;

import java.io.IOException;

/** Somebody who can be put into a scene. Thread-safe: episodes are filmed side by side. */
public interface Actor {

    /** Tells actors apart within a casting; not empty. */
    String name();

    /** True for those whom the register knows; their name stands in the truth, a stranger's does not. */
    boolean registered();

    /**
     * Draws or reads the actor.
     *
     * @param look which appearance: the same number gives the same picture; which numbers exist is for the casting to
     *     know
     * @throws IOException if a photo cannot be read
     */
    Look look(long look) throws IOException;
}
