package io.sosia.testdata.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.testdata.film.FilmSettings.FrameFormat;
import io.sosia.testdata.seed.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTest {

    private static final FilmSettings SETTINGS = FilmSettings.defaults().withFormat(new FrameFormat(720, 1280, 25));

    @Test
    void plainIsTheFilmAsItIsWithoutConditions() {
        assertEquals(SETTINGS, Condition.PLAIN.recorded(SETTINGS));
        assertEquals(new Tempo(25, 100), Condition.PLAIN.tempo(SETTINGS));
    }

    @Test
    void bitratesKeepEveryFrame() {
        FilmSettings low = Condition.BITRATE_200.recorded(SETTINGS);
        assertEquals(200, low.encoding().kilobits());
        assertEquals(SETTINGS.format(), low.format());
        assertEquals(500, Condition.BITRATE_500.recorded(SETTINGS).encoding().kilobits());
    }

    @Test
    void theOthersShowTheSameKeyFramesWithFewerBetween() {
        FilmSettings mirror = Condition.MIRROR.recorded(SETTINGS);
        assertEquals(new FrameFormat(720, 1280, 5), mirror.format());
        assertEquals(10, mirror.gopFrames());
        assertEquals(new Tempo(5, 500), Condition.MIRROR.tempo(SETTINGS));
        // Twice 3,000 kb over five frames where there were twenty-five.
        assertEquals(1_200, mirror.encoding().kilobits());
    }

    @Test
    void scaleKeepsSidesEven() {
        assertEquals(
                new FrameFormat(360, 640, 5),
                Condition.SCALE_50.recorded(SETTINGS).format());
        assertEquals(
                new FrameFormat(238, 422, 5),
                Condition.SCALE_33.recorded(SETTINGS).format());
    }

    @ParameterizedTest
    @CsvSource({"PLAIN,4000", "MIRROR,4000", "SPEED_125,3200", "SPEED_80,5000"})
    void speedMovesTimes(Condition condition, long millis) {
        assertEquals(millis, condition.tempo(SETTINGS).millis(100));
    }

    @ParameterizedTest
    @CsvSource({"30,5", "25,5", "24,6", "10,5", "7,7", "1,1"})
    void framesASecondAreFiveOrALittleMore(int from, int to) {
        assertEquals(
                to,
                Condition.BLUR
                        .tempo(SETTINGS.withFormat(new FrameFormat(720, 1280, from)))
                        .framesPerSecond());
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void framesShownAreThoseThatTheTimesTellOf(Condition condition) {
        Tempo tempo = condition.tempo(SETTINGS);
        int shown = 0;
        for (int frame = 0; frame < 1_000; frame++) {
            assertEquals(shown, tempo.first(frame));
            shown += tempo.shown(frame);
        }
        assertEquals(condition, Condition.parse(condition.text()));
    }

    @Test
    void aFaceThatACropTakesAwayIsNotInTheFilm() {
        Shot shot = shot(part(360), part(80), part(60));
        assertTrue(Condition.CROP_80.shows(shot.parts().get(0), shot, SETTINGS));
        // A face of 100 pixels about column 80 reaches from 30 to 130, and columns from 72 on are kept.
        assertTrue(Condition.CROP_80.shows(shot.parts().get(1), shot, SETTINGS));
        assertTrue(!Condition.CROP_80.shows(shot.parts().get(2), shot, SETTINGS));
        assertTrue(Condition.BORDER.shows(shot.parts().get(2), shot, SETTINGS));
    }

    private static Shot shot(Part... parts) {
        return new Shot(
                0, 50, new Seed(1), new Camera(0, 0, 1, 1, 0, 0), new Light(1, 1, 0, 0, 0, 0, 0), List.of(parts));
    }

    private static Part part(double x) {
        Actor nobody = new Actor() {
            @Override
            public String name() {
                return "a";
            }

            @Override
            public boolean registered() {
                return false;
            }

            @Override
            public Look look(long look) {
                throw new AssertionError("nobody looks");
            }
        };
        return new Part(new Take(nobody, 0), new Blocking(x, 640, 100, 0, 0, 0, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void unknownNamesAreRefusedWithThoseThereAre() {
        String message = assertThrows(IllegalArgumentException.class, () -> Condition.parse("upside-down"))
                .getMessage();
        assertTrue(String.valueOf(message).contains("upside-down")
                && String.valueOf(message).contains("mirror"));
    }
}
