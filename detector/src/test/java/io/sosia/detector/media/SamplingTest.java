package io.sosia.detector.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {

    @Test
    void namesStandForWhatTheManualSays() {
        assertEquals(new Sampling.KeyFrames(Duration.ofSeconds(2)), Sampling.parse("nightly"));
        assertEquals(new Sampling.Interval(Duration.ofMillis(500)), Sampling.parse("thorough"));
    }

    @ParameterizedTest
    @CsvSource({"250ms,250", "1s,1000", "1.5s,1500", "PT2S,2000", "pt0.1s,100", "' 40ms ',40", "16ms,16", "2m,120000"})
    void readsIntervals(String text, long millis) {
        assertEquals(new Sampling.Interval(Duration.ofMillis(millis)), Sampling.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "often", "ms", "15ms", "0s", "-1s", "99999999999999999999ms", "1e3s"})
    void refusesWhatIsNoSampling(String text) {
        assertThrows(IllegalArgumentException.class, () -> Sampling.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "thorough", "250ms", "1s", "1.5s", "key-frames-3s"})
    void aKeyReadsBackAsTheSameSampling(String text) {
        Sampling sampling = Sampling.parse(text);
        assertEquals(sampling, Sampling.parse(sampling.key()));
    }

    @ParameterizedTest
    @CsvSource({
        "nightly,60000,2000",
        "nightly,6000,2000",
        "nightly,3000,1000",
        "nightly,600,200",
        "nightly,30,16",
        "nightly,0,16",
        "thorough,1500,500",
        "thorough,900,300",
        "16ms,30,16"
    })
    void shortVideosAreLookedAtMoreDensely(String sampling, long video, long gap) {
        assertEquals(Duration.ofMillis(gap), Sampling.parse(sampling).longestGapIn(Duration.ofMillis(video)));
    }

    @Test
    void differentSamplingsHaveDifferentKeys() {
        Sampling keys = new Sampling.KeyFrames(Duration.ofSeconds(3));
        assertTrue(!keys.key().equals(Sampling.nightly().key()));
        assertTrue(!keys.key().equals(new Sampling.Interval(Duration.ofSeconds(3)).key()));
    }
}
