package io.sosia.testdata.film;

import io.sosia.testdata.seed.Seed;
import java.util.List;

/**
 * From one cut to the next.
 *
 * @param start number of the first frame in the episode
 * @param frames how many there are
 * @param backdrop seed of what is behind the people
 * @param camera moves
 * @param light and lens
 * @param parts the people, drawn in this order; none in some shots
 */
record Shot(int start, int frames, Seed backdrop, Camera camera, Light light, List<Part> parts) {

    Shot {
        parts = List.copyOf(parts);
    }
}
