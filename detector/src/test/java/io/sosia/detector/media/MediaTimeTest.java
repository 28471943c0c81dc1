package io.sosia.detector.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MediaTimeTest {

    @Test
    void convertsWithoutRoundingUp() {
        assertEquals(1999, new MediaTime(1_999_999).millis());
        assertEquals(new MediaTime(2_000_000), MediaTime.ofMillis(2000));
        assertEquals(new MediaTime(1), MediaTime.of(Duration.ofNanos(1999)));
    }

    @Test
    void nothingIsBeforeTheStart() {
        assertThrows(IllegalArgumentException.class, () -> new MediaTime(-1));
        assertThrows(ArithmeticException.class, () -> MediaTime.ofMillis(Long.MAX_VALUE));
    }

    @Test
    void distanceHasNoDirection() {
        MediaTime early = MediaTime.ofMillis(100);
        MediaTime late = MediaTime.ofMillis(350);
        assertEquals(MediaTime.ofMillis(250), early.distance(late));
        assertEquals(MediaTime.ofMillis(250), late.distance(early));
        assertEquals(late, early.plus(MediaTime.ofMillis(250)));
        assertTrue(early.compareTo(late) < 0);
    }
}
