package io.sosia.models.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("model-a", "0123456789ab", "v1", 3);

    @Test
    void isScaledToLengthOne() {
        assertArrayEquals(
                new float[] {0.6f, 0.8f, 0f},
                Embedding.normalised(SPACE, new float[] {3, 4, 0}).toArray(),
                1e-6f);
    }

    @Test
    void cosineOfKnownAngles() {
        Embedding x = Embedding.normalised(SPACE, new float[] {1, 0, 0});
        assertEquals(1, x.cosine(x).value(), 1e-9);
        assertEquals(
                0, x.cosine(Embedding.normalised(SPACE, new float[] {0, 5, 0})).value(), 1e-9);
        assertEquals(
                -1,
                x.cosine(Embedding.normalised(SPACE, new float[] {-2, 0, 0})).value(),
                1e-9);
        assertEquals(
                Math.sqrt(0.5),
                x.cosine(Embedding.normalised(SPACE, new float[] {1, 1, 0})).value(),
                1e-6);
    }

    @Test
    void spacesNeverMix() {
        Embedding a = Embedding.normalised(SPACE, new float[] {1, 0, 0});
        Embedding b =
                Embedding.normalised(new EmbeddingSpace("model-a", "0123456789ab", "v2", 3), new float[] {1, 0, 0});
        assertThrows(IllegalArgumentException.class, () -> a.cosine(b));
    }

    @Test
    void nobodyCanChangeIt() {
        float[] raw = {1, 2, 3};
        Embedding embedding = Embedding.normalised(SPACE, raw);
        Embedding same = Embedding.normalised(SPACE, raw.clone());
        raw[0] = 9;
        embedding.toArray()[1] = 9;
        assertEquals(same, embedding);
        assertEquals(same.hashCode(), embedding.hashCode());
    }

    @Test
    void bytesComeBackTheSame() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        float[] raw = new float[3];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) random.nextGaussian();
        }
        Embedding embedding = Embedding.normalised(SPACE, raw);
        Embedding back = Embedding.fromBytes(SPACE, embedding.toBytes());
        assertEquals(1, embedding.cosine(back).value(), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> Embedding.fromBytes(SPACE, new byte[11]));
    }

    @Test
    void textFormShowsNoVector() {
        String text = Embedding.normalised(SPACE, new float[] {3, 4, 0}).toString();
        assertTrue(text.contains(SPACE.id()));
        assertFalse(text.contains("0.6"));
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, Float.NaN, Float.POSITIVE_INFINITY, 1e-9f})
    void aVectorWithoutDirectionIsRefused(float x) {
        assertThrows(IllegalArgumentException.class, () -> Embedding.normalised(SPACE, new float[] {x, 0, 0}));
    }

    @Test
    void spaceIdComesBackTheSame() {
        assertEquals(SPACE, EmbeddingSpace.parse(SPACE.id()));
        assertThrows(IllegalArgumentException.class, () -> EmbeddingSpace.parse("model-a:0123456789ab:v1"));
        assertThrows(IllegalArgumentException.class, () -> EmbeddingSpace.parse("model-a:0123456789ab:v1:x"));
        assertThrows(IllegalArgumentException.class, () -> EmbeddingSpace.parse("MODEL:0123456789ab:v1:3"));
        assertThrows(IllegalArgumentException.class, () -> EmbeddingSpace.parse("model-a:0123456789ab:v1:0"));
    }

    @Test
    void cosineKeepsItsRange() {
        assertEquals(1, new Cosine(1 + 5e-5).value());
        assertThrows(IllegalArgumentException.class, () -> new Cosine(1.01));
        assertThrows(IllegalArgumentException.class, () -> new Cosine(Double.NaN));
    }
}
