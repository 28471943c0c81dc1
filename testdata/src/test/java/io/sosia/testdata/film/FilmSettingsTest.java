package io.sosia.testdata.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FilmSettingsTest {

    @Test
    void defaultsStayAsTheyAre() {
        assertEquals(
                new FilmSettings(
                        1,
                        2,
                        1,
                        Duration.ofSeconds(30),
                        new FilmSettings.FrameFormat(1080, 1920, 30),
                        new FilmSettings.Encoding(FilmCodec.H264, FilmContainer.MP4, 3_000, Duration.ofSeconds(2)),
                        new FilmSettings.Cutting(Duration.ofSeconds(2), Duration.ofSeconds(6), 3),
                        2,
                        Instant.parse("2026-11-19T20:00:00Z")),
                FilmSettings.defaults());
        assertEquals(60, FilmSettings.defaults().gopFrames());
    }

    @Test
    void refusalsNameTheLimitAndTheValue() {
        String odd = assertThrows(IllegalArgumentException.class, () -> new FilmSettings.FrameFormat(1081, 1920, 30))
                .getMessage();
        assertTrue(String.valueOf(odd).contains("1081x1920"), odd);
        String many = assertThrows(
                        IllegalArgumentException.class,
                        () -> FilmSettings.defaults().withDramas(10_000, 1))
                .getMessage();
        assertTrue(
                String.valueOf(many).contains("10000") && String.valueOf(many).contains("9999"), many);
        String flv = assertThrows(
                        IllegalArgumentException.class,
                        () -> new FilmSettings.Encoding(FilmCodec.VP9, FilmContainer.FLV, 1_000, Duration.ofSeconds(2)))
                .getMessage();
        assertTrue(String.valueOf(flv).contains("flv") && String.valueOf(flv).contains("vp9"), flv);
        assertThrows(
                IllegalArgumentException.class, () -> FilmSettings.defaults().withDuration(Duration.ofSeconds(1)));
    }

    @Test
    void namesOfTheCommandLineAreRead() {
        assertEquals(FilmCodec.X264, FilmCodec.parse("X264"));
        assertEquals(FilmContainer.WEBM, FilmContainer.parse("webm"));
        assertThrows(IllegalArgumentException.class, () -> FilmCodec.parse("divx"));
    }
}
