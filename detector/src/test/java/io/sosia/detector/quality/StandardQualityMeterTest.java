package io.sosia.detector.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class StandardQualityMeterTest {

    private static final QualityMeter METER = new StandardQualityMeter();

    @Test
    void blurLowersSharpness() throws Exception {
        RgbImage chip = chip();
        List<Double> sharpness = new ArrayList<>();
        for (int radius = 0; radius <= 5; radius++) {
            sharpness.add(measure(blurred(chip, radius), frontal(), 1).sharpness());
        }
        assertFalls(sharpness);
        assertTrue(sharpness.getFirst() > 2 * sharpness.getLast(), sharpness.toString());
    }

    @Test
    void contrastAndExposureLeaveSharpnessNearlyAlone() throws Exception {
        double full = measure(chip(), frontal(), 1).sharpness();
        double half = measure(scaled(chip(), 0.5), frontal(), 1).sharpness();
        assertEquals(full, half, 0.1 * full);
    }

    @Test
    void darknessLowersBrightnessAndOverall() throws Exception {
        List<Double> brightness = new ArrayList<>();
        List<Double> overall = new ArrayList<>();
        for (double light : new double[] {1, 0.7, 0.4, 0.2, 0.05}) {
            FaceQuality quality = measure(scaled(chip(), light), frontal(), 1);
            brightness.add(quality.brightness());
            overall.add(quality.overall());
        }
        assertFalls(brightness);
        assertTrue(overall.getLast() < 0.3 * overall.getFirst(), overall.toString());
    }

    @Test
    void turningTheHeadLowersFrontality() throws Exception {
        List<Double> frontality = new ArrayList<>();
        for (double degrees = 0; degrees <= 45; degrees += 15) {
            frontality.add(
                    measure(chip(), turned(Math.toRadians(degrees), 0), 1).frontality());
        }
        assertFalls(frontality);
        assertTrue(frontality.getFirst() > 0.9, frontality.toString());
        assertTrue(frontality.getLast() < 0.3, frontality.toString());
        List<Double> nodding = new ArrayList<>();
        for (double degrees = 0; degrees <= 45; degrees += 15) {
            nodding.add(measure(chip(), turned(0, Math.toRadians(degrees)), 1).frontality());
        }
        assertFalls(nodding);
    }

    @Test
    void leaningTheHeadDoesNotLowerFrontality() {
        Landmarks upright = turned(0.3, 0);
        double c = Math.cos(0.5);
        double s = Math.sin(0.5);
        List<PixelPoint> p = upright.points().stream()
                .map(q -> new PixelPoint(c * q.x() - s * q.y(), s * q.x() + c * q.y()))
                .toList();
        Landmarks leaning = new Landmarks(p.get(0), p.get(1), p.get(2), p.get(3), p.get(4));
        assertEquals(StandardQualityMeter.frontality(upright), StandardQualityMeter.frontality(leaning), 1e-9);
    }

    @Test
    void facesEnlargedIntoTheChipCountLess() throws Exception {
        List<Double> overall = new ArrayList<>();
        for (double scale : new double[] {1, 1.5, 2, 4}) {
            overall.add(measure(chip(), frontal(), scale).overall());
        }
        assertFalls(overall);
        assertEquals(
                measure(chip(), frontal(), 1).overall(),
                measure(chip(), frontal(), 0.2).overall(),
                1e-12);
    }

    @Test
    void everythingLiesInItsRange() throws Exception {
        RgbImage black = new RgbImage(112, 112, new byte[3 * 112 * 112]);
        for (RgbImage chip : List.of(black, chip())) {
            FaceQuality quality = measure(chip, turned(1.5, 1.5), 9);
            for (double value : new double[] {
                quality.sharpness(),
                quality.frontality(),
                quality.detectorScore(),
                quality.brightness(),
                quality.overall()
            }) {
                assertTrue(value >= 0 && value <= 1, quality.toString());
            }
        }
    }

    private static FaceQuality measure(RgbImage chip, Landmarks landmarks, double scale) {
        DetectedFace face = new DetectedFace(new PixelBox(0, 0, 100, 100), landmarks, 0.9);
        return METER.measure(face, new AlignedFace(chip, scale));
    }

    private static Landmarks frontal() {
        return turned(0, 0);
    }

    /** A face in space (eye distance 60, nose 30 in front), turned and nodding, seen from far away. */
    private static Landmarks turned(double yaw, double pitch) {
        double[][] points = {{-30, -35, 0}, {30, -35, 0}, {0, 0, 30}, {-24, 32, 5}, {24, 32, 5}};
        List<PixelPoint> seen = new ArrayList<>();
        for (double[] p : points) {
            double x = p[0] * Math.cos(yaw) + p[2] * Math.sin(yaw);
            double z = -p[0] * Math.sin(yaw) + p[2] * Math.cos(yaw);
            seen.add(new PixelPoint(x, p[1] * Math.cos(pitch) + z * Math.sin(pitch)));
        }
        return new Landmarks(seen.get(0), seen.get(1), seen.get(2), seen.get(3), seen.get(4));
    }

    private static RgbImage chip() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                StandardQualityMeter.class.getResourceAsStream("../inference/drawn-face-112x112.png"))) {
            BufferedImage image = ImageIO.read(in);
            return RgbImage.of(image);
        }
    }

    private static RgbImage scaled(RgbImage image, double factor) {
        byte[] rgb = new byte[image.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.round((image.rgb()[i] & 0xff) * factor);
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    private static RgbImage blurred(RgbImage image, int radius) {
        int width = image.width();
        int height = image.height();
        byte[] rgb = new byte[image.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            int sum = 0;
            int count = 0;
            for (int v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
                for (int u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
                    sum += image.rgb()[3 * (v * width + u) + i % 3] & 0xff;
                    count++;
                }
            }
            rgb[i] = (byte) (sum / count);
        }
        return new RgbImage(width, height, rgb);
    }

    private static void assertFalls(List<Double> values) {
        for (int i = 1; i < values.size(); i++) {
            assertTrue(values.get(i) < values.get(i - 1), values.toString());
        }
    }
}
