package io.sosia.indexer.lucene;

/** Compares codes of two bits a dimension with a query. Implementations give the same results and differ in speed alone. Stateless. */
interface CodeKernel {

    /** Rows are compared in blocks of so many; arrays of words are as long as a multiple of it. */
    int BLOCK = 64;

    /**
     * Finds the rows whose sum reaches a least one. A row's sum is that of the query's values (whole numbers from -8
     * to 7) where the row's second bit is set, and twice that where its first is.
     *
     * @param words {@code words[w][row]} holds a row's first bits of dimensions {@code 64 w} to {@code 64 w + 63}; the
     *     second half of the array holds the second bits likewise
     * @param from first row, a multiple of {@link #BLOCK}
     * @param to row after the last, a multiple of {@link #BLOCK}
     * @param planes {@code planes[4 w + j]} holds bit j (two's complement) of the query's values at word w
     * @param least the least sum that counts
     * @param rows takes the rows found, ascending, from {@code at} on; has room for all
     * @param sums takes their sums
     * @param at where to go on writing
     * @return where to go on writing next
     */
    int scan(long[][] words, int from, int to, long[] planes, int least, int[] rows, int[] sums, int at);

    /** The fastest that this virtual machine has. */
    static CodeKernel fastest() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? new VectorCodeKernel()
                : new ScalarCodeKernel();
    }
}
