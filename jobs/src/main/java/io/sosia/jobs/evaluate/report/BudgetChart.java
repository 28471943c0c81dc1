package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.budget.BudgetFigure;
import io.sosia.jobs.evaluate.report.Drawing.ChartView;
import io.sosia.jobs.evaluate.report.Drawing.Size;
import io.sosia.jobs.evaluate.report.EvaluationPage.LegendView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many times a promise each measured rate is, by its logarithm, in the order of the table.
 *
 * @param figures at least one
 */
record BudgetChart(List<BudgetFigure> figures) {

    /** Within this factor of it a promise counts as kept. */
    static final double FACTOR = 2;

    /** Of the axis; what lies beyond, a rate of 0 among it, is drawn at its end. */
    private static final double FURTHEST = 10;

    BudgetChart {
        figures = List.copyOf(figures);
    }

    ChartView draw(Size size) {
        double end = figures.size() + 0.5;
        Drawing drawing = new Drawing(size, new Axis.Linear(0.5, end, 1), new Axis.Logarithms(1 / FURTHEST, FURTHEST));
        drawing.stroke()
                .to(0.5, 1 / FACTOR)
                .to(0.5, FACTOR)
                .to(end, FACTOR)
                .to(end, 1 / FACTOR)
                .area("band");
        drawing.stroke().to(0.5, 1).to(end, 1).line("limit");
        for (int i = 0; i < figures.size(); i++) {
            BudgetFigure figure = figures.get(i);
            double promised = figure.promised();
            drawing.whisker(i + 1, figure.low() / promised, figure.high() / promised, DetChart.style(0));
            drawing.dot(i + 1, figure.measured() / promised, "point", describe(i));
            drawing.text(
                    i + 1,
                    figure.measured() / promised,
                    8,
                    -7,
                    "start",
                    "value",
                    String.format(Locale.ROOT, "%.2f", figure.measured() / promised));
        }
        return drawing.finish(
                "row of the table",
                "measured / promised",
                "Measured rates beside the promise. "
                        + IntStream.range(0, figures.size())
                                .mapToObj(this::describe)
                                .collect(Collectors.joining(" ")));
    }

    List<LegendView> legend() {
        return List.of(
                LegendView.line(DetChart.style(0), "what 90 % of the divisions span"),
                LegendView.area("band", "from half to twice the promise"));
    }

    private String describe(int place) {
        BudgetFigure figure = figures.get(place);
        return String.format(
                Locale.ROOT,
                "Row %d: promised %s, measured %s (%s to %s).",
                place + 1,
                Axis.plain(figure.promised()),
                DetChart.four(figure.measured()),
                DetChart.four(figure.low()),
                DetChart.four(figure.high()));
    }
}
