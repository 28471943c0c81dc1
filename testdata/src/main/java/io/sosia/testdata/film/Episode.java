package io.sosia.testdata.film;

import io.sosia.testdata.seed.Seed;
import java.util.List;
import java.util.Locale;

/**
 * An episode as planned.
 *
 * @param drama number of the drama, from 1
 * @param number of the episode, from 1
 * @param seed what is random in rendering follows from it
 * @param shots without gaps, from frame 0
 */
record Episode(int drama, int number, Seed seed, List<Shot> shots) {

    Episode {
        shots = List.copyOf(shots);
    }

    /** Folder and file below the film's folder, with slashes, without the extension's dot and what follows it. */
    String path() {
        return String.format(Locale.ROOT, "drama-%02d/ep-%02d", drama, number);
    }

    /** Frames of all shots. */
    int frames() {
        return shots.stream().mapToInt(Shot::frames).sum();
    }
}
