package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.ScanAccuracy;
import io.sosia.jobs.evaluate.report.EvaluationPage.CellView;
import io.sosia.jobs.evaluate.report.EvaluationPage.RowView;
import io.sosia.jobs.evaluate.report.EvaluationPage.TableView;
import io.sosia.jobs.evaluate.report.EvaluationPage.Tile;
import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.page.OthersText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A page about a scan of films whose truth is known. */
public final class ScanReport {

    private ScanReport() {}

    /**
     * The page.
     *
     * @param parts everybody first
     * @param notices what a reader must know first
     */
    public static EvaluationPage of(List<ScanAccuracy> parts, Measurement measurement, List<String> notices) {
        ScanAccuracy everybody = parts.getFirst();
        List<Tile> tiles = List.of(
                new Tile(
                        everybody.found() + " of " + everybody.appearances(),
                        "appearances found",
                        Wording.rate(everybody.missed(), "appearances").value() + " missed"),
                new Tile(
                        String.valueOf(everybody.falsePerHour().count()),
                        "false findings",
                        Wording.frequency(everybody.falsePerHour()).value() + " an hour"),
                new Tile(
                        String.valueOf(everybody.accused().count()),
                        "strangers accused",
                        "of " + everybody.accused().trials() + " appearances"));
        List<String> all = new ArrayList<>(notices);
        for (ScanAccuracy part : parts.subList(1, parts.size())) {
            if (part.missed().tooFew() || part.accused().tooFew()) {
                all.add("“" + OthersText.clean(part.part().name()) + "” is too small for some rates: "
                        + part.missed().trials() + " appearances of registered people and "
                        + part.accused().trials() + " of others, and below " + Proportion.LEAST_TRIALS
                        + " no rate is told.");
            }
        }
        List<String> heads = new ArrayList<>(List.of(""));
        parts.forEach(part -> heads.add(OthersText.clean(part.part().name())));
        List<RowView> rows = List.of(
                row(
                        parts,
                        "Missed appearances of registered people (FNIR)",
                        p -> Wording.rate(p.missed(), "appearances")),
                row(parts, "Found, but for review only", p -> CellView.of(p.foundForReview() + " of " + p.found())),
                row(parts, "False findings an hour", p -> Wording.frequency(p.falsePerHour())),
                row(
                        parts,
                        "Of them for review",
                        p -> CellView.of(
                                p.falseForReview() + " of " + p.falsePerHour().count())),
                row(parts, "Strangers accused", p -> Wording.rate(p.accused(), "appearances")));
        return new EvaluationPage(EvaluationPage.view(
                measurement,
                "Scan",
                String.format(
                        Locale.ROOT,
                        "Scan: %,d of %,d appearances missed, %s",
                        everybody.missed().count(),
                        everybody.appearances(),
                        Wording.count(everybody.falsePerHour().count(), "false finding", "false findings")),
                tiles,
                all,
                List.of(new TableView("Figures", "", heads, rows)),
                List.of(),
                List.of(
                        "An appearance of a registered person is found if a finding of that person in that video, whatever"
                                + " its verdict, overlaps it in time. A time that a finding tells of is false if it"
                                + " overlaps no true appearance of its person, and a finding is false if one of its"
                                + " times is. A stranger is accused if a false time of a finding that says UNLICENSED"
                                + " overlaps their appearance.",
                        "Intervals tell of other people in films like these: registered people and strangers are drawn"
                                + " apart, and a false finding counts with the person whom it names.")));
    }

    private static RowView row(List<ScanAccuracy> parts, String head, Function<ScanAccuracy, CellView> cell) {
        return RowView.of(head, parts.stream().map(cell).toList());
    }
}
