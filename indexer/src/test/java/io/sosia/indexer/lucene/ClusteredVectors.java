package io.sosia.indexer.lucene;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Template;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Vectors that lie as face templates do: some directions carry more than others, people fall into groups, and a
 * person's templates lie near each other. Every vector follows from the seed and its numbers.
 */
final class ClusteredVectors {

    private static final int GROUPS = 64;

    private final long seed;
    private final EmbeddingSpace space;
    private final int templatesEach;
    private final double[][] groups = new double[GROUPS][];

    ClusteredVectors(long seed, EmbeddingSpace space, int templatesEach) {
        this.seed = seed;
        this.space = space;
        this.templatesEach = templatesEach;
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = direction(random(1, i));
        }
    }

    /** Numbers count from 1; person p has the templates from {@code p * templatesEach + 1} on. */
    Iterator<Template> templates(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Template(i + 1L, person(i / templatesEach), template(i)))
                .iterator();
    }

    static PersonId person(int number) {
        return new PersonId("p-" + number);
    }

    Embedding template(int index) {
        double[] vector = templateVector(index);
        return embedding(vector);
    }

    /** A probe at exactly that cosine from a template. */
    Embedding probe(int index, double cosine, long number) {
        return embedding(beside(templateVector(index), cosine, random(3, number)));
    }

    /** A probe of nobody who is registered. */
    Embedding stranger(long number) {
        return embedding(centre(random(4, number)));
    }

    private double[] templateVector(int index) {
        double[] centre = centre(random(2, index / templatesEach));
        RandomGenerator random = random(5, index);
        return beside(centre, 0.80 + 0.15 * random.nextDouble(), random);
    }

    private double[] centre(RandomGenerator random) {
        return beside(groups[random.nextInt(GROUPS)], 0.25, random);
    }

    private double[] beside(double[] unit, double cosine, RandomGenerator random) {
        double[] other = direction(random);
        double along = 0;
        for (int i = 0; i < unit.length; i++) {
            along += unit[i] * other[i];
        }
        double squares = 0;
        for (int i = 0; i < unit.length; i++) {
            other[i] -= along * unit[i];
            squares += other[i] * other[i];
        }
        double scale = Math.sqrt(1 - cosine * cosine) / Math.sqrt(squares);
        double[] result = new double[unit.length];
        for (int i = 0; i < unit.length; i++) {
            result[i] = cosine * unit[i] + scale * other[i];
        }
        return result;
    }

    private double[] direction(RandomGenerator random) {
        double[] vector = new double[space.dimensions()];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextGaussian() * Math.pow(i + 1, -0.2);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= Math.sqrt(squares);
        }
        return vector;
    }

    /** Mixed, because generators seeded with neighbouring numbers walk one sequence. */
    private RandomGenerator random(long kind, long number) {
        return new SplittableRandom(mix(mix(mix(seed) + kind) + number));
    }

    /** The finaliser of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    private Embedding embedding(double[] vector) {
        float[] floats = new float[vector.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) vector[i];
        }
        return Embedding.normalised(space, floats);
    }
}
