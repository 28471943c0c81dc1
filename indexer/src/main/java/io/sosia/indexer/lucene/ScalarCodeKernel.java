package io.sosia.indexer.lucene;

/** In plain Java: some ten times slower than {@link VectorCodeKernel}, and what it is checked against. */
final class ScalarCodeKernel implements CodeKernel {

    @Override
    public int scan(long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        int next = at;
        for (int row = from; row < to; row++) {
            int sum = 0;
            for (int w = 0; w < words.length; w++) {
                long bits = words[w][row];
                sum += Long.bitCount(bits & planes[4 * w])
                        + 2 * Long.bitCount(bits & planes[4 * w + 1])
                        + 4 * Long.bitCount(bits & planes[4 * w + 2])
                        - 8 * Long.bitCount(bits & planes[4 * w + 3]);
            }
            if (sum >= least) {
                rows[next] = row;
                sums[next] = sum;
                next++;
            }
        }
        return next;
    }
}
