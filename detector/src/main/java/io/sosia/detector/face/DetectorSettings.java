package io.sosia.detector.face;

/**
 * How faces are looked for.
 *
 * @param longSide pixels to which the longer side of a picture is shrunk before looking: 64 to 4096
 * @param enlarge whether smaller pictures are enlarged to that size too; faces in them are looked for at their own size
 *     otherwise
 * @param leastScore faces below this confidence are dropped, 0 to 1
 * @param overlap intersection over union from which two boxes are one face, 0 to 1
 */
public record DetectorSettings(int longSide, boolean enlarge, double leastScore, double overlap) {

    /** @throws IllegalArgumentException if a part lies outside its range */
    public DetectorSettings {
        if (longSide < 64 || longSide > 4096) {
            throw new IllegalArgumentException("long side: " + longSide + " is not in 64..4096");
        }
        if (!(leastScore >= 0 && leastScore <= 1) || !(overlap >= 0 && overlap <= 1)) {
            throw new IllegalArgumentException("score and overlap: " + leastScore + ", " + overlap + " not in 0..1");
        }
    }

    /** What scans use. */
    public static DetectorSettings standard() {
        return new DetectorSettings(640, false, 0.6, 0.3);
    }

    /** The same at another size. */
    public DetectorSettings atLongSide(int pixels, boolean enlarging) {
        return new DetectorSettings(pixels, enlarging, leastScore, overlap);
    }
}
