package io.sosia.testdata.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.testdata.people.Cast;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScreenplayTest {

    private final FilmSettings settings = FilmSettings.defaults().withDramas(3, 2);

    private List<Episode> write(FilmSettings settings) {
        return Screenplay.write(settings, new SyntheticCasting(Cast.standard(), settings.seed(), 2));
    }

    @Test
    void theSameSeedGivesTheSameShots() {
        assertEquals(write(settings), write(settings));
        assertNotEquals(write(settings), write(settings.withSeed(2)));
    }

    @Test
    void shotsFollowWithoutGapsAndAreLongEnough() {
        for (Episode episode : write(settings)) {
            int next = 0;
            for (Shot shot : episode.shots()) {
                assertEquals(next, shot.start());
                assertTrue(shot.frames() >= 60, "frames: " + shot.frames());
                next += shot.frames();
            }
            assertEquals(900, next);
        }
    }

    @Test
    void cutsDoNotFollowKeyFrames() {
        long onKeyFrame = write(settings).stream()
                .flatMap(episode -> episode.shots().stream().skip(1))
                .filter(shot -> shot.start() % settings.gopFrames() == 0)
                .count();
        assertTrue(onKeyFrame < 5, "cuts on key frames: " + onKeyFrame);
    }

    @Test
    void facesStayInTheFrameAndNobodyIsThereTwice() {
        for (Episode episode : write(settings)) {
            for (Shot shot : episode.shots()) {
                Set<String> names = new HashSet<>();
                for (Part part : shot.parts()) {
                    assertTrue(names.add(part.take().actor().name()));
                    for (int frame = 0; frame < shot.frames(); frame++) {
                        double passed = frame / (shot.frames() - 1.0);
                        double seconds = frame / 30.0;
                        Pose seen = shot.camera()
                                .at(passed, seconds)
                                .see(part.blocking().at(passed, seconds), 1080, 1920);
                        double half = seen.size() / 2;
                        assertTrue(seen.x() >= half && seen.x() <= 1080 - half, seen.toString());
                        assertTrue(seen.y() >= half && seen.y() <= 1920 - half, seen.toString());
                        assertTrue(seen.size() >= 110 && seen.size() <= 700, seen.toString());
                    }
                }
            }
        }
    }
}
