package io.sosia.testdata.film;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who plays. Used by one thread; the actors it hands out are thread-safe. */
public interface Casting {

    /**
     * Chooses for one shot. Called once for each shot, in the order of dramas, episodes and shots.
     *
     * @param drama number of the drama, from 0
     * @param people how many are wanted, at least 1
     * @return 1 to {@code people} takes of different actors
     */
    List<Take> forShot(int drama, int people, RandomGenerator random);

    /**
     * Writes the portraits that registered people are enrolled from, {@code folder/NAME/*.jpg} or {@code .png}.
     *
     * @param folder exists and is empty
     * @throws IOException if a portrait cannot be read or written
     */
    void writePortraits(Path folder) throws IOException;
}
