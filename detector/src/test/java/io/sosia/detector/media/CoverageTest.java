package io.sosia.detector.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final MediaTime GAP = MediaTime.ofMillis(2000);

    private static Coverage of(long durationMillis, long... millis) {
        List<MediaTime> times =
                Arrays.stream(millis).mapToObj(MediaTime::ofMillis).toList();
        return Coverage.of(times, MediaTime.ofMillis(durationMillis), GAP);
    }

    private static void assertCoverage(int frames, long gapMillis, double share, Coverage coverage) {
        assertEquals(frames, coverage.framesSampled());
        assertEquals(MediaTime.ofMillis(gapMillis), coverage.longestGap());
        assertEquals(share, coverage.shareSeen(), 1e-9);
    }

    @Test
    void framesAsFarApartAsAimedSeeAll() {
        assertCoverage(5, 2000, 1, of(9000, 0, 2000, 4000, 6000, 8000));
    }

    @Test
    void aGapIsSeenToTheMiddleOfTheAim() {
        // 0 sees up to 1, 6 from 5 to 7: of 10 s, 1 + 2 + 1 (from 9 on) = 4.
        assertCoverage(3, 6000, 0.4, of(10_000, 0, 6000, 10_000));
    }

    @Test
    void startAndEndCount() {
        assertCoverage(1, 5000, 0.2, of(10_000, 5000));
        assertCoverage(1, 8000, 0.2, of(10_000, 8000));
        assertCoverage(1, 9500, 0.15, of(10_000, 9500));
    }

    @Test
    void nothingSeen() {
        assertCoverage(0, 10_000, 0, of(10_000));
        assertCoverage(0, 0, 0, of(0));
    }

    @Test
    void oneFrameOfNoLengthIsAll() {
        assertCoverage(1, 0, 1, of(0, 0));
    }

    @Test
    void whereFramesGoBeyondTheDurationTheyCount() {
        assertCoverage(2, 2000, 1, of(1000, 0, 2000));
    }

    @Test
    void timesMustAscend() {
        assertThrows(IllegalArgumentException.class, () -> of(10_000, 2000, 1000));
    }
}
