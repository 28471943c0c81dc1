package io.sosia.testdata.film;

/**
 * Light and lens of a shot.
 *
 * @param gainFrom brightness at the start, 1 is as drawn
 * @param gainTo brightness at the end
 * @param flicker amplitude of a slow flicker (a fire, a passing car), as a part of the brightness
 * @param warmth shift of blue-yellow chroma, 8-bit steps; positive is bluer
 * @param redness shift of red-green chroma, 8-bit steps
 * @param softness blur over people, standard deviation in pixels of a frame 1080 wide
 * @param depth blur over the backdrop, standard deviation in pixels of a frame 1080 wide
 */
record Light(double gainFrom, double gainTo, double flicker, int warmth, int redness, double softness, double depth) {

    /** Brightness at a moment. */
    double gain(double part, double seconds) {
        return (gainFrom + (gainTo - gainFrom) * part) * (1 + flicker * Math.sin(2 * Math.PI * 0.9 * seconds));
    }
}
