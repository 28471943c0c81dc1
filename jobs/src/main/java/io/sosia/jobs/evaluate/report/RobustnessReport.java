package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.ConditionLoss;
import io.sosia.jobs.evaluate.ConditionResult;
import io.sosia.jobs.evaluate.ConditionResult.Measured;
import io.sosia.jobs.evaluate.ConditionResult.NotMeasured;
import io.sosia.jobs.evaluate.RobustnessGate;
import io.sosia.jobs.evaluate.report.EvaluationPage.CellView;
import io.sosia.jobs.evaluate.report.EvaluationPage.RowView;
import io.sosia.jobs.evaluate.report.EvaluationPage.TableView;
import io.sosia.jobs.evaluate.report.EvaluationPage.Tile;
import io.sosia.jobs.page.OthersText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page about what is still found of films that something happened to. */
public final class RobustnessReport {

    private RobustnessReport() {}

    /**
     * The page.
     *
     * @param plain the undisturbed film
     * @param others the conditions beside it
     * @param notices what a reader must know first
     */
    public static EvaluationPage of(
            Measured plain, List<ConditionResult> others, Measurement measurement, List<String> notices) {
        List<Measured> measured = others.stream()
                .filter(Measured.class::isInstance)
                .map(Measured.class::cast)
                .toList();
        List<String> broken = measured.stream()
                .filter(result -> !result.kept())
                .map(result -> result.gate().condition())
                .toList();
        List<String> missing = others.stream()
                .filter(NotMeasured.class::isInstance)
                .map(result -> result.gate().condition())
                .toList();
        ConditionLoss all = plain.loss();
        List<Tile> tiles = List.of(
                new Tile(
                        (all.appearances() - all.missed().count()) + " of " + all.appearances(),
                        "appearances found in the plain film",
                        Wording.rate(all.missed(), "appearances").value() + " missed"),
                new Tile(
                        (measured.size() - broken.size()) + " of " + others.size(),
                        "gates kept",
                        broken.isEmpty() ? "none broken" : "broken: " + String.join(", ", broken)),
                new Tile(
                        String.valueOf(missing.size()),
                        "conditions not measured",
                        missing.isEmpty() ? "" : String.join(", ", missing)));
        List<TableView> tables = new ArrayList<>();
        for (int part = 0; part < plain.losses().size(); part++) {
            List<RowView> rows = new ArrayList<>(List.of(row(plain, part)));
            for (ConditionResult result : others) {
                rows.add(row(result, part));
            }
            tables.add(new TableView(
                    part == 0
                            ? "Conditions"
                            : OthersText.clean(plain.losses().get(part).part().name()),
                    "Points are hundredths of the appearances; below 0, more was found than in the plain film.",
                    List.of("", "Missed (FNIR)", "Points lost", "At most", "Strangers accused"),
                    rows));
        }
        return new EvaluationPage(EvaluationPage.view(
                measurement,
                "Robustness",
                broken.isEmpty() && missing.isEmpty()
                        ? "Robustness: every gate is kept"
                        : "Robustness: " + Wording.count(broken.size(), "gate is broken", "gates are broken") + ", "
                                + Wording.count(missing.size(), "condition", "conditions") + " not measured",
                tiles,
                notices,
                tables,
                List.of(),
                List.of(
                        "Every condition is a film of the same screenplay, and each appearance of a registered person is"
                                + " looked for in both: points lost are those found in the plain film and not here, less"
                                + " those found here and not there. An appearance is found if a finding of that person in"
                                + " that video, whatever its verdict, overlaps it in time. What a crop takes out of the"
                                + " picture by more than half is in neither count.",
                        "Intervals tell of other people in films like these, both films' appearances of a person drawn"
                                + " together. A gate is held against the points lost themselves, not against the"
                                + " interval: the films are the same each time.")));
    }

    private static RowView row(ConditionResult result, int part) {
        RobustnessGate gate = result.gate();
        String head = gate.condition() + ": " + gate.what();
        CellView limit = gate.mostPointsLost().isEmpty()
                ? CellView.of("–")
                : CellView.of(one(gate.mostPointsLost().get()), gate.from());
        return switch (result) {
            case NotMeasured missing ->
                RowView.of(
                        head,
                        List.of(
                                CellView.of("not measured", missing.reason()),
                                CellView.of("–"),
                                limit,
                                CellView.of("–")));
            case Measured measured -> {
                ConditionLoss loss = measured.losses().get(part).loss();
                yield RowView.of(
                        head,
                        List.of(
                                Wording.rate(loss.missed(), "appearances"),
                                gate.mostPointsLost().isEmpty() ? CellView.of("–") : points(measured, loss, part == 0),
                                limit,
                                Wording.rate(measured.accuracy().accused(), "appearances")));
            }
        };
    }

    private static CellView points(Measured measured, ConditionLoss loss, boolean judged) {
        if (loss.interval().isEmpty()) {
            return CellView.of("–", "no appearances");
        }
        List<String> remarks = new ArrayList<>();
        remarks.add(one(loss.interval().get().low()) + " to "
                + one(loss.interval().get().high()));
        remarks.add(loss.lost() + " lost, " + loss.gained() + " gained");
        if (judged) {
            remarks.add(measured.kept() ? "kept" : "BROKEN");
        }
        return new CellView(one(loss.points()), remarks);
    }

    private static String one(double points) {
        // Minus nothing is nothing.
        return String.format(Locale.ROOT, "%.1f", Math.abs(points) < 0.05 ? 0.0 : points);
    }
}
