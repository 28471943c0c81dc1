package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FramePlanesTest {

    /** Red rises to the right, green downwards, blue is 50. */
    private static RgbImage ramp(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rgb[3 * (y * width + x)] = (byte) (x / 2);
                rgb[3 * (y * width + x) + 1] = (byte) (y / 2);
                rgb[3 * (y * width + x) + 2] = 50;
            }
        }
        return new RgbImage(width, height, rgb);
    }

    @Test
    void showsWhatTheFullPictureShows() {
        try (StillPicture picture = StillPicture.of(ramp(400, 300))) {
            byte[] planes = new byte[3 * 224 * 160];
            picture.scaledBgrPlanes(200, 150, 224, 160, planes);
            FramePlanes copy = new FramePlanes();
            copy.copy(200, 150, 224, 160, planes);
            for (int side : new int[] {10, 33, 50, 60}) {
                Picture.Region region = copy.region(picture, new PixelBox(101, 51, 221, 151), side)
                        .orElseThrow();
                RgbImage image = region.image();
                assertTrue(Math.max(image.width(), image.height()) <= side);
                for (int y = 0; y < image.height(); y++) {
                    for (int x = 0; x < image.width(); x++) {
                        int at = 3 * (y * image.width() + x);
                        double px =
                                region.box().left() + (x + 0.5) * region.box().width() / image.width();
                        double py =
                                region.box().top() + (y + 0.5) * region.box().height() / image.height();
                        assertEquals(px / 2, image.rgb()[at] & 0xff, 2, "red at " + x + ", " + y);
                        assertEquals(py / 2, image.rgb()[at + 1] & 0xff, 2, "green at " + x + ", " + y);
                        assertEquals(50, image.rgb()[at + 2] & 0xff, 1, "blue at " + x + ", " + y);
                    }
                }
            }
        }
    }

    @Test
    void leavesSmallFacesToTheFullPicture() {
        try (StillPicture picture = StillPicture.of(ramp(400, 300))) {
            FramePlanes copy = new FramePlanes();
            assertTrue(copy.region(picture, new PixelBox(0, 0, 400, 300), 10).isEmpty());
            copy.copy(100, 75, 100, 75, new byte[3 * 100 * 75]);
            assertTrue(copy.region(picture, new PixelBox(0, 0, 40, 40), 64).isEmpty());
            assertTrue(copy.region(picture, new PixelBox(0, 0, 400, 300), 64).isPresent());
            copy.clear();
            assertTrue(copy.region(picture, new PixelBox(0, 0, 400, 300), 64).isEmpty());
        }
    }

    @Test
    void keepsItsCopy() {
        try (StillPicture picture = StillPicture.of(ramp(4, 4))) {
            byte[] planes = new byte[3 * 16];
            FramePlanes copy = new FramePlanes();
            copy.copy(4, 4, 4, 4, planes);
            Arrays.fill(planes, (byte) 9);
            assertArrayEquals(
                    new byte[48],
                    copy.region(picture, new PixelBox(0, 0, 4, 4), 4)
                            .orElseThrow()
                            .image()
                            .rgb());
        }
    }
}
