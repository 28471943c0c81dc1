package io.sosia.testdata.people;

/**
 * How a head is turned, in degrees.
 *
 * @param yaw turn to the side, −45..45; positive turns the nose to the right of the picture
 * @param pitch nod, −30..30; positive raises the chin
 * @param roll tilt, −45..45; positive is clockwise in the picture
 */
public record Pose(double yaw, double pitch, double roll) {

    /** Straight into the camera. */
    public static final Pose FRONTAL = new Pose(0, 0, 0);

    /** @throws IllegalArgumentException if an angle is outside its bounds: beyond them a head drawn here has no back */
    public Pose {
        Bounds.check("yaw", yaw, -45, 45);
        Bounds.check("pitch", pitch, -30, 30);
        Bounds.check("roll", roll, -45, 45);
    }
}
