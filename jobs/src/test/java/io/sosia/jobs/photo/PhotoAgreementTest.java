package io.sosia.jobs.photo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Letters are faces: photos of one letter are alike. */
class PhotoAgreementTest {

    private static Set<Integer> odd(String fresh, String registered) {
        String all = fresh + registered;
        return PhotoAgreement.odd(
                fresh.length(), registered.length(), (one, other) -> all.charAt(one) == all.charAt(other));
    }

    @Test
    void photosOfOneFaceStay() {
        assertEquals(Set.of(), odd("", ""));
        assertEquals(Set.of(), odd("a", ""));
        assertEquals(Set.of(), odd("aa", ""));
        assertEquals(Set.of(), odd("aaaa", "a"));
    }

    @Test
    void theOddOneGoesAlone() {
        assertEquals(Set.of(1), odd("aba", ""));
        assertEquals(Set.of(0, 4), odd("baaac", ""));
        assertEquals(Set.of(3, 4), odd("aaabb", ""));
    }

    @Test
    void whereNobodyCanTellAllGo() {
        assertEquals(Set.of(0, 1), odd("ab", ""));
        assertEquals(Set.of(0, 1, 2, 3), odd("aabb", ""));
        assertEquals(Set.of(0, 1, 2), odd("abc", ""));
    }

    @Test
    void whatIsRegisteredIsBelieved() {
        assertEquals(Set.of(0), odd("b", "a"));
        assertEquals(Set.of(0), odd("ba", "a"));
        assertEquals(Set.of(0, 1, 2), odd("bbb", "a"));
        assertEquals(Set.of(0, 1, 2), odd("bbb", "aa"));
        assertEquals(Set.of(), odd("b", "ab"));
    }

    @Test
    void aChainOfLikenessHoldsTogether() {
        // The first and the last are unlike, but both are like the one between.
        assertEquals(Set.of(), PhotoAgreement.odd(3, 0, (one, other) -> Math.abs(one - other) == 1));
    }
}
