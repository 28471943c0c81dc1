package io.sosia.jobs.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples are those of RFC 8785. */
class CanonicalJsonTest {

    private static String json(Map<String, ?> value) {
        return new String(CanonicalJson.bytes(value), UTF_8);
    }

    /** Section 3.2.2, its example without the numbers that do not occur here. */
    @Test
    void textIsEscapedAsLittleAsCanBe() {
        assertEquals(
                "{\"literals\":[],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
                json(Map.of("string", "€$\u000F\nA'B\"\\\\\"/", "literals", List.of())));
        assertEquals("{\"\":\"\\b\\t\\n\\f\\r\\u0000\u007f\"}", json(Map.of("", "\b\t\n\f\r\0\u007f")));
    }

    /** Section 3.2.3. */
    @Test
    void namesAreSortedByCodeUnits() {
        Map<String, String> unsorted = new LinkedHashMap<>();
        unsorted.put("\u20ac", "Euro Sign");
        unsorted.put("\r", "Carriage Return");
        unsorted.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        unsorted.put("1", "One");
        unsorted.put("\ud83d\ude00", "Emoji: Grinning Face");
        unsorted.put("\u0080", "Control");
        unsorted.put("\u00f6", "Latin Small Letter O With Diaeresis");
        assertEquals(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
                json(unsorted));
    }

    @Test
    void whatHasNoFormIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> json(Map.of("n", 1.5)));
        assertThrows(IllegalArgumentException.class, () -> json(Map.of("n", 1L << 53)));
        assertEquals("{\"n\":-9007199254740991}", json(Map.of("n", 1 - (1L << 53))));
        assertEquals(
                "text holds half a character at 1",
                assertThrows(IllegalArgumentException.class, () -> json(Map.of("n", "a\ud83d")))
                        .getMessage());
    }
}
