package io.sosia.detector.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sosia.detector.geometry.PixelBox;
import io.sosia.detector.media.Picture;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.media.still.StillPicture;
import org.junit.jupiter.api.Test;

class CloseUpTest {

    private static final PixelBox BOX = new PixelBox(20, 30, 120, 130);

    @Test
    void whatWasConvertedServesAgainWhereItShowsEnough() {
        try (StillPicture picture = StillPicture.of(new RgbImage(200, 160, new byte[3 * 200 * 160]))) {
            CloseUp closeUp = new CloseUp(picture);
            Picture.Region first = closeUp.regionAtLeast(BOX, 0.5);
            assertSame(first, closeUp.regionAtLeast(new PixelBox(30, 40, 110, 120), 0.5));
            assertSame(first, closeUp.regionAtLeast(BOX, 0.4));
        }
    }

    @Test
    void anotherPartAFinerAndAMuchCoarserOneAreConverted() {
        try (StillPicture picture = StillPicture.of(new RgbImage(200, 160, new byte[3 * 200 * 160]))) {
            CloseUp closeUp = new CloseUp(picture);
            Picture.Region first = closeUp.regionAtLeast(BOX, 0.5);
            Picture.Region wider = closeUp.regionAtLeast(new PixelBox(10, 30, 120, 130), 0.5);
            assertNotSame(first, wider);
            assertEquals(new PixelBox(10, 30, 120, 130), wider.box());
            Picture.Region finer = closeUp.regionAtLeast(BOX, 0.9);
            assertEquals(90, finer.image().width());
            assertEquals(25, closeUp.regionAtLeast(BOX, 0.25).image().width());
        }
    }

    @Test
    void whatLiesBeyondThePictureIsNotMissed() {
        try (StillPicture picture = StillPicture.of(new RgbImage(200, 160, new byte[3 * 200 * 160]))) {
            CloseUp closeUp = new CloseUp(picture);
            Picture.Region first = closeUp.regionAtLeast(new PixelBox(-30, -30, 100, 100), 0.5);
            assertSame(first, closeUp.regionAtLeast(new PixelBox(-50, -40, 90, 90), 0.5));
        }
    }
}
