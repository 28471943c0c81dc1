package io.sosia.indexer.lucene;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * By vector instructions, as many rows at once as a register holds. Needs {@code --add-modules
 * jdk.incubator.vector}; nothing but {@link CodeKernel#fastest} may name this class.
 */
final class VectorCodeKernel implements CodeKernel {

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

    @Override
    public int scan(long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        return words.length == 2
                ? scanTwo(words[0], words[1], from, to, planes, least, rows, sums, at)
                : scanAny(words, from, to, planes, least, rows, sums, at);
    }

    /** Two words, for 128 dimensions: unrolled, which is worth a factor. */
    private static int scanTwo(
            long[] low, long[] high, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        int next = at;
        long[] lanes = new long[SPECIES.length()];
        for (int row = from; row < to; row += SPECIES.length()) {
            LongVector x = LongVector.fromArray(SPECIES, low, row);
            LongVector y = LongVector.fromArray(SPECIES, high, row);
            LongVector ones = ones(x, planes[0]).add(ones(y, planes[4]));
            LongVector twos = ones(x, planes[1]).add(ones(y, planes[5]));
            LongVector fours = ones(x, planes[2]).add(ones(y, planes[6]));
            LongVector eights = ones(x, planes[3]).add(ones(y, planes[7]));
            next = keep(weigh(ones, twos, fours, eights), row, least, lanes, rows, sums, next);
        }
        return next;
    }

    private static int scanAny(
            long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        int next = at;
        long[] lanes = new long[SPECIES.length()];
        for (int row = from; row < to; row += SPECIES.length()) {
            LongVector ones = LongVector.zero(SPECIES);
            LongVector twos = ones;
            LongVector fours = ones;
            LongVector eights = ones;
            for (int w = 0; w < words.length; w++) {
                LongVector bits = LongVector.fromArray(SPECIES, words[w], row);
                ones = ones.add(ones(bits, planes[4 * w]));
                twos = twos.add(ones(bits, planes[4 * w + 1]));
                fours = fours.add(ones(bits, planes[4 * w + 2]));
                eights = eights.add(ones(bits, planes[4 * w + 3]));
            }
            next = keep(weigh(ones, twos, fours, eights), row, least, lanes, rows, sums, next);
        }
        return next;
    }

    private static LongVector ones(LongVector bits, long plane) {
        return bits.and(plane).lanewise(VectorOperators.BIT_COUNT);
    }

    /** {@code ones + 2 twos + 4 fours - 8 eights}. */
    private static LongVector weigh(LongVector ones, LongVector twos, LongVector fours, LongVector eights) {
        LongVector upper = fours.sub(eights.add(eights));
        LongVector middle = twos.add(upper.add(upper));
        return ones.add(middle.add(middle));
    }

    private static int keep(LongVector sum, int row, int least, long[] lanes, int[] rows, int[] sums, int at) {
        int next = at;
        long kept = sum.compare(VectorOperators.GE, (long) least).toLong();
        if (kept != 0) {
            // Taking a lane out of a register by a number known only now is slow.
            sum.intoArray(lanes, 0);
        }
        while (kept != 0) {
            int lane = Long.numberOfTrailingZeros(kept);
            rows[next] = row + lane;
            sums[next] = (int) lanes[lane];
            next++;
            kept &= kept - 1;
        }
        return next;
    }
}
