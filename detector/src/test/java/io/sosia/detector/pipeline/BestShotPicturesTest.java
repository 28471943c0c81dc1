package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.face.DetectedFace;
import io.sosia.detector.geometry.Landmarks;
import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.geometry.PixelPoint;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BestShotPicturesTest {

    private static DetectedFace face(PixelBox box) {
        return face(box, 0.9);
    }

    private static DetectedFace face(PixelBox box, double score) {
        PixelPoint middle = box.centre();
        return new DetectedFace(box, new Landmarks(middle, middle, middle, middle, middle), score);
    }

    private static SignedPicture noise() {
        return new SignedPicture(new NoisePicture(400, 400), new StageWatch(ScanListener.NONE), new FramePlanes());
    }

    /** Mean difference between neighbouring pixels within a box of the picture: 85 for noise, near 0 where blurred. */
    private static double detail(Picture.Region region, PixelBox box) {
        RgbImage image = region.image();
        double scale = image.width() / region.box().width();
        double sum = 0;
        int count = 0;
        for (int y = (int) ((box.top() - region.box().top()) * scale) + 1;
                y < (box.bottom() - region.box().top()) * scale - 1;
                y++) {
            for (int x = (int) ((box.left() - region.box().left()) * scale) + 1;
                    x < (box.right() - region.box().left()) * scale - 2;
                    x++) {
                if (x >= 0 && y >= 0 && x + 1 < image.width() && y < image.height()) {
                    int at = 3 * (y * image.width() + x);
                    sum += Math.abs((image.rgb()[at] & 0xff) - (image.rgb()[at + 3] & 0xff));
                    count++;
                }
            }
        }
        return sum / count;
    }

    @Test
    void blursEverybodyElse() {
        PixelBox subject = new PixelBox(100, 100, 200, 200);
        PixelBox beside = new PixelBox(210, 110, 260, 170);
        Picture.Region region =
                BestShotPictures.cut(noise(), face(subject), List.of(face(subject), face(beside)), 0.6, 4000);
        assertTrue(detail(region, beside) < 8, "detail left in another's face: " + detail(region, beside));
        assertTrue(detail(region, subject) > 60, "the subject must be seen: " + detail(region, subject));
    }

    @Test
    void sharesTheOverlapOfTwoFacesByTheNearerCentre() {
        PixelBox subject = new PixelBox(100, 100, 200, 200);
        PixelBox cheek = new PixelBox(170, 100, 270, 200);
        Picture.Region region =
                BestShotPictures.cut(noise(), face(subject), List.of(face(subject), face(cheek)), 0.6, 4000);
        assertTrue(detail(region, new PixelBox(186, 100, 270, 200)) < 8);
        assertTrue(detail(region, new PixelBox(100, 100, 184, 200)) > 60);
    }

    @Test
    void blursAFaceThatTheEdgeCutsOff() {
        PixelBox subject = new PixelBox(100, 100, 200, 200);
        PixelBox edge = new PixelBox(-40, 120, 60, 220);
        Picture.Region region =
                BestShotPictures.cut(noise(), face(subject), List.of(face(edge), face(subject)), 0.6, 4000);
        assertTrue(detail(region, new PixelBox(30, 120, 60, 220)) < 8);
    }

    @Test
    void doesNotBlurTheSubjectFoundTwice() {
        PixelBox subject = new PixelBox(100, 100, 200, 200);
        PixelBox again = new PixelBox(104, 98, 206, 199);
        Picture.Region region =
                BestShotPictures.cut(noise(), face(subject), List.of(face(subject), face(again)), 0.6, 4000);
        assertTrue(detail(region, subject) > 60);
    }

    @Test
    void blursFaintFacesBesideTheSubjectButNotDoubtsAboutItsBox() {
        PixelBox subject = new PixelBox(100, 100, 200, 200);
        PixelBox beside = new PixelBox(210, 110, 260, 170);
        PixelBox around = new PixelBox(60, 90, 230, 260);
        Picture.Region region = BestShotPictures.cut(
                noise(), face(subject), List.of(face(subject), face(around, 0.4), face(beside, 0.35)), 0.6, 4000);
        assertTrue(detail(region, subject) > 60);
        assertTrue(detail(region, beside) < 8);
    }

    @Test
    void isNoLongerThanAskedAndNeverLargerThanLife() {
        PixelBox subject = new PixelBox(100, 100, 200, 220);
        Picture.Region small = BestShotPictures.cut(noise(), face(subject), List.of(face(subject)), 0.6, 64);
        assertEquals(64, small.image().height(), 1);
        Picture.Region whole = BestShotPictures.cut(noise(), face(subject), List.of(face(subject)), 0.6, 4000);
        assertEquals(whole.box().width(), whole.image().width(), 1e-9);
    }

    @Test
    void showsAFaceThatReachesBeyondThePicture() {
        PixelBox subject = new PixelBox(350, -30, 450, 70);
        Picture.Region region = BestShotPictures.cut(noise(), face(subject), List.of(face(subject)), 0.6, 4000);
        assertEquals(400, region.box().right(), 1e-9);
        assertEquals(0, region.box().top(), 1e-9);
    }

    /** A picture of seeded noise. */
    private static final class NoisePicture implements Picture {
        private final int width;
        private final int height;

        NoisePicture(int width, int height) {
            this.width = width;
            this.height = height;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public int height() {
            return height;
        }

        @Override
        public void scaledBgrPlanes(int width, int height, int planeStride, int planeRows, byte[] planes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Region region(PixelBox box, double scale) {
            int left = (int) Math.max(0, Math.floor(box.left()));
            int top = (int) Math.max(0, Math.floor(box.top()));
            int right = (int) Math.min(width, Math.ceil(box.right()));
            int bottom = (int) Math.min(height, Math.ceil(box.bottom()));
            int w = (int) Math.max(1, Math.round((right - left) * scale));
            int h = (int) Math.max(1, Math.round((bottom - top) * scale));
            byte[] rgb = new byte[3 * w * h];
            new Random(5).nextBytes(rgb);
            return new Region(new PixelBox(left, top, right, bottom), new RgbImage(w, h, rgb));
        }
    }
}
