package io.sosia.testdata.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CastTest {

    @Test
    void theStandardCastIsLargeEnoughAndOrdered() {
        Cast cast = Cast.standard();
        assertTrue(cast.people().size() >= 12, cast.people().size() + " people");
        assertTrue(cast.strangers().size() >= 8, cast.strangers().size() + " strangers");
        assertEquals("synth-01", cast.people().getFirst().name());
        assertEquals("stranger-01", cast.strangers().getFirst().name());
        assertEquals(cast, Cast.standard());
        Set<Object> distinct = new HashSet<>();
        Stream.concat(cast.people().stream(), cast.strangers().stream()).forEach(person -> {
            assertTrue(distinct.add(person.name()), "named twice: " + person.name());
            assertTrue(distinct.add(person.traits()), "drawn twice: " + person.name());
        });
    }

    @Test
    void whatIsNotACastIsRefusedWithItsReason() {
        assertEquals("a cast begins with \"# sosia cast 1\", not \"# sosia cast 2\"", refusal("# sosia cast 2\n"));
        assertEquals("a cast without a line of names", refusal("# sosia cast 1\n"));
        assertEquals(
                "CROWN_HEIGHT has 1 values for 2 people", refusal("# sosia cast 1\ntrait,a,b\nCROWN_HEIGHT,1.5\n"));
        assertEquals("no value for TEMPLE_WIDTH", refusal("# sosia cast 1\ntrait,a\nCROWN_HEIGHT,1.5\n"));
        assertTrue(refusal("# sosia cast 1\ntrait,a\nTAIL,1\n").contains("TAIL"));
    }

    private static String refusal(String text) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
    }

    private static Cast read(String text) throws IOException {
        return Cast.read(new BufferedReader(new StringReader(text)));
    }
}
