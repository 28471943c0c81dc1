package io.sosia.detector.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.quality.HeadPose.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadPoseTest {

    /** Eyes 40 pixels apart, the mouth 40 below them. */
    private static Landmarks face(double noseX, double noseY) {
        return new Landmarks(
                new PixelPoint(80, 100),
                new PixelPoint(120, 100),
                new PixelPoint(noseX, noseY),
                new PixelPoint(85, 140),
                new PixelPoint(115, 140));
    }

    @ParameterizedTest
    @CsvSource({"100, 122, FRONT", "88, 122, LEFT", "112, 122, RIGHT", "100, 116, UP", "100, 130, DOWN", "88, 116, LEFT"
    })
    void theNoseShowsWhereAFaceLooks(double noseX, double noseY, Direction direction) {
        assertEquals(direction, HeadPose.of(face(noseX, noseY)).direction());
    }

    @Test
    void aTurnedPictureChangesNothing() {
        HeadPose upright = HeadPose.of(face(110, 125));
        Landmarks l = face(110, 125);
        HeadPose turned = HeadPose.of(new Landmarks(
                turned(l.leftEye()),
                turned(l.rightEye()),
                turned(l.nose()),
                turned(l.leftMouth()),
                turned(l.rightMouth())));
        assertEquals(upright.aside(), turned.aside(), 1e-9);
        assertEquals(upright.along(), turned.along(), 1e-9);
    }

    @Test
    void pointsThatCoincideAreASideView() {
        PixelPoint eye = new PixelPoint(10, 10);
        Landmarks profile =
                new Landmarks(eye, eye, new PixelPoint(4, 14), new PixelPoint(8, 20), new PixelPoint(9, 20));
        assertEquals(Direction.LEFT, HeadPose.of(profile).direction());
    }

    private static PixelPoint turned(PixelPoint p) {
        double angle = Math.toRadians(20);
        return new PixelPoint(
                p.x() * Math.cos(angle) - p.y() * Math.sin(angle), p.x() * Math.sin(angle) + p.y() * Math.cos(angle));
    }
}
