package io.sosia.jobs.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OthersTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 0x0A, 0x85, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xD800})
    void whatEndsOrTurnsTheLineIsReplaced(int character) {
        assertEquals("a\uFFFDb", OthersText.clean("a" + (char) character + "b"));
    }

    @Test
    void allOtherTextStays() {
        String text = "a b \uD83C\uDFAC مسلسل <&> \u200D 剧";
        assertEquals(text, OthersText.clean(text));
    }
}
