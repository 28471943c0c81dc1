package io.sosia.testdata.film;

/**
 * Which frames of a screenplay become frames of the film, in whole numbers so that truth and film never part.
 *
 * @param framesPerSecond of the film
 * @param advance hundredths of a frame of the screenplay from one frame of the film to the next: 100 shows each once,
 *     500 each fifth, 80 some of them twice
 */
record Tempo(int framesPerSecond, int advance) {

    private static final int WHOLE = 100;

    /** @throws IllegalArgumentException if a number is not positive */
    Tempo {
        if (framesPerSecond < 1 || advance < 1) {
            throw new IllegalArgumentException(framesPerSecond + " frames a second, advance " + advance);
        }
    }

    /** Number of the first frame of the film that shows this frame of the screenplay or a later one. */
    int first(int frame) {
        return Math.toIntExact(Math.ceilDiv((long) frame * WHOLE, advance));
    }

    /** How many frames of the film show this frame of the screenplay. */
    int shown(int frame) {
        return first(frame + 1) - first(frame);
    }

    /** When a frame of the screenplay is shown, milliseconds into the film. */
    long millis(int frame) {
        return Math.round(first(frame) * 1_000.0 / framesPerSecond);
    }
}
