package io.sosia.indexer.lucene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignCodesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void bothKernelsFindTheSame(int words) {
        RandomGenerator random = new SplittableRandom(words);
        int rows = 5 * CodeKernel.BLOCK;
        long[][] bits = IntStream.range(0, 2 * words)
                .mapToObj(w -> random.longs(rows).toArray())
                .toArray(long[][]::new);
        long[] planes = random.longs(4L * words).toArray();
        for (int least : new int[] {Integer.MIN_VALUE, -100, 0, 10, 50, Integer.MAX_VALUE}) {
            int[][] scalar = {new int[rows + 1], new int[rows + 1]};
            int[][] vector = {new int[rows + 1], new int[rows + 1]};
            int from = CodeKernel.BLOCK;
            int end = new ScalarCodeKernel().scan(bits, from, rows, planes, least, scalar[0], scalar[1], 1);

            assertEquals(end, CodeKernel.fastest().scan(bits, from, rows, planes, least, vector[0], vector[1], 1));
            assertArrayEquals(scalar[0], vector[0]);
            assertArrayEquals(scalar[1], vector[1]);
        }
    }

    /** The bound is wide enough that none of these is lost, at any length and however few or many are asked for. */
    @ParameterizedTest
    @CsvSource({
        "128, 20000, 2",
        "100, 20000, 1",
        "256, 5000, 5",
        "16, 20000, 2",
        "128, 50, 100",
        "128, 1, 1",
        "8, 70, 3"
    })
    void theMostAlikeAreThoseThatComparingEverythingFinds(int dimensions, int size, int people) throws IOException {
        EmbeddingSpace space = new EmbeddingSpace("test", "0123456789ab", "v1", dimensions);
        ClusteredVectors vectors = new ClusteredVectors(9, space, 2);
        List<float[]> templates = IntStream.range(0, size)
                .mapToObj(i -> vectors.template(i).toArray())
                .toList();
        int[] personOf = IntStream.range(0, size).map(i -> i / 2).toArray();
        SignCodes codes = new SignCodes(CodeKernel.fastest(), dimensions, size, templates::get);
        FixedBitSet odd = new FixedBitSet(size);
        IntStream.range(0, size).filter(i -> i / 2 % 2 == 1).forEach(odd::set);
        for (int i = 0; i < 60; i++) {
            float[] probe = (i % 3 == 0
                            ? vectors.stranger(i)
                            : vectors.probe(i * 7 % size, 0.5 + 0.4 * (i % 10) / 10, i))
                    .toArray();
            for (@Nullable FixedBitSet accepted : Arrays.asList(null, odd)) {
                BestPeople expected = new BestPeople(people);
                for (int row = 0; row < size; row++) {
                    if (accepted == null || accepted.get(row)) {
                        expected.offer(personOf[row], row, Score.of(probe, templates.get(row)));
                    }
                }
                BestPeople found = new BestPeople(people);
                codes.search(probe, accepted, personOf, scorer(templates, dimensions, probe), found);
                assertEquals(ranking(expected), ranking(found));
            }
        }
    }

    @Test
    void fourBitsADimensionAreKept() throws IOException {
        EmbeddingSpace space = new EmbeddingSpace("test", "0123456789ab", "v1", 128);
        ClusteredVectors vectors = new ClusteredVectors(9, space, 2);
        SignCodes codes = new SignCodes(
                CodeKernel.fastest(), 128, 640, row -> vectors.template(row).toArray());

        assertEquals(640 * 128 / 2, codes.bytes());
    }

    @Test
    void anEmptyIndexHasNobody() throws IOException {
        SignCodes codes = new SignCodes(CodeKernel.fastest(), 128, 0, row -> new float[128]);
        BestPeople best = new BestPeople(2);
        codes.search(new float[128], null, new int[0], scorer(List.of(), 128, new float[128]), best);

        assertEquals(0, best.size());
    }

    @Test
    void thisVirtualMachineHasTheFastKernel() {
        assertTrue(CodeKernel.fastest() instanceof VectorCodeKernel, "tests run with jdk.incubator.vector");
    }

    private static List<Integer> ranking(BestPeople best) {
        List<Integer> people = new ArrayList<>();
        for (int rank = 0; rank < best.size(); rank++) {
            people.add(best.person(rank));
        }
        return people;
    }

    private static RandomVectorScorer scorer(List<float[]> templates, int dimensions, float[] probe)
            throws IOException {
        return FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
                .getRandomVectorScorer(
                        VectorSimilarityFunction.DOT_PRODUCT,
                        FloatVectorValues.fromFloats(templates, dimensions),
                        probe);
    }
}
