package io.sosia.testdata.people;

/**
 * The light that falls on a face: one lamp and what comes back from all around.
 *
 * @param azimuth where the lamp stands, in degrees: −90 left of the picture, 0 behind the camera, 90 right
 * @param elevation its height in degrees, −30..80
 * @param key the lamp's strength, 0..2; 0.8 with {@code ambient} 0.35 exposes a face well
 * @param ambient the strength of the light from all around, 0..1
 * @param warmth −1 (blue, as at night) to 1 (orange, as by a fire)
 */
public record Light(double azimuth, double elevation, double key, double ambient, double warmth) {

    /** A studio's soft light, a little from above and from the left. */
    public static final Light STUDIO = new Light(-20, 28, 0.74, 0.40, 0);

    /** @throws IllegalArgumentException if a value is outside its bounds */
    public Light {
        Bounds.check("azimuth", azimuth, -90, 90);
        Bounds.check("elevation", elevation, -30, 80);
        Bounds.check("key", key, 0, 2);
        Bounds.check("ambient", ambient, 0, 1);
        Bounds.check("warmth", warmth, -1, 1);
    }
}
