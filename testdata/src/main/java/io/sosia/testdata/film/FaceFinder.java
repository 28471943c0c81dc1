package io.sosia.testdata.film;

import java.awt.image.BufferedImage;
import java.util.Optional;

/** Finds the face that an actor's picture is of. Thread-safe: episodes are filmed side by side. */
@FunctionalInterface
public interface FaceFinder {

    /** Finds nothing, so that things are put where faces usually have their features. */
    FaceFinder NONE = picture -> Optional.empty();

    /**
     * Looks for the face nearest to the picture's middle.
     *
     * @param picture {@code TYPE_INT_RGB}; nobody else holds it
     * @return in pixels of the picture; empty where no face is found
     */
    Optional<FaceMarks> find(BufferedImage picture);
}
