package io.sosia.indexer.lucene;

import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * By vector instructions, as many rows at once as a register holds. Needs {@code --add-modules
 * jdk.incubator.vector}; nothing but {@link CodeKernel#fastest} may name this class.
 */
final class VectorCodeKernel implements CodeKernel {

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

    @Override
    public int scan(long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        return words.length == 4
                ? scanTwo(words, from, to, planes, least, rows, sums, at)
                : scanAny(words, from, to, planes, least, rows, sums, at);
    }

    /**
     * Two words of each bit, for 128 dimensions. All in one method and as plain as can be: where the compiler does not
     * inline everything, vectors become objects and this is ten times slower.
     */
    private static int scanTwo(
            long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        long[] lowFirst = words[0];
        long[] highFirst = words[1];
        long[] lowSecond = words[2];
        long[] highSecond = words[3];
        long low1 = planes[0];
        long low2 = planes[1];
        long low4 = planes[2];
        long low8 = planes[3];
        long high1 = planes[4];
        long high2 = planes[5];
        long high4 = planes[6];
        long high8 = planes[7];
        long[] lanes = new long[SPECIES.length()];
        int next = at;
        for (int row = from; row < to; row += SPECIES.length()) {
            LongVector low = LongVector.fromArray(SPECIES, lowFirst, row);
            LongVector high = LongVector.fromArray(SPECIES, highFirst, row);
            LongVector one =
                    low.and(low1).lanewise(BIT_COUNT).add(high.and(high1).lanewise(BIT_COUNT));
            LongVector two =
                    low.and(low2).lanewise(BIT_COUNT).add(high.and(high2).lanewise(BIT_COUNT));
            LongVector four =
                    low.and(low4).lanewise(BIT_COUNT).add(high.and(high4).lanewise(BIT_COUNT));
            LongVector eight =
                    low.and(low8).lanewise(BIT_COUNT).add(high.and(high8).lanewise(BIT_COUNT));
            LongVector sum = four.sub(eight.add(eight));
            sum = two.add(sum.add(sum));
            LongVector first = one.add(sum.add(sum));
            low = LongVector.fromArray(SPECIES, lowSecond, row);
            high = LongVector.fromArray(SPECIES, highSecond, row);
            one = low.and(low1).lanewise(BIT_COUNT).add(high.and(high1).lanewise(BIT_COUNT));
            two = low.and(low2).lanewise(BIT_COUNT).add(high.and(high2).lanewise(BIT_COUNT));
            four = low.and(low4).lanewise(BIT_COUNT).add(high.and(high4).lanewise(BIT_COUNT));
            eight = low.and(low8).lanewise(BIT_COUNT).add(high.and(high8).lanewise(BIT_COUNT));
            sum = four.sub(eight.add(eight));
            sum = two.add(sum.add(sum));
            sum = one.add(sum.add(sum)).add(first.add(first));
            long kept = sum.compare(GE, (long) least).toLong();
            if (kept != 0) {
                // Taking a lane out of a register by a number known only now is slow.
                sum.intoArray(lanes, 0);
                next = keep(kept, lanes, row, rows, sums, next);
            }
        }
        return next;
    }

    /** Any length, by the same steps. */
    private static int scanAny(
            long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        int parts = words.length / 2;
        long[] lanes = new long[SPECIES.length()];
        int next = at;
        for (int row = from; row < to; row += SPECIES.length()) {
            LongVector sum = LongVector.zero(SPECIES);
            for (int w = 0; w < parts; w++) {
                LongVector first = LongVector.fromArray(SPECIES, words[w], row);
                LongVector second = LongVector.fromArray(SPECIES, words[parts + w], row);
                long plane = planes[4 * w + 3];
                LongVector ones = first.and(plane).lanewise(BIT_COUNT);
                LongVector part = ones.add(ones).add(second.and(plane).lanewise(BIT_COUNT));
                plane = planes[4 * w + 2];
                ones = first.and(plane).lanewise(BIT_COUNT);
                part = ones.add(ones).add(second.and(plane).lanewise(BIT_COUNT)).sub(part.add(part));
                plane = planes[4 * w + 1];
                ones = first.and(plane).lanewise(BIT_COUNT);
                part = ones.add(ones).add(second.and(plane).lanewise(BIT_COUNT)).add(part.add(part));
                plane = planes[4 * w];
                ones = first.and(plane).lanewise(BIT_COUNT);
                part = ones.add(ones).add(second.and(plane).lanewise(BIT_COUNT)).add(part.add(part));
                sum = sum.add(part);
            }
            long kept = sum.compare(GE, (long) least).toLong();
            if (kept != 0) {
                sum.intoArray(lanes, 0);
                next = keep(kept, lanes, row, rows, sums, next);
            }
        }
        return next;
    }

    /** Writes down the rows whose bit is set; no vector is passed, since it would become an object. */
    private static int keep(long kept, long[] lanes, int row, int[] rows, int[] sums, int at) {
        int next = at;
        for (long left = kept; left != 0; left &= left - 1) {
            int lane = Long.numberOfTrailingZeros(left);
            rows[next] = row + lane;
            sums[next] = (int) lanes[lane];
            next++;
        }
        return next;
    }
}
