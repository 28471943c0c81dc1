package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.report.Drawing.ChartView;
import io.sosia.jobs.evaluate.report.Drawing.Size;
import io.sosia.jobs.evaluate.report.EvaluationPage.LegendView;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.evaluate.statistics.Tried;
import io.sosia.jobs.page.OthersText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rates of false positives that were promised, beside those that were measured, both by their logarithm.
 *
 * @param alarm what such a rate is called
 * @param promises in the order of the legend
 */
record PromiseChart(String alarm, List<Promises> promises) {

    /** Within this factor a promise counts as kept. */
    private static final double FACTOR = 2;

    PromiseChart {
        promises = List.copyOf(promises);
    }

    /**
     * Promises of one kind.
     *
     * @param name for the legend
     */
    record Promises(String name, List<Tried> tried) {
        Promises {
            tried = List.copyOf(tried);
        }
    }

    ChartView draw(Size size) {
        List<Tried> all =
                promises.stream().flatMap(kind -> kind.tried().stream()).toList();
        double least = all.stream().mapToDouble(Tried::promised).min().orElse(0.01);
        double most = all.stream().mapToDouble(Tried::promised).max().orElse(0.1);
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
            for (Tried tried : promises.get(kind).tried()) {
                // Kinds stand beside each other, so that none hides another.
                double across = tried.promised() * Math.pow(1.15, kind - (promises.size() - 1) / 2.0);
                tried.falsePositives()
                        .interval()
                        .ifPresent(i -> drawing.whisker(across, i.low(), i.high(), DetChart.style(0)));
                drawing.dot(across, tried.falsePositives().rate(), "point", describe(tried));
                drawing.text(
                        across,
                        tried.falsePositives().rate(),
                        8,
                        -7,
                        "start",
                        "value",
                        DetChart.four(tried.falsePositives().rate()));
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

    private static String describe(Tried tried) {
        return String.format(
                Locale.ROOT,
                "Promised %s: measured %s%s.",
                Axis.plain(tried.promised()),
                DetChart.four(tried.falsePositives().rate()),
                tried.falsePositives().interval().map(PromiseChart::inBrackets).orElse(""));
    }

    private static String inBrackets(Interval interval) {
        return " (" + DetChart.interval(interval) + ")";
    }
}
