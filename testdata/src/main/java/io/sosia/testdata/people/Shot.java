package io.sosia.testdata.people;

import java.util.random.RandomGenerator;

/**
 * One moment in which a person is seen: everything about a drawing that is not who.
 *
 * @param pose how the head is turned
 * @param expression what the face is doing
 * @param light what falls on it
 * @param blur the deviation of a Gaussian blur over the picture, as a fraction of the picture's size, 0..0.03
 * @param glasses whether the person wears their glasses
 * @param hairTied whether hair that falls below the ears is tied back
 * @param clothingHue the colour of the clothes, in turns of hue, 0..1
 */
public record Shot(
        Pose pose,
        Expression expression,
        Light light,
        double blur,
        boolean glasses,
        boolean hairTied,
        double clothingHue) {

    /** @throws IllegalArgumentException if blur or hue is outside its bounds */
    public Shot {
        Bounds.check("blur", blur, 0, 0.03);
        Bounds.check("clothingHue", clothingHue, 0, 1);
    }

    /** A portrait: straight into the camera, at rest, in a studio's light, sharp, without glasses. */
    public static Shot frontal() {
        return new Shot(Pose.FRONTAL, Expression.NEUTRAL, Light.STUDIO, 0, false, false, 0.6);
    }

    /**
     * A moment as a drama has it. Yaw is uniform in ±20°, pitch in ±10°, roll in ±8°; the lamp stands within ±55° and
     * between −5° and 50°; the smile is uniform in −0.3..0.8; the mouth is open in two of five; eyes are at most a third
     * closed; blur is up to 0.006 of the picture; glasses are worn in one of eight; hair is tied in one of four.
     *
     * @param random the only source of chance: the same state gives the same shot
     */
    public static Shot random(RandomGenerator random) {
        Pose pose = new Pose(random.nextDouble(-20, 20), random.nextDouble(-10, 10), random.nextDouble(-8, 8));
        double open = random.nextDouble() < 0.4 ? random.nextDouble(0.1, 0.7) : 0;
        Expression expression = new Expression(
                random.nextDouble(-0.3, 0.8),
                open,
                random.nextDouble(0, 0.33),
                random.nextDouble(-0.5, 0.7),
                random.nextDouble(-0.6, 0.6));
        Light light = new Light(
                random.nextDouble(-55, 55),
                random.nextDouble(-5, 50),
                random.nextDouble(0.5, 0.95),
                random.nextDouble(0.22, 0.5),
                random.nextDouble(-0.6, 0.6));
        double blur = Math.max(0, random.nextDouble(-0.004, 0.006));
        boolean glasses = random.nextDouble() < 0.125;
        boolean tied = random.nextDouble() < 0.25;
        return new Shot(pose, expression, light, blur, glasses, tied, random.nextDouble());
    }
}
