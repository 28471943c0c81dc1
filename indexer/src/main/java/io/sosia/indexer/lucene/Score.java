package io.sosia.indexer.lucene;

import org.apache.lucene.util.VectorUtil;

/**
 * Lucene's score of a dot product: {@code (1 + cosine) / 2}, never below 0, as {@code VectorSimilarityFunction}'s
 * {@code DOT_PRODUCT} documents it. Scores only rank templates; what leaves this package is a cosine worked out anew.
 */
final class Score {

    private Score() {}

    /** The score that Lucene would give two unit vectors. */
    static float of(float[] first, float[] second) {
        return Math.max((1 + VectorUtil.dotProduct(first, second)) / 2, 0);
    }

    /** The cosine that a score stands for, to a float's rounding. */
    static double cosine(float score) {
        return 2.0 * score - 1;
    }
}
