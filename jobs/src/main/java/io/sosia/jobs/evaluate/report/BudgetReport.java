package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.budget.BudgetFigure;
import io.sosia.jobs.evaluate.report.Drawing.Size;
import io.sosia.jobs.evaluate.report.EvaluationPage.CellView;
import io.sosia.jobs.evaluate.report.EvaluationPage.ChartSection;
import io.sosia.jobs.evaluate.report.EvaluationPage.FormView;
import io.sosia.jobs.evaluate.report.EvaluationPage.RowView;
import io.sosia.jobs.evaluate.report.EvaluationPage.TableView;
import io.sosia.jobs.evaluate.report.EvaluationPage.Tile;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.page.OthersText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page about whether a promised rate of false alarms is kept. */
public final class BudgetReport {

    private BudgetReport() {}

    /**
     * The page.
     *
     * @param figures of every kind of strangers, share of true matches and promise; at least one
     * @param registered people
     * @param notices what a reader must know first
     */
    public static EvaluationPage of(
            List<BudgetFigure> figures, int registered, Measurement measurement, List<String> notices) {
        BudgetFigure first = figures.getFirst();
        long kept = figures.stream().filter(BudgetReport::kept).count();
        double most = figures.stream()
                .mapToDouble(figure -> figure.measured() / figure.promised())
                .max()
                .orElseThrow();
        List<Tile> tiles = List.of(
                new Tile(kept + " of " + figures.size(), "mean rates within half to twice the promise", ""),
                new Tile(String.format(Locale.ROOT, "%.2f ×", most), "the promise, at most", "mean over the divisions"),
                new Tile(String.format(Locale.ROOT, "%,d", registered), "people registered", ""),
                new Tile(String.valueOf(first.splits()), "divisions of the strangers", "of each kind"));
        List<String> all = new ArrayList<>(notices);
        figures.stream()
                .filter(figure -> figure.unbelieved() > 0)
                .map(BudgetFigure::strangers)
                .distinct()
                .forEach(kind -> all.add("Streams of “" + OthersText.clean(kind)
                        + "” are smaller than a scan would believe: 'calibrate --apply' would refuse them."));
        return new EvaluationPage(EvaluationPage.view(
                measurement,
                "Alarm budget",
                String.format(
                        Locale.ROOT,
                        "Alarm budget: %d of %d mean rates within half to twice the promise",
                        kept,
                        figures.size()),
                tiles,
                all,
                List.of(table(figures), ratios(figures)),
                List.of(chart(figures)),
                List.of(
                        "Strangers are divided in two, by people, again and again. One half is the stream to which the"
                                + " threshold is calibrated, with true matches mixed in that nobody marks and without"
                                + " being told who the strangers are; the other half is searched for with that threshold.",
                        "Divisions are of the same people, so that their spread shows how much depends on who is in a"
                                + " stream, and not how sure the mean is.")));
    }

    private static boolean kept(BudgetFigure figure) {
        return figure.measured() >= figure.promised() / BudgetChart.FACTOR
                && figure.measured() <= figure.promised() * BudgetChart.FACTOR;
    }

    private static String name(BudgetFigure figure) {
        return OthersText.clean(figure.strangers()) + ", " + Axis.plain(Math.round(1e4 * figure.trueMatches()) / 100.0)
                + " % true matches";
    }

    private static TableView table(List<BudgetFigure> figures) {
        return new TableView(
                "Promised and measured",
                "FPIR: share of strangers' photos that are taken for somebody. FNIR: share of photos of registered people"
                        + " that are missed at the same threshold.",
                List.of("Strangers", "FPIR promised", "FPIR measured", "Within half to twice", "FNIR", "Threshold"),
                figures.stream()
                        .map(figure -> RowView.of(
                                (figures.indexOf(figure) + 1) + ". " + name(figure),
                                List.of(
                                        CellView.of(Axis.plain(figure.promised())),
                                        CellView.of(
                                                DetChart.four(figure.measured()),
                                                "90 % of divisions: "
                                                        + DetChart.interval(new Interval(figure.low(), figure.high())),
                                                "the fitted tail at its word: " + DetChart.four(figure.unadjusted())),
                                        CellView.of(String.format(
                                                Locale.ROOT, "%.0f %% of divisions", 100 * figure.within())),
                                        CellView.of(DetChart.four(figure.fnir())),
                                        CellView.of(
                                                Wording.threshold(figure.threshold()),
                                                "deviation " + Wording.threshold(figure.thresholdDeviation())))))
                        .toList());
    }

    private static TableView ratios(List<BudgetFigure> figures) {
        return new TableView(
                "What was fitted, and its likelihood ratios",
                "Cllr is 0 for perfect ratios and 1 for none at all; the least is what the same order of scores would cost"
                        + " with ratios made in hindsight.",
                List.of("Strangers", "Photos fitted to", "True matches among them", "Photos tried", "Cllr"),
                figures.stream()
                        .map(figure -> RowView.of(
                                name(figure),
                                List.of(
                                        CellView.of(
                                                String.format(Locale.ROOT, "%,.0f", figure.tracks()),
                                                String.format(Locale.ROOT, "of %,.0f strangers", figure.people())),
                                        CellView.of(
                                                String.format(
                                                        Locale.ROOT,
                                                        "%.1f %% by the fit",
                                                        100 * figure.trueMatchesFound()),
                                                String.format(
                                                        Locale.ROOT, "%.1f %% mixed in", 100 * figure.trueMatches())),
                                        CellView.of(String.format(Locale.ROOT, "%,.0f", figure.tracksTried())),
                                        CellView.of(
                                                DetChart.four(figure.cllr()),
                                                "least " + DetChart.four(figure.cllrLeast())))))
                        .toList());
    }

    private static ChartSection chart(List<BudgetFigure> figures) {
        BudgetChart chart = new BudgetChart(figures);
        return ChartSection.of(
                "promises",
                "Whether promises are kept",
                "On the dashed line a promise is kept. Points are means over the divisions; a rate of 0 lies at the edge.",
                List.of(FormView.first("", List.of(chart.draw(Size.WIDE), chart.draw(Size.NARROW)))),
                chart.legend());
    }
}
