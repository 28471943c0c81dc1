package io.sosia.testdata.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.testdata.film.FaceMarks.Point;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisguiseTest {

    /** Eyes 60 apart in row 120, the mouth 70 below them. */
    private static final FaceMarks MARKS = new FaceMarks(
            new Point(120, 120), new Point(180, 120), new Point(150, 155), new Point(128, 190), new Point(172, 190));

    /** No two neighbours are alike, and alpha falls to the right. */
    private static Look look() {
        BufferedImage picture = new BufferedImage(300, 300, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 300; x++) {
                picture.setRGB(
                        x, y, (255 - x / 2) << 24 | (x * 53 & 255) << 16 | (y * 71 & 255) << 8 | ((x ^ y) & 255));
            }
        }
        return new Look(picture, 150, 140, 150);
    }

    private static boolean changed(Look before, Look after, double x, double y) {
        return before.picture().getRGB((int) x, (int) y) != after.picture().getRGB((int) x, (int) y);
    }

    @ParameterizedTest
    @EnumSource(Disguise.class)
    void hidesSomethingOfTheFaceAndNothingElse(Disguise disguise) {
        Look before = look();
        Look after = disguise.on(before, MARKS);
        int changed = 0;
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 300; x++) {
                assertEquals(
                        before.picture().getRGB(x, y) >>> 24, after.picture().getRGB(x, y) >>> 24);
                if (changed(before, after, x, y)) {
                    changed++;
                    assertTrue(x > 60 && x < 240 && y > 60 && y < 270, x + "," + y);
                }
            }
        }
        assertTrue(changed > 1_000, "pixels: " + changed);
        assertEquals(look().picture().getRGB(150, 120), before.picture().getRGB(150, 120), "a copy is painted on");
    }

    @Test
    void glassesHideEyesAndMasksMouths() {
        Look before = look();
        Look glasses = Disguise.SUNGLASSES.on(before, MARKS);
        Look mask = Disguise.MASK.on(before, MARKS);
        for (Point eye : new Point[] {MARKS.leftEye(), MARKS.rightEye()}) {
            assertTrue(changed(before, glasses, eye.x(), eye.y()));
            assertTrue(!changed(before, mask, eye.x(), eye.y()));
        }
        for (Point covered : new Point[] {MARKS.mouth(), MARKS.nose(), new Point(150, 230)}) {
            assertTrue(changed(before, mask, covered.x(), covered.y()));
            assertTrue(!changed(before, glasses, covered.x(), covered.y()));
        }
    }

    @Test
    void mosaicHasFewColours() {
        Look mosaic = Disguise.MOSAIC_EYES.on(look(), MARKS);
        Set<Integer> colours = new HashSet<>();
        for (int x = 100; x < 200; x++) {
            colours.add(mosaic.picture().getRGB(x, 120) & 0xFFFFFF);
        }
        assertTrue(colours.size() >= 5 && colours.size() <= 9, "squares in a row: " + colours.size());
        assertNotEquals(look().picture().getRGB(120, 120), mosaic.picture().getRGB(120, 120));
    }

    @Test
    void aTiltedFaceIsCoveredAlongItsTilt() {
        // A quarter turn clockwise: the eyes lie below each other, the mouth to the left of them.
        FaceMarks turned = new FaceMarks(
                new Point(180, 120),
                new Point(180, 180),
                new Point(145, 150),
                new Point(110, 128),
                new Point(110, 172));
        Look before = look();
        Look after = Disguise.MASK.on(before, turned);
        assertTrue(changed(before, after, 110, 150));
        assertTrue(!changed(before, after, 180, 150));
        assertTrue(!changed(before, after, 180, 120));
    }

    @Test
    void withoutAFinderThingsAreWhereFacesUsuallyAre() throws java.io.IOException {
        Look look = look();
        Actor actor = new Actor() {
            @Override
            public String name() {
                return "a";
            }

            @Override
            public boolean registered() {
                return true;
            }

            @Override
            public Look look(long number) {
                return look;
            }
        };
        Look typical = new DisguisedActor(actor, Disguise.SUNGLASSES, FaceFinder.NONE).look(0);
        FaceMarks marks = FaceMarks.typical(look);
        assertTrue(changed(look, typical, marks.leftEye().x(), marks.leftEye().y()));
        assertTrue(marks.mouth().y() > marks.nose().y()
                && marks.nose().y() > marks.eyes().y());
        Look found = new DisguisedActor(actor, Disguise.SUNGLASSES, picture -> Optional.of(MARKS)).look(0);
        assertTrue(changed(look, found, 120, 120) && changed(look, found, 180, 120));
    }
}
