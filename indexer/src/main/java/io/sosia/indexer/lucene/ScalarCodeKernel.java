package io.sosia.indexer.lucene;

/** In plain Java: some ten times slower than {@link VectorCodeKernel}, and what it is checked against. */
final class ScalarCodeKernel implements CodeKernel {

    @Override
    public int scan(long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at) {
        int parts = words.length / 2;
        int next = at;
        for (int row = from; row < to; row++) {
            int sum = 0;
            for (int w = 0; w < parts; w++) {
                sum += 2 * weigh(words[w][row], planes, 4 * w) + weigh(words[parts + w][row], planes, 4 * w);
            }
            if (sum >= least) {
                rows[next] = row;
                sums[next] = sum;
                next++;
            }
        }
        return next;
    }

    private static int weigh(long bits, long[] planes, int plane) {
        return Long.bitCount(bits & planes[plane])
                + 2 * Long.bitCount(bits & planes[plane + 1])
                + 4 * Long.bitCount(bits & planes[plane + 2])
                - 8 * Long.bitCount(bits & planes[plane + 3]);
    }
}
