package io.sosia.testdata.film;

/**
 * How an actor moves through a shot ("blocking" as on a stage): a straight walk, a sway about it, a slow approach, a
 * nod of the head. Scene pixels and radians.
 *
 * @param x middle of the face half-way through the shot
 * @param y middle of the face half-way through the shot
 * @param size of the face half-way through the shot
 * @param walkX how far the actor walks during the shot
 * @param walkY how far the actor walks during the shot
 * @param sway amplitude
 * @param swayHertz its frequency
 * @param approach size at the end over size at the start
 * @param tilt of the head at rest
 * @param nod amplitude about it
 * @param nodHertz its frequency
 * @param phase of sway and nod, radians
 */
record Blocking(
        double x,
        double y,
        double size,
        double walkX,
        double walkY,
        double sway,
        double swayHertz,
        double approach,
        double tilt,
        double nod,
        double nodHertz,
        double phase) {

    /**
     * Where the face is.
     *
     * @param part of the shot that has passed, 0 to 1
     * @param seconds since the shot began
     */
    Pose at(double part, double seconds) {
        double swing = 2 * Math.PI * swayHertz * seconds + phase;
        return new Pose(
                x + walkX * (part - 0.5) + sway * Math.sin(swing),
                y + walkY * (part - 0.5) + 0.5 * sway * Math.sin(1.7 * swing),
                size * Math.pow(approach, part - 0.5),
                tilt + nod * Math.sin(2 * Math.PI * nodHertz * seconds + phase));
    }
}
