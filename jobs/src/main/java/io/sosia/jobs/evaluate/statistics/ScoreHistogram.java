package io.sosia.jobs.evaluate.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * How often scores fall where.
 *
 * @param from where the first bin begins
 * @param width of each bin, above 0
 * @param counts of the bins, in order
 * @param unscored how many had no finite score
 */
public record ScoreHistogram(double from, double width, List<Integer> counts, int unscored) {

    /** Of scores that lie a rounding error below a bin's edge, the edge is theirs. */
    private static final double ROUNDING = 1e-9;

    /** @throws IllegalArgumentException if the width is not above 0 */
    public ScoreHistogram {
        if (!(width > 0)) {
            throw new IllegalArgumentException("width: " + width + " is not above 0");
        }
        counts = List.copyOf(counts);
    }

    /**
     * Counts.
     *
     * @param from the edge of a bin; the bins reach from there to both sides as far as any scores do
     * @param to likewise; at least {@code from}
     */
    public static ScoreHistogram of(double[] scores, double from, double to, double width) {
        int bins = Math.max(1, (int) Math.ceil((to - from) / width - ROUNDING));
        Integer[] counts = new Integer[bins];
        Arrays.fill(counts, 0);
        int unscored = 0;
        for (double score : scores) {
            if (Double.isFinite(score)) {
                counts[Math.clamp((long) Math.floor((score - from) / width + ROUNDING), 0, bins - 1)]++;
            } else {
                unscored++;
            }
        }
        return new ScoreHistogram(from, width, Arrays.asList(counts), unscored);
    }

    /** How many were counted. */
    public int total() {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
