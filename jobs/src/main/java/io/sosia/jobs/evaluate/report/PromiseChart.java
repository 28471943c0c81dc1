package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.report.Drawing.ChartView;
import io.sosia.jobs.evaluate.report.Drawing.Size;
import io.sosia.jobs.evaluate.report.EvaluationPage.LegendView;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.page.OthersText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Rates of false positives that were promised, beside those that were measured, both by their logarithm.
 *
 * @param alarm what such a rate is called
 * @param promises in the order of the legend
 */
record PromiseChart(String alarm, List<Promises> promises) {

    /** Within this factor a promise counts as kept. */
    private static final double FACTOR = 2;

    /** Of so many kinds figures stand beside the points; more would hide each other. */
    private static final int LABELLED = 4;

    PromiseChart {
        promises = List.copyOf(promises);
    }

    /**
     * A promise and what became of it.
     *
     * @param promised rate
     * @param measured likewise
     * @param interval of that
     */
    record Promise(double promised, double measured, Optional<Interval> interval) {}

    /**
     * Promises of one kind.
     *
     * @param name for the legend
     */
    record Promises(String name, List<Promise> promises) {
        Promises {
            promises = List.copyOf(promises);
        }
    }

    ChartView draw(Size size) {
        List<Promise> all =
                promises.stream().flatMap(kind -> kind.promises().stream()).toList();
        double least = all.stream().mapToDouble(Promise::promised).min().orElse(0.01);
        double most = all.stream().mapToDouble(Promise::promised).max().orElse(0.1);
        Axis axis = new Axis.Logarithms(least / 5, Math.min(1, most * 5));
        Drawing drawing = new Drawing(size, axis, axis);
        double from = least / 5;
        double to = Math.min(1, most * 5);
        drawing.stroke()
                .to(from, from / FACTOR)
                .to(from, from * FACTOR)
                .to(to / FACTOR, to)
                .to(to, to)
                .to(to, to / FACTOR)
                .to(from * FACTOR, from)
                .area("band");
        drawing.stroke().to(from, from).to(to, to).line("limit");
        for (int kind = 0; kind < promises.size(); kind++) {
            for (Promise promise : promises.get(kind).promises()) {
                // Kinds stand beside each other, so that none hides another.
                double across = promise.promised() * Math.pow(1.15, kind - (promises.size() - 1) / 2.0);
                promise.interval().ifPresent(i -> drawing.whisker(across, i.low(), i.high(), DetChart.style(0)));
                drawing.dot(across, promise.measured(), "point", describe(promise));
                if (promises.size() <= LABELLED) {
                    drawing.text(
                            across, promise.measured(), 8, -7, "start", "value", DetChart.four(promise.measured()));
                }
            }
        }
        return drawing.finish(
                alarm + " promised",
                alarm + " measured",
                "Promised and measured rates. "
                        + String.join(
                                " ", all.stream().map(PromiseChart::describe).toList()));
    }

    List<LegendView> legend() {
        List<LegendView> legend = new ArrayList<>();
        for (int kind = 0; kind < promises.size(); kind++) {
            legend.add(LegendView.line(
                    DetChart.style(kind), OthersText.clean(promises.get(kind).name())));
        }
        legend.add(LegendView.area("band", "from half to twice the promise"));
        return legend;
    }

    private static String describe(Promise promise) {
        return String.format(
                Locale.ROOT,
                "Promised %s: measured %s%s.",
                Axis.plain(promise.promised()),
                DetChart.four(promise.measured()),
                promise.interval().map(PromiseChart::inBrackets).orElse(""));
    }

    private static String inBrackets(Interval interval) {
        return " (" + DetChart.interval(interval) + ")";
    }
}
