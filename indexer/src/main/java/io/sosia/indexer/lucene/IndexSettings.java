package io.sosia.indexer.lucene;

import io.sosia.indexer.enrolled.EnrolledFaces.Mode;

/**
 * How the index of registered faces is read and searched.
 *
 * @param exactLimit up to so many templates every one is compared, 0 or more
 * @param beyond how they are searched beyond that
 * @param verifyEvery of those searches one in so many is repeated exactly, 1 or more
 * @param graph how a graph is built and searched
 * @param readThreads that read and unseal the register side by side, 1 or more
 */
public record IndexSettings(int exactLimit, Mode beyond, int verifyEvery, Graph graph, int readThreads) {

    /** @throws IllegalArgumentException if a value is out of its range; the message names it */
    public IndexSettings {
        require("exactLimit", exactLimit, 0, Integer.MAX_VALUE);
        require("verifyEvery", verifyEvery, 1, Integer.MAX_VALUE);
        require("readThreads", readThreads, 1, 256);
    }

    /**
     * A graph of neighbours (HNSW).
     *
     * @param neighbours how many a node keeps (M; twice as many on the lowest level), 2 to 512
     * @param buildWidth how many candidates are kept while a node is placed, {@code neighbours} to 3200
     * @param searchWidth how many candidates are kept while searching, 1 or more
     */
    public record Graph(int neighbours, int buildWidth, int searchWidth) {

        /** @throws IllegalArgumentException if a value is out of its range; the message names it */
        public Graph {
            require("graph.neighbours", neighbours, 2, 512);
            require("graph.buildWidth", buildWidth, neighbours, 3200);
            require("graph.searchWidth", searchWidth, 1, 100_000);
        }
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not in " + least + ".." + most);
        }
    }

    /** What {@code indexer/docs/index.md} measured as right; the register is read by as many threads as there are cores, up to four. */
    public static IndexSettings standard() {
        // Each takes a connection to the database.
        int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
        return new IndexSettings(200_000, Mode.CODES, 100, new Graph(48, 200, 128), threads);
    }

    /** The same with another limit of exact search. */
    public IndexSettings withExactLimit(int templates) {
        return new IndexSettings(templates, beyond, verifyEvery, graph, readThreads);
    }

    /** The same with another way of searching beyond the limit. */
    public IndexSettings withBeyond(Mode mode) {
        return new IndexSettings(exactLimit, mode, verifyEvery, graph, readThreads);
    }

    /** The same with another share of searches that are repeated exactly. */
    public IndexSettings withVerifyEvery(int searches) {
        return new IndexSettings(exactLimit, beyond, searches, graph, readThreads);
    }

    /** The same with another graph. */
    public IndexSettings withGraph(Graph other) {
        return new IndexSettings(exactLimit, beyond, verifyEvery, other, readThreads);
    }
}
