package io.sosia.testdata.film;

/**
 * How the camera looks at the scene: a pan, a zoom about the frame's middle and a hand's tremor. A scene pixel
 * {@code p} is seen at {@code middle + zoom * (p - middle) + shift}.
 *
 * @param panX shift during the shot, from minus to plus half of it, pixels
 * @param panY shift during the shot, from minus to plus half of it, pixels
 * @param zoomFrom at least 1
 * @param zoomTo at least 1
 * @param shake amplitude, pixels
 * @param phase of the tremor, radians
 */
record Camera(double panX, double panY, double zoomFrom, double zoomTo, double shake, double phase) {

    /** What the camera does at one moment. */
    record View(double zoom, double shiftX, double shiftY) {

        /** Where a pose of the scene is seen in a frame of this size. */
        Pose see(Pose pose, int width, int height) {
            return new Pose(
                    width / 2.0 + zoom * (pose.x() - width / 2.0) + shiftX,
                    height / 2.0 + zoom * (pose.y() - height / 2.0) + shiftY,
                    zoom * pose.size(),
                    pose.radians());
        }
    }

    /**
     * @param part of the shot that has passed, 0 to 1
     * @param seconds since the shot began
     */
    View at(double part, double seconds) {
        // Two sines whose frequencies have no common measure look like a hand; 1.3 and 2.9 Hz are a hand's.
        double tremorX = Math.sin(2 * Math.PI * 1.3 * seconds + phase) + 0.6 * Math.sin(2 * Math.PI * 2.9 * seconds);
        double tremorY = Math.sin(2 * Math.PI * 1.1 * seconds) + 0.6 * Math.sin(2 * Math.PI * 3.1 * seconds + phase);
        return new View(
                zoomFrom + (zoomTo - zoomFrom) * part,
                panX * (part - 0.5) + shake * tremorX / 1.6,
                panY * (part - 0.5) + shake * tremorY / 1.6);
    }
}
