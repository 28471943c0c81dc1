package io.sosia.indexer.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Four bits a dimension of every template, kept in memory: enough to tell which templates cannot be the most alike. A
 * search compares the first two bits of all, then the other two of those that are near enough, the nearest first, and
 * at last the templates themselves of the few that remain.
 *
 * <p>The bits are a uniform quantisation of the template's values after a random rotation, the first of them the sign.
 * What they tell of the cosine with a probe is unbiased, with a deviation that depends on the number of dimensions and
 * bits and not on the vectors (J. Gao and C. Long, RaBitQ: Quantizing High-Dimensional Vectors with a Theoretical Error
 * Bound, SIGMOD 2024); at 128 dimensions it is about 0.033 for two bits and 0.016 for four, the probe's own rounding
 * to four bits included. So templates whose estimate lies more than a few deviations below the similarity that is
 * already found can be left out, and how often that loses somebody does not depend on how templates cluster, as it does
 * for a graph.
 *
 * <p>Derived from the templates whenever an index is opened, never stored. Immutable, thread-safe.
 */
final class SignCodes {

    /**
     * Deviations below what is found at which a template is left out. By two bits, one that is exactly as alike as the
     * best other is lost once in 1,000, and one that is more alike by 0.05 (at 128 dimensions) less than once in a
     * million.
     */
    private static final double COARSE_DEVIATIONS = 3.1;

    private static final double FINE_DEVIATIONS = 5;
    /**
     * Step between four-bit levels, in deviations of a value. Between 0.249, half of it being best for four bits' upper
     * two alone, and 0.335, best for all four (J. Max, Quantizing for Minimum Distortion, IRE Trans. IT-6, 1960).
     */
    private static final double STEP = 0.27;
    /** Mean square error of a probe's value rounded to a seventh of the largest, in its variance. */
    private static final double PROBE_ERROR = 0.0125;
    /** First share of templates to compare; more follow where their estimates reach the bound. */
    private static final double FIRST_SHARE = 0.001;
    /** So many templates are compared at once, at least: less would not be worth the estimates. */
    private static final int FIRST_COUNT = 500;

    private static final int SAMPLE_BLOCKS = 128;
    private static final int SCAN = 1 << 14;
    private static final int BATCH = 32;

    private final CodeKernel kernel;
    private final int size;
    private final int padded;
    private final int bits;
    private final float[][] rotation;
    /** First the signs, then the second bits: as {@link CodeKernel} wants them. */
    private final long[][] words;
    /** The other bits, a row after another, so that one row is one read: for each 64 dimensions those worth 2 and 1. */
    private final long[] fine;

    private final Fidelity coarse;
    private final Fidelity all;

    /**
     * How codes relate to what they stand for.
     *
     * @param signal mean product of a code's values with the vector's
     * @param noise deviation of an estimated cosine
     */
    private record Fidelity(double signal, double noise) {

        /** Where dimensions are fewer than bits, errors are not independent: only as many count as there are dimensions. */
        static Fidelity of(double products, double squares, int size, int dimensions) {
            if (size == 0) {
                return new Fidelity(1, 1);
            }
            double signal = products / size;
            return new Fidelity(signal, Math.sqrt((squares / size / (signal * signal) - 1 + PROBE_ERROR) / dimensions));
        }
    }

    /** Gives the vectors to encode. */
    interface Vectors {
        /** The unit vector of a row; may be overwritten by the next call. */
        float[] at(int row) throws IOException;
    }

    /**
     * Encodes.
     *
     * @param size how many vectors, of {@code dimensions} each
     */
    SignCodes(CodeKernel kernel, int dimensions, int size, Vectors vectors) throws IOException {
        this.kernel = kernel;
        this.size = size;
        this.padded = (size + CodeKernel.BLOCK - 1) / CodeKernel.BLOCK * CodeKernel.BLOCK;
        this.bits = (dimensions + 63) / 64 * 64;
        this.rotation = rotation(bits, dimensions);
        int parts = bits / 64;
        this.words = new long[2 * parts][padded];
        this.fine = new long[Math.multiplyExact(size, 2 * parts)];
        double scale = Math.sqrt(bits) / STEP;
        double coarseProducts = 0;
        double coarseSquares = 0;
        double products = 0;
        double squares = 0;
        for (int row = 0; row < size; row++) {
            float[] vector = vectors.at(row);
            for (int bit = 0; bit < bits; bit++) {
                float value = VectorUtil.dotProduct(vector, rotation[bit]);
                // Levels from 0 to 15 for values around 0: the highest bit is the sign.
                int level = Math.clamp((long) Math.floor(value * scale) + 8, 0, 15);
                int part = bit / 64;
                int at = 2 * (row * parts + part);
                words[part][row] |= (level >> 3 & 1L) << bit;
                words[parts + part][row] |= (level >> 2 & 1L) << bit;
                fine[at] |= (level >> 1 & 1L) << bit;
                fine[at + 1] |= (level & 1L) << bit;
                double upper = (level >> 2) - 1.5;
                coarseProducts += upper * value;
                coarseSquares += upper * upper;
                products += (level - 7.5) * value;
                squares += (level - 7.5) * (level - 7.5);
            }
        }
        this.coarse = Fidelity.of(coarseProducts, coarseSquares, size, dimensions);
        this.all = Fidelity.of(products, squares, size, dimensions);
    }

    /** Random orthonormal rows, by Gram and Schmidt; as long as a vector, so longer ones are cut. */
    private static float[][] rotation(int bits, int dimensions) {
        RandomGenerator random = new Random(20_261_119);
        double[][] rows = new double[bits][bits];
        for (int row = 0; row < bits; row++) {
            for (int i = 0; i < bits; i++) {
                rows[row][i] = random.nextGaussian();
            }
            for (int before = 0; before < row; before++) {
                double along = 0;
                for (int i = 0; i < bits; i++) {
                    along += rows[row][i] * rows[before][i];
                }
                for (int i = 0; i < bits; i++) {
                    rows[row][i] -= along * rows[before][i];
                }
            }
            double squares = 0;
            for (double value : rows[row]) {
                squares += value * value;
            }
            for (int i = 0; i < bits; i++) {
                rows[row][i] /= Math.sqrt(squares);
            }
        }
        float[][] cut = new float[bits][dimensions];
        for (int row = 0; row < bits; row++) {
            for (int i = 0; i < dimensions; i++) {
                cut[row][i] = (float) rows[row][i];
            }
        }
        return cut;
    }

    /** Bytes of memory. */
    long bytes() {
        return 8L * words.length * padded + 8L * fine.length;
    }

    /**
     * Finds the most alike people.
     *
     * @param accepted by row; {@code null} accepts all
     * @param personOf by row
     * @param scorer of the same rows; see {@link Score}
     * @param best takes people and rows
     */
    void search(
            float[] target, @Nullable FixedBitSet accepted, int[] personOf, RandomVectorScorer scorer, BestPeople best)
            throws IOException {
        if (size == 0) {
            return;
        }
        Query query = new Query(target);
        double share = Math.max(FIRST_SHARE, FIRST_COUNT / (double) Math.max(1, size));
        int done = Integer.MAX_VALUE;
        int least = share >= 1 ? Integer.MIN_VALUE : query.leastOf(share);
        while (true) {
            Found found = query.find(least, done);
            compare(query, found, accepted, personOf, scorer, best);
            done = least;
            if (least == Integer.MIN_VALUE) {
                return;
            }
            if (best.isFull()) {
                int needed = query.leastThatMatters(best);
                if (needed >= done) {
                    return;
                }
                least = needed;
            } else {
                share *= 8;
                least = share >= 1 ? Integer.MIN_VALUE : Math.min(query.leastOf(share), done - 1);
            }
        }
    }

    /** Compares the found, those with the largest sums first, until no more can matter. */
    private void compare(
            Query query,
            Found found,
            @Nullable FixedBitSet accepted,
            int[] personOf,
            RandomVectorScorer scorer,
            BestPeople best)
            throws IOException {
        int[] rows = found.byFallingSum();
        int[] batch = new int[BATCH];
        float[] scores = new float[BATCH];
        int at = 0;
        while (at < rows.length) {
            boolean choosy = best.isFull();
            double bar = choosy ? Score.cosine(best.floor()) - FINE_DEVIATIONS * all.noise() : Double.NEGATIVE_INFINITY;
            int least = choosy ? query.leastThatMatters(best) : Integer.MIN_VALUE;
            int filled = 0;
            while (at < rows.length && filled < BATCH) {
                if (found.sumOf(at) < least) {
                    at = rows.length;
                    break;
                }
                int row = rows[at];
                if ((accepted == null || accepted.get(row))
                        && (!choosy || query.fineCosine(row, found.sumOf(at)) >= bar)) {
                    batch[filled++] = row;
                }
                at++;
            }
            scorer.bulkScore(batch, scores, filled);
            for (int i = 0; i < filled; i++) {
                best.offer(personOf[batch[i]], batch[i], scores[i]);
            }
        }
    }

    /** A probe, rotated and rounded to whole numbers from -8 to 7. */
    private final class Query {

        private final long[] planes;
        private final double step;
        private final long total;

        Query(float[] target) {
            float[] rotated = new float[bits];
            float largest = Float.MIN_NORMAL;
            for (int bit = 0; bit < bits; bit++) {
                rotated[bit] = VectorUtil.dotProduct(target, rotation[bit]);
                largest = Math.max(largest, Math.abs(rotated[bit]));
            }
            planes = new long[bits / 64 * 4];
            step = largest / 7.0;
            long sum = 0;
            for (int bit = 0; bit < bits; bit++) {
                int value = Math.clamp(Math.round(rotated[bit] / step), -8, 7);
                sum += value;
                for (int plane = 0; plane < 4; plane++) {
                    if ((value >> plane & 1) != 0) {
                        planes[bit / 64 * 4 + plane] |= 1L << bit;
                    }
                }
            }
            total = sum;
        }

        /** The sum at which the estimated cosine is this. */
        int sumAt(double cosine) {
            return (int) Math.floor(cosine * coarse.signal() / step + 1.5 * total);
        }

        /** The least sum of a row that may still be among the best. */
        int leastThatMatters(BestPeople best) {
            return sumAt(Score.cosine(best.floor()) - COARSE_DEVIATIONS * coarse.noise());
        }

        /** The cosine that all four bits of a row tell of. */
        double fineCosine(int row, int sum) {
            int parts = bits / 64;
            int at = 2 * row * parts;
            int twos = 0;
            int ones = 0;
            for (int part = 0; part < parts; part++, at += 2) {
                twos += weigh(fine[at], 4 * part);
                ones += weigh(fine[at + 1], 4 * part);
            }
            return step * (4 * sum + 2 * twos + ones - 7.5 * total) / all.signal();
        }

        private int weigh(long word, int plane) {
            return Long.bitCount(word & planes[plane])
                    + 2 * Long.bitCount(word & planes[plane + 1])
                    + 4 * Long.bitCount(word & planes[plane + 2])
                    - 8 * Long.bitCount(word & planes[plane + 3]);
        }

        /** The sum that about this share of rows reaches, by a sample from all over. */
        int leastOf(double share) {
            int blocks = padded / CodeKernel.BLOCK;
            int stride = Math.max(1, blocks / SAMPLE_BLOCKS);
            int capacity = (blocks / stride + 1) * CodeKernel.BLOCK;
            int[] rows = new int[capacity];
            int[] sums = new int[capacity];
            int count = 0;
            for (int block = 0; block < blocks; block += stride) {
                int from = block * CodeKernel.BLOCK;
                count = kernel.scan(words, from, from + CodeKernel.BLOCK, planes, Integer.MIN_VALUE, rows, sums, count);
            }
            int[] counts = new int[45 * bits + 1];
            for (int i = 0; i < count; i++) {
                counts[sums[i] + 24 * bits]++;
            }
            int sum = 21 * bits;
            for (double above = counts[sum + 24 * bits]; above < count * share && sum > -24 * bits; ) {
                sum--;
                above += counts[sum + 24 * bits];
            }
            return sum;
        }

        /** The rows whose sums are at least {@code least} and less than {@code below}. */
        Found find(int least, int below) {
            int[] rows = new int[SCAN];
            int[] sums = new int[SCAN];
            int count = 0;
            for (int from = 0; from < padded; from += SCAN) {
                int to = Math.min(padded, from + SCAN);
                if (rows.length < count + SCAN) {
                    rows = Arrays.copyOf(rows, Math.max(2 * rows.length, count + SCAN));
                    sums = Arrays.copyOf(sums, rows.length);
                }
                count = kernel.scan(words, from, to, planes, least, rows, sums, count);
            }
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (sums[i] < below && rows[i] < size) {
                    rows[kept] = rows[i];
                    sums[kept] = sums[i];
                    kept++;
                }
            }
            return new Found(rows, sums, kept);
        }
    }

    /** Rows and their sums. */
    private static final class Found {

        private final int[] rows;
        private final int[] sums;
        private final int count;

        Found(int[] rows, int[] sums, int count) {
            this.rows = rows;
            this.sums = sums;
            this.count = count;
        }

        /** Sorts by counting: there are few different sums. Afterwards {@link #sumOf} is in that order too. */
        int[] byFallingSum() {
            if (count == 0) {
                return new int[0];
            }
            int least = Integer.MAX_VALUE;
            int most = Integer.MIN_VALUE;
            for (int i = 0; i < count; i++) {
                least = Math.min(least, sums[i]);
                most = Math.max(most, sums[i]);
            }
            int[] ends = new int[most - least + 2];
            for (int i = 0; i < count; i++) {
                ends[most - sums[i] + 1]++;
            }
            for (int i = 1; i < ends.length; i++) {
                ends[i] += ends[i - 1];
            }
            int[] sorted = new int[count];
            int[] sortedSums = new int[count];
            for (int i = 0; i < count; i++) {
                int place = ends[most - sums[i]]++;
                sorted[place] = rows[i];
                sortedSums[place] = sums[i];
            }
            System.arraycopy(sortedSums, 0, sums, 0, count);
            return sorted;
        }

        int sumOf(int place) {
            return sums[place];
        }
    }
}
