package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.report.Drawing.ChartView;
import io.sosia.jobs.evaluate.report.Drawing.Size;
import io.sosia.jobs.evaluate.report.Drawing.Stroke;
import io.sosia.jobs.evaluate.statistics.ScoreHistogram;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * How scores of both kinds lie, mated ones beside the others.
 *
 * @param marks thresholds to show
 */
record HistogramChart(ScoreHistogram mated, ScoreHistogram nonMated, List<Mark> marks) {

    private static final double BIN = 0.02;

    HistogramChart {
        marks = List.copyOf(marks);
    }

    /** A threshold with a word on it. */
    record Mark(double threshold, String word) {}

    /** Whether any trial has a score. */
    static boolean hasScores(double[] scores) {
        return Arrays.stream(scores).anyMatch(Double::isFinite);
    }

    static HistogramChart of(double[] mated, double[] nonMated, List<Mark> marks) {
        double[] finite = Arrays.stream(concatenated(mated, nonMated))
                .filter(Double::isFinite)
                .toArray();
        double from = Math.floor(Arrays.stream(finite).min().orElse(0) * 10) / 10;
        double to = Math.max(from + 0.1, Math.ceil(Arrays.stream(finite).max().orElse(1) * 10) / 10);
        return new HistogramChart(
                ScoreHistogram.of(mated, from, to, BIN),
                ScoreHistogram.of(nonMated, from, to, BIN),
                marks.stream().filter(mark -> Double.isFinite(mark.threshold())).toList());
    }

    private static double[] concatenated(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Shares of each kind. */
    ChartView drawShares(Size size) {
        double most = Math.max(
                most(mated) / (double) Math.max(1, mated.total()),
                most(nonMated) / (double) Math.max(1, nonMated.total()));
        Axis up = Axis.Linear.upTo(100 * most);
        return draw(
                size,
                up,
                "% of each kind",
                i -> 100.0 * mated.counts().get(i) / Math.max(1, mated.total()),
                i -> 100.0 * nonMated.counts().get(i) / Math.max(1, nonMated.total()));
    }

    /** Counts, by their logarithm. */
    ChartView drawCounts(Size size) {
        Axis up = new Axis.Counts(Math.max(most(mated), most(nonMated)));
        return draw(
                size,
                up,
                "count",
                i -> mated.counts().get(i),
                i -> nonMated.counts().get(i));
    }

    private static int most(ScoreHistogram histogram) {
        return histogram.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private ChartView draw(
            Size size, Axis up, String upTitle, IntToDoubleFunction matedHeight, IntToDoubleFunction nonMatedHeight) {
        int bins = mated.counts().size();
        double to = mated.from() + bins * mated.width();
        Drawing drawing = new Drawing(size, new Axis.Linear(mated.from(), to, size == Size.WIDE ? 0.1 : 0.2), up);
        bars(drawing, nonMatedHeight, "stranger");
        bars(drawing, matedHeight, "mate");
        for (int i = 0; i < marks.size(); i++) {
            drawing.upright(marks.get(i).threshold(), "limit", marks.get(i).word(), i);
        }
        return drawing.finish(
                "similarity (cosine)",
                upTitle,
                String.format(
                        Locale.ROOT,
                        "Histogram of %,d mated and %,d non-mated similarities.",
                        mated.total(),
                        nonMated.total()));
    }

    private void bars(Drawing drawing, IntToDoubleFunction height, String style) {
        Stroke area = drawing.stroke();
        area.to(mated.from(), 0);
        double x = mated.from();
        for (int i = 0; i < mated.counts().size(); i++) {
            area.to(x, height.applyAsDouble(i));
            x = mated.from() + (i + 1) * mated.width();
            area.to(x, height.applyAsDouble(i));
        }
        area.to(x, 0);
        area.area(style);
    }
}
