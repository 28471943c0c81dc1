package io.sosia.jobs.cli;

import io.sosia.detector.media.Sampling;
import io.sosia.jobs.evaluate.ConditionLoss;
import io.sosia.jobs.evaluate.ConditionResult;
import io.sosia.jobs.evaluate.ConditionResult.Measured;
import io.sosia.jobs.evaluate.ConditionResult.NotMeasured;
import io.sosia.jobs.evaluate.ConditionResult.PartLoss;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How robustness is printed. */
final class RobustnessShapes {

    private RobustnessShapes() {}

    /** What became of a gate; printed as it is. */
    enum Outcome {
        /** The plain film, against which the others are held. */
        REFERENCE,
        /** No more was lost than may be. */
        KEPT,
        /** More was lost. */
        BROKEN,
        /** Nothing is known. */
        NOT_MEASURED
    }

    /** A condition. */
    record Row(ConditionResult result) {

        Optional<Measured> measured() {
            return result instanceof Measured measured ? Optional.of(measured) : Optional.empty();
        }

        <V> Optional<V> loss(Function<ConditionLoss, V> value) {
            return measured().map(measured -> value.apply(measured.loss()));
        }

        Outcome outcome() {
            return outcomeOf(result);
        }
    }

    private static Outcome outcomeOf(ConditionResult result) {
        return switch (result) {
            case NotMeasured missing -> Outcome.NOT_MEASURED;
            case Measured measured when measured.gate().mostPointsLost().isEmpty() -> Outcome.REFERENCE;
            case Measured measured -> measured.kept() ? Outcome.KEPT : Outcome.BROKEN;
        };
    }

    static final Shape<Row> ROW = Shape.<Row>of("robustness")
            .field("condition", "CONDITION", r -> r.result().gate().condition())
            .field("what", r -> r.result().gate().what())
            .field("appearances", "APPEARANCES", r -> r.loss(ConditionLoss::appearances))
            .field("found", "FOUND", r -> r.loss(l -> l.missed().others().count()))
            .field(
                    "found_in_plain",
                    "IN PLAIN",
                    r -> r.loss(l -> l.missedInPlain().others().count()))
            .field(
                    "fnir",
                    "FNIR",
                    r -> r.loss(
                            l -> l.missed().tooFew() ? Double.NaN : l.missed().rate()),
                    r -> r.loss(l -> rate(l.missed())).orElse(""))
            .field("fnir_interval", r -> r.loss(ConditionLoss::missed).flatMap(RobustnessShapes::ends))
            .field(
                    "points_lost",
                    "POINTS LOST",
                    r -> r.loss(ConditionLoss::points),
                    r -> r.loss(RobustnessShapes::points).orElse(""))
            .field(
                    "points_lost_interval",
                    r -> r.loss(ConditionLoss::interval).flatMap(i -> i.map(RobustnessShapes::ends)))
            .field("lost", r -> r.loss(ConditionLoss::lost))
            .field("gained", r -> r.loss(ConditionLoss::gained))
            .field(
                    "most_points_lost",
                    "AT MOST",
                    r -> r.result().gate().mostPointsLost(),
                    r -> r.result().gate().mostPointsLost().map(Figures::one).orElse(""))
            .field("gate_from", r -> r.result().gate().from())
            .field("outcome", "GATE", Row::outcome)
            .field(
                    "strangers",
                    r -> r.measured().map(m -> m.accuracy().accused().trials()))
            .field(
                    "strangers_accused",
                    "ACCUSED",
                    r -> r.measured().map(m -> m.accuracy().accused().count()),
                    r -> r.measured()
                            .map(m -> m.accuracy().accused().count() + " of "
                                    + m.accuracy().accused().trials())
                            .orElse(""))
            .field(
                    "false_findings",
                    r -> r.measured().map(m -> m.accuracy().falsePerHour().count()))
            .field("not_scanned", r -> r.measured().map(Measured::notScanned))
            .field(
                    "reason",
                    r -> r.result() instanceof NotMeasured missing ? Optional.of(missing.reason()) : Optional.empty())
            .field("groups", r -> r.measured().flatMap(RobustnessShapes::groups));

    /**
     * All of it.
     *
     * @param others the conditions beside the plain film
     * @param people who was measured: {@code all} or a half
     */
    record Whole(List<ConditionResult> others, String people, Sampling sampling, Resampling resampling, Path page) {

        List<String> named(Outcome outcome) {
            return others.stream()
                    .filter(result -> outcomeOf(result) == outcome)
                    .map(result -> result.gate().condition())
                    .toList();
        }
    }

    static final Shape<Whole> WHOLE = Shape.<Whole>of("robustness_summary")
            .field("gates", "gates", w -> w.others().size())
            .field("kept", "kept", w -> w.named(Outcome.KEPT).size())
            .field("broken", "broken", w -> w.named(Outcome.BROKEN))
            .field("not_measured", "not measured", w -> w.named(Outcome.NOT_MEASURED))
            .field("people", "people", Whole::people)
            .field("sampling", "sampling", w -> w.sampling().key())
            .field("confidence", w -> Interval.CONFIDENCE)
            .field("replicates", w -> w.resampling().replicates())
            .field("seed", w -> w.resampling().seed())
            .field("report", "report", Whole::page);

    private static Optional<List<Map<String, Object>>> groups(Measured measured) {
        return measured.losses().size() == 1
                ? Optional.empty()
                : Optional.of(
                        measured.losses().stream().map(RobustnessShapes::json).toList());
    }

    private static Map<String, Object> json(PartLoss part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("group", part.part().name());
        json.put("kind", part.part().kind());
        json.put("appearances", part.loss().appearances());
        json.put("found", part.loss().missed().others().count());
        json.put("found_in_plain", part.loss().missedInPlain().others().count());
        json.put("points_lost", part.loss().points());
        json.put("points_lost_interval", part.loss().interval().map(RobustnessShapes::ends));
        return json;
    }

    private static List<Double> ends(Interval interval) {
        return List.of(interval.low(), interval.high());
    }

    private static Optional<List<Double>> ends(Proportion proportion) {
        return proportion.tooFew() ? Optional.empty() : proportion.interval().map(RobustnessShapes::ends);
    }

    private static String rate(Proportion missed) {
        return missed.tooFew() ? "too few" : Figures.three(missed.rate());
    }

    private static String points(ConditionLoss loss) {
        return loss.interval()
                .map(i ->
                        Figures.one(loss.points()) + " (" + Figures.one(i.low()) + " to " + Figures.one(i.high()) + ")")
                .orElse("");
    }
}
