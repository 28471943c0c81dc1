package io.sosia.detector.template;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplatePoolTest {

    private static final EmbeddingSpace PLANE = new EmbeddingSpace("plane", "000000000000", "test", 2);
    private static final Embedding EAST = Embedding.normalised(PLANE, new float[] {1, 0});
    private static final Embedding NORTH = Embedding.normalised(PLANE, new float[] {0, 1});

    @Test
    void weighsEachFaceByItsQuality() {
        TemplatePool pool = new TemplatePool(PLANE);
        pool.add(EAST, 0.8);
        pool.add(NORTH, 0.6);
        assertArrayEquals(new float[] {0.8f, 0.6f}, pool.template().toArray(), 1e-6f);
        assertEquals(1.4, pool.weight(), 1e-12);
    }

    @Test
    void joinsAsIfAllHadBeenAddedToOne() {
        Random random = new Random(4);
        EmbeddingSpace space = new EmbeddingSpace("space", "000000000000", "test", 64);
        TemplatePool whole = new TemplatePool(space);
        TemplatePool left = new TemplatePool(space);
        TemplatePool right = new TemplatePool(space);
        for (int i = 0; i < 50; i++) {
            float[] raw = new float[64];
            for (int k = 0; k < raw.length; k++) {
                raw[k] = (float) random.nextGaussian();
            }
            Embedding face = Embedding.normalised(space, raw);
            double weight = 0.01 + random.nextDouble();
            whole.add(face, weight);
            (i % 3 == 0 ? left : right).add(face, weight);
        }
        right.addAll(left);
        assertArrayEquals(whole.template().toArray(), right.template().toArray(), 1e-6f);
        assertEquals(whole.weight(), right.weight(), 1e-9);
    }

    @Test
    void comparesPoolsByTheirDirection() {
        TemplatePool diagonal = new TemplatePool(PLANE);
        diagonal.add(EAST, 0.5);
        diagonal.add(NORTH, 0.5);
        TemplatePool east = new TemplatePool(PLANE);
        east.add(EAST, 0.1);
        assertEquals(Math.sqrt(0.5), diagonal.cosine(east).value(), 1e-9);
        assertEquals(Math.sqrt(0.5), diagonal.cosine(EAST).value(), 1e-6);
        assertEquals(0.5, diagonal.meanCosine(east).value(), 1e-9);
    }

    @Test
    void refusesOtherSpacesAndWeightsThatAreNone() {
        TemplatePool pool = new TemplatePool(PLANE);
        EmbeddingSpace other = new EmbeddingSpace("plane", "000000000001", "test", 2);
        Embedding foreign = Embedding.normalised(other, new float[] {1, 0});
        assertThrows(IllegalArgumentException.class, () -> pool.add(foreign, 1));
        assertThrows(IllegalArgumentException.class, () -> pool.addAll(new TemplatePool(other)));
        assertThrows(IllegalArgumentException.class, () -> pool.cosine(new TemplatePool(other)));
        assertThrows(IllegalArgumentException.class, () -> pool.add(EAST, 0));
        assertThrows(IllegalArgumentException.class, () -> pool.add(EAST, Double.NaN));
        assertThrows(IllegalArgumentException.class, pool::template);
    }
}
