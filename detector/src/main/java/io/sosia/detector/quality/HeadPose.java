package io.sosia.detector.quality;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelPoint;

/**
 * Where a head is turned, judged from the five landmarks alone.
 *
 * @param aside how far the nose lies beside the line from the middle of the eyes to the middle of the mouth, in parts of
 *     the distance between the eyes: above 0 towards the picture's right edge; a head turned by 45 degrees gives about a
 *     half
 * @param along how far along that line the nose lies, 0 at the eyes and 1 at the mouth; the smaller, the further the
 *     head is thrown back
 */
public record HeadPose(double aside, double along) {

    /** Beyond this a tenth of {@code lfw-dev}'s photos, all of them used as portraits, look to either side. */
    private static final double ASIDE = 0.2;

    /** Below and above lie a twentieth of {@code lfw-dev}'s photos each. */
    private static final double UP = 0.49;

    private static final double DOWN = 0.64;

    /** Where the face looks. */
    public enum Direction {
        FRONT,
        /** Towards the picture's left edge. */
        LEFT,
        /** Towards the picture's right edge. */
        RIGHT,
        UP,
        DOWN
    }

    /** Of a face; where its eyes or its eyes and mouth coincide, as of one that looks to the side altogether. */
    public static HeadPose of(Landmarks landmarks) {
        PixelPoint eyes = middle(landmarks.leftEye(), landmarks.rightEye());
        PixelPoint mouth = middle(landmarks.leftMouth(), landmarks.rightMouth());
        double downX = mouth.x() - eyes.x();
        double downY = mouth.y() - eyes.y();
        double down = Math.hypot(downX, downY);
        double across = Math.hypot(
                landmarks.rightEye().x() - landmarks.leftEye().x(),
                landmarks.rightEye().y() - landmarks.leftEye().y());
        double noseX = landmarks.nose().x() - eyes.x();
        double noseY = landmarks.nose().y() - eyes.y();
        if (!(down > 0) || !(across > 0)) {
            return new HeadPose(noseX < 0 ? -1 : 1, 0.5);
        }
        return new HeadPose(
                (noseX * downY - noseY * downX) / down / across, (noseX * downX + noseY * downY) / (down * down));
    }

    /** The direction, to the side first. */
    public Direction direction() {
        if (Math.abs(aside) > ASIDE) {
            return aside < 0 ? Direction.LEFT : Direction.RIGHT;
        }
        if (along < UP) {
            return Direction.UP;
        }
        return along > DOWN ? Direction.DOWN : Direction.FRONT;
    }

    private static PixelPoint middle(PixelPoint a, PixelPoint b) {
        return new PixelPoint((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
    }
}
