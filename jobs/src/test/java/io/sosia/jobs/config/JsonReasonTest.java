package io.sosia.jobs.config;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReasonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"scan\": {\"alarmsPerNight\": \"five\"}} | 'scan.alarmsPerNight' is missing or its value is of the wrong kind",
                "{\"scan\": | not JSON, or cut short at line 1"
            })
    void namesTheKeyOrTheLine(String settings, String reason) {
        String said = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Settings.parse(settings))
                .getMessage());
        assertTrue(said.startsWith(reason), said);
    }
}
