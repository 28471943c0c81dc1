package io.sosia.models.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaceVectorsTest {

    private static final EmbeddingSpace QUICK = new EmbeddingSpace("quick", "0123456789ab", "v1", 2);
    private static final EmbeddingSpace STRONG = new EmbeddingSpace("strong", "0123456789ab", "v1", 3);
    private static final Embedding IN_QUICK = Embedding.normalised(QUICK, new float[] {0.6f, 0.8f});
    private static final Embedding IN_STRONG = Embedding.normalised(STRONG, new float[] {0, 1, 0});

    @Test
    void eachSpaceHasItsOwnVector() {
        FaceVectors face = FaceVectors.of(IN_QUICK, IN_STRONG);

        assertEquals(IN_QUICK, face.primary());
        assertEquals(Optional.of(IN_QUICK), face.in(QUICK));
        assertEquals(Optional.of(IN_STRONG), face.in(STRONG));
        assertEquals(List.of(QUICK, STRONG), List.copyOf(face.spaces()));
        assertEquals(Optional.empty(), face.in(new EmbeddingSpace("strong", "0123456789ab", "v2", 3)));
    }

    @Test
    void oneSpaceIsEnoughButNoneIsNot() {
        assertEquals(IN_STRONG, FaceVectors.of(IN_STRONG).primary());
        assertThrows(IllegalArgumentException.class, () -> FaceVectors.of(List.of()));
    }

    @Test
    void aFaceHasOneVectorInASpace() {
        Embedding other = Embedding.normalised(QUICK, new float[] {1, 0});
        assertThrows(IllegalArgumentException.class, () -> FaceVectors.of(IN_QUICK, other));
    }

    @Test
    void equalOnlyWithTheSamePrimary() {
        assertEquals(FaceVectors.of(IN_QUICK, IN_STRONG), FaceVectors.of(IN_QUICK, IN_STRONG));
        assertNotEquals(FaceVectors.of(IN_QUICK, IN_STRONG), FaceVectors.of(IN_STRONG, IN_QUICK));
    }

    @Test
    void textShowsNoVector() {
        String text = FaceVectors.of(IN_QUICK, IN_STRONG).toString();
        assertTrue(text.contains(QUICK.id()) && text.contains(STRONG.id()), text);
        assertFalse(text.contains("0.6"), text);
    }
}
