package io.sosia.detector.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MediaLimitsTest {

    @Test
    void defaults() {
        assertEquals(
                new MediaLimits(
                        35_389_440,
                        32,
                        Duration.ofHours(12),
                        68_719_476_736L,
                        8_388_608,
                        67_108_864,
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(10),
                        Duration.ofHours(4)),
                MediaLimits.defaults());
    }

    @Test
    void aBoundIsPositive() {
        Duration second = Duration.ofSeconds(1);
        new MediaLimits(1, 1, second, 1, 1, 1, second, second, second);
        assertThrows(
                IllegalArgumentException.class, () -> new MediaLimits(0, 1, second, 1, 1, 1, second, second, second));
        assertThrows(
                IllegalArgumentException.class, () -> new MediaLimits(1, 0, second, 1, 1, 1, second, second, second));
        assertThrows(
                IllegalArgumentException.class,
                () -> new MediaLimits(1, 1, Duration.ZERO, 1, 1, 1, second, second, second));
        assertThrows(
                IllegalArgumentException.class,
                () -> new MediaLimits(Integer.MAX_VALUE, 1, second, 1, 1, 1, second, second, second));
    }
}
