package io.sosia.jobs.cli;

import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.indexer.calibration.LikelihoodRatioCost;
import io.sosia.jobs.evaluate.Identification;
import io.sosia.jobs.evaluate.Part;
import io.sosia.jobs.evaluate.PartErrors;
import io.sosia.jobs.evaluate.PhotoReadings;
import io.sosia.jobs.evaluate.ScanAccuracy;
import io.sosia.jobs.evaluate.Verification;
import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.ErrorRates.OperatingPoint;
import io.sosia.jobs.evaluate.statistics.Frequency;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.evaluate.statistics.Resampling;
import io.sosia.jobs.evaluate.statistics.Tried;
import io.sosia.models.catalogue.ModelCard;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How measurements of accuracy are printed. */
final class EvaluationShapes {

    private EvaluationShapes() {}

    /** A photo that could not be read. */
    record Unreadable(Path path, Refused refused) {}

    static final Shape<Unreadable> UNREADABLE = Shape.<Unreadable>of("photo")
            .field("path", "PHOTO", Unreadable::path)
            .field("outcome", "OUTCOME", u -> "refused")
            .field("reason", "REASON", u -> u.refused().reason())
            .field("detail", "DETAIL", u -> u.refused().detail());

    /**
     * A measurement on photos with what else became of them.
     *
     * @param recognisers by which they were compared
     * @param people who was measured: {@code all} or a half
     * @param page where the report is
     */
    record OnPhotos<M>(
            M measurement,
            PhotoReadings readings,
            RecogniserOptions.Chosen recognisers,
            String people,
            Resampling resampling,
            Path page) {}

    static final Shape<OnPhotos<Verification>> VERIFICATION = common(withRatios(
                    Shape.<OnPhotos<Verification>>of("verification")
                            .field("pairs", "pairs", m -> m.measurement().pairs())
                            .field(
                                    "accuracy",
                                    "accuracy",
                                    m -> accuracy(m.measurement()),
                                    m -> accuracyText(m.measurement()))
                            .field(
                                    "accuracy_sd",
                                    m -> m.measurement()
                                            .folds()
                                            .map(Verification.Folds::deviation)
                                            .orElse(Double.NaN))
                            .field(
                                    "accuracy_interval",
                                    m -> m.measurement()
                                            .everybody()
                                            .accuracy()
                                            .flatMap(Proportion::interval)
                                            .map(EvaluationShapes::ends))
                            .field(
                                    "tar_at_far",
                                    "TAR at FAR",
                                    m -> named(m.measurement().tarAtFar()))
                            .field(
                                    "tar_at_far_interval",
                                    m -> byRate(
                                            own(m.measurement()),
                                            p -> ends(p.missed().others())))
                            .field(
                                    "accepted_at_far",
                                    m -> byRate(
                                            own(m.measurement()),
                                            p -> p.missed().others().count()))
                            .field(
                                    "false_accepts_at_far",
                                    m -> byRate(own(m.measurement()), OperatingPoint::falsePositives))
                            .field("threshold_at_far", m -> byRate(own(m.measurement()), OperatingPoint::threshold))
                            .field(
                                    "threshold_at_far_interval",
                                    m -> byRate(own(m.measurement()), EvaluationShapes::thresholdEnds))
                            .field("rates_beyond_data", m -> unmeasurable(own(m.measurement())))
                            .field("same_pairs", m -> own(m.measurement()).mated())
                            .field("different_pairs", m -> own(m.measurement()).nonMated()),
                    Verification::ratios)
            .field("halves", m -> halves(m.measurement().halves()))
            .field("groups", m -> groups(m.measurement().parts(), EvaluationShapes::json)));

    static final Shape<OnPhotos<Identification>> IDENTIFICATION = common(withRatios(
                    Shape.<OnPhotos<Identification>>of("identification")
                            .field("gallery", "gallery", m -> m.measurement().gallery())
                            .field(
                                    "mated",
                                    "mated",
                                    m -> own(m.measurement()).mated(),
                                    m -> own(m.measurement()).mated() + " of "
                                            + own(m.measurement()).matedPeople() + " people")
                            .field(
                                    "non_mated",
                                    "non-mated",
                                    m -> own(m.measurement()).nonMated(),
                                    m -> own(m.measurement()).nonMated() + " of "
                                            + own(m.measurement()).nonMatedPeople() + " people")
                            .field(
                                    "rank1",
                                    "rank 1",
                                    m -> m.measurement().everybody().rank1().rate(),
                                    m -> withInterval(
                                            m.measurement().everybody().rank1()))
                            .field(
                                    "rank1_interval",
                                    m -> ends(m.measurement().everybody().rank1()))
                            .field(
                                    "fnir_at_fpir",
                                    "FNIR at FPIR",
                                    m -> named(m.measurement().fnirAtFpir()))
                            .field("fnir_at_fpir_interval", m -> byRate(own(m.measurement()), p -> ends(p.missed())))
                            .field(
                                    "missed_at_fpir",
                                    m -> byRate(
                                            own(m.measurement()),
                                            p -> p.missed().count()))
                            .field("alarms_at_fpir", m -> byRate(own(m.measurement()), OperatingPoint::falsePositives))
                            .field(
                                    "threshold_at_fpir",
                                    m -> named(m.measurement().thresholdAtFpir()))
                            .field(
                                    "threshold_at_fpir_interval",
                                    m -> byRate(own(m.measurement()), EvaluationShapes::thresholdEnds))
                            .field("rates_beyond_data", m -> unmeasurable(own(m.measurement())))
                            .field("mated_people", m -> own(m.measurement()).matedPeople())
                            .field("non_mated_people", m -> own(m.measurement()).nonMatedPeople()),
                    Identification::ratios)
            .field("halves", m -> halves(m.measurement().halves()))
            .field("groups", m -> groups(m.measurement().parts(), EvaluationShapes::json)));

    /** What likelihood ratios made of the scores are worth. */
    private static <M> Shape<OnPhotos<M>> withRatios(
            Shape<OnPhotos<M>> shape, Function<M, Optional<LikelihoodRatioCost>> cost) {
        return shape.field(
                        "cllr",
                        "Cllr",
                        m -> cost.apply(m.measurement()).map(LikelihoodRatioCost::cost),
                        m -> ratios(cost.apply(m.measurement())))
                .field("cllr_min", m -> cost.apply(m.measurement()).map(LikelihoodRatioCost::least))
                .field("cllr_mated", m -> cost.apply(m.measurement()).map(LikelihoodRatioCost::mated))
                .field("cllr_non_mated", m -> cost.apply(m.measurement()).map(LikelihoodRatioCost::nonMated));
    }

    private static <M> Shape<OnPhotos<M>> common(Shape<OnPhotos<M>> shape) {
        return shape.field("no_face", "no face", m -> m.readings().withoutFace().size())
                .field("unreadable", m -> m.readings().unreadable().size())
                .field(
                        "score",
                        "score",
                        m -> m.recognisers().scorer().name(),
                        m -> m.recognisers().description())
                .field(
                        "recognisers",
                        m -> m.recognisers().cards().stream().map(ModelCard::id).toList())
                .field("people", OnPhotos::people)
                .field("confidence", m -> Interval.CONFIDENCE)
                .field("replicates", m -> m.resampling().replicates())
                .field("seed", m -> m.resampling().seed())
                .field("report", "report", OnPhotos::page);
    }

    /** What a threshold that is one for all does to a part of the people; a row of a table. */
    record PartAtThreshold(Part part, Tried at) {}

    /** Rows for false accept rates, in the words of verification. */
    static final Shape<PartAtThreshold> VERIFICATION_POINT = points("verification_point", "FAR", "FNMR");

    /** Rows for false positive identification rates. */
    static final Shape<PartAtThreshold> IDENTIFICATION_POINT = points("identification_point", "FPIR", "FNIR");

    private static Shape<PartAtThreshold> points(String type, String alarm, String miss) {
        return Shape.<PartAtThreshold>of(type)
                .field("people", "PEOPLE", p -> p.part().name())
                .field("rate", alarm, p -> p.at().promised(), p -> String.valueOf(p.at().promised()))
                .field("threshold", "THRESHOLD", p -> p.at().threshold(), p -> Figures.three(p.at().threshold()))
                .field(
                        "false_positive_rate",
                        "MEASURED",
                        p -> p.at().falsePositives().rate(),
                        p -> withInterval(p.at().falsePositives()))
                .field("miss_rate", miss, p -> p.at().missed().rate(), p -> withInterval(p.at().missed()));
    }

    /** Parts by rates, everybody first. */
    static List<PartAtThreshold> rows(List<PartErrors> parts) {
        return parts.stream()
                .flatMap(part -> part.common().stream().map(at -> new PartAtThreshold(part.part(), at)))
                .toList();
    }

    /**
     * How accurate a scan was.
     *
     * @param parts everybody first
     * @param notScanned films that this leaves out, in whole or in part
     */
    record MeasuredScan(List<ScanAccuracy> parts, int notScanned, Resampling resampling, Path page) {

        ScanAccuracy everybody() {
            return parts.getFirst();
        }
    }

    static final Shape<MeasuredScan> SCAN_ACCURACY = Shape.<MeasuredScan>of("scan_accuracy")
            .field("appearances", "appearances", m -> m.everybody().appearances())
            .field("found", "found", m -> m.everybody().found())
            .field("missed", "missed", m -> m.everybody().missed().count())
            .field("found_for_review", "for review only", m -> m.everybody().foundForReview())
            .field(
                    "false_findings",
                    "false findings",
                    m -> m.everybody().falsePerHour().count())
            .field("false_for_review", "of them for review", m -> m.everybody().falseForReview())
            .field(
                    "fnir",
                    "FNIR",
                    m -> m.everybody().missed().rate(),
                    m -> withInterval(m.everybody().missed()))
            .field("fnir_interval", m -> ends(m.everybody().missed()))
            .field(
                    "false_per_hour",
                    "false per hour",
                    m -> m.everybody().falsePerHour().rate(),
                    m -> withInterval(m.everybody().falsePerHour()))
            .field(
                    "false_per_hour_interval",
                    m -> m.everybody().falsePerHour().interval().map(EvaluationShapes::ends))
            .field("hours", m -> m.everybody().falsePerHour().exposure())
            .field("strangers", "strangers", m -> m.everybody().accused().trials())
            .field(
                    "strangers_accused",
                    "of them accused",
                    m -> m.everybody().accused().count())
            .field("strangers_accused_interval", m -> ends(m.everybody().accused()))
            .field("people_appearing", m -> m.everybody().missed().people())
            .field("not_scanned", "videos not scanned", MeasuredScan::notScanned)
            .field("groups", m -> groups(m.parts(), EvaluationShapes::json))
            .field("confidence", m -> Interval.CONFIDENCE)
            .field("replicates", m -> m.resampling().replicates())
            .field("seed", m -> m.resampling().seed())
            .field("report", "report", MeasuredScan::page);

    /** Rows for parts of the people. */
    static final Shape<ScanAccuracy> SCAN_PART = Shape.<ScanAccuracy>of("scan_accuracy_part")
            .field("people", "PEOPLE", p -> p.part().name())
            .field("fnir", "FNIR", p -> p.missed().rate(), p -> withInterval(p.missed()))
            .field(
                    "false_per_hour",
                    "FALSE PER HOUR",
                    p -> p.falsePerHour().rate(),
                    p -> withInterval(p.falsePerHour()))
            .field("accused", "STRANGERS ACCUSED", p -> p.accused().rate(), p -> withInterval(p.accused()));

    private static ErrorRates own(Verification verification) {
        return verification.everybody().errors().own();
    }

    private static ErrorRates own(Identification identification) {
        return identification.everybody().errors().own();
    }

    private static double accuracy(Verification verification) {
        return verification.folds().map(Verification.Folds::accuracy).orElse(Double.NaN);
    }

    private static String accuracyText(Verification verification) {
        return verification
                .folds()
                .map(folds -> Figures.four(folds.accuracy()) + ", deviation " + Figures.four(folds.deviation())
                        + verification
                                .everybody()
                                .accuracy()
                                .flatMap(Proportion::interval)
                                .map(i -> ", 95 %: " + interval(i))
                                .orElse(""))
                .orElse("not told: the pairs come in no folds");
    }

    /** For people: the cost, and what is lost by how scores were turned to ratios. */
    private static String ratios(Optional<LikelihoodRatioCost> ratios) {
        return ratios.map(cost -> String.format(
                        Locale.ROOT,
                        "%.4f, at best %.4f; made on one half of the people, tried on the other",
                        cost.cost(),
                        cost.least()))
                .orElse("not told: it takes people of both halves");
    }

    private static Map<String, Double> named(Map<Double, Double> byRate) {
        Map<String, Double> named = new LinkedHashMap<>();
        byRate.forEach((rate, value) -> named.put(rate.toString(), value));
        return named;
    }

    private static <V> Map<String, V> byRate(ErrorRates rates, Function<OperatingPoint, V> value) {
        Map<String, V> named = new LinkedHashMap<>();
        rates.points().forEach(point -> named.put(String.valueOf(point.rate()), value.apply(point)));
        return named;
    }

    /** Rates that let not one of the non-mated trials through; empty where there are none. */
    private static Optional<List<Double>> unmeasurable(ErrorRates rates) {
        List<Double> beyond = rates.points().stream()
                .filter(point -> point.unmeasurable(rates.nonMated()))
                .map(OperatingPoint::rate)
                .toList();
        return beyond.isEmpty() ? Optional.empty() : Optional.of(beyond);
    }

    private static List<Double> ends(Interval interval) {
        return List.of(interval.low(), interval.high());
    }

    private static Optional<List<Double>> ends(Proportion proportion) {
        return proportion.tooFew() ? Optional.empty() : proportion.interval().map(EvaluationShapes::ends);
    }

    private static Optional<List<Double>> thresholdEnds(OperatingPoint point) {
        return point.thresholdInterval().map(EvaluationShapes::ends);
    }

    private static String interval(Interval interval) {
        return Figures.four(interval.low()) + " to " + Figures.four(interval.high());
    }

    /** For people: the rate, its interval and its counts, or that there are too few trials. */
    private static String withInterval(Proportion proportion) {
        String counts = String.format(Locale.ROOT, "%,d of %,d", proportion.count(), proportion.trials());
        if (proportion.tooFew()) {
            return "too few: " + counts;
        }
        return Figures.four(proportion.rate())
                + proportion.interval().map(i -> " (" + interval(i) + ")").orElse("") + ", " + counts;
    }

    private static String withInterval(Frequency frequency) {
        return frequency
                .interval()
                .map(i -> Figures.two(frequency.rate()) + " (" + Figures.two(i.low()) + " to " + Figures.two(i.high())
                        + "), " + frequency.count() + " in " + Figures.two(frequency.exposure()) + " h")
                .orElse("");
    }

    /** Nothing where there is only everybody. */
    private static <P> Optional<List<Map<String, Object>>> groups(
            List<P> parts, Function<P, Map<String, Object>> json) {
        return parts.size() == 1
                ? Optional.empty()
                : Optional.of(parts.stream().map(json).toList());
    }

    private static Map<String, Object> json(Verification.PartResult result) {
        Map<String, Object> json = json(result.errors(), "pairs");
        result.accuracy().ifPresent(accuracy -> putRate(json, "accuracy", accuracy));
        return json;
    }

    private static Map<String, Object> json(Identification.PartResult result) {
        Map<String, Object> json = json(result.errors(), "searches");
        putRate(json, "rank1", result.rank1());
        return json;
    }

    private static Map<String, Object> json(ScanAccuracy accuracy) {
        Map<String, Object> json = named(accuracy.part());
        json.put("appearances", accuracy.appearances());
        putRate(json, "fnir", accuracy.missed());
        json.put("missed", accuracy.missed().count());
        json.put("false_findings", accuracy.falsePerHour().count());
        json.put("false_per_hour", accuracy.falsePerHour().rate());
        json.put("false_per_hour_interval", accuracy.falsePerHour().interval().map(EvaluationShapes::ends));
        json.put("strangers", accuracy.accused().trials());
        json.put("strangers_accused", accuracy.accused().count());
        return json;
    }

    private static Map<String, Object> named(Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("group", part.name());
        json.put("kind", part.kind());
        return json;
    }

    /** Thresholds that were set on the tuning half, tried on the reporting half; nothing where there is but one half. */
    private static Optional<Map<String, Object>> halves(List<Tried> tried) {
        return tried.isEmpty() ? Optional.empty() : Optional.of(byPromise(tried));
    }

    private static Map<String, Object> byPromise(List<Tried> tried) {
        Map<String, Object> promises = new LinkedHashMap<>();
        for (Tried at : tried) {
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("threshold", at.threshold());
            putRate(point, "false_positive_rate", at.falsePositives());
            point.put("false_positives", at.falsePositives().count());
            putRate(point, "miss_rate", at.missed());
            point.put("missed", at.missed().count());
            promises.put(String.valueOf(at.promised()), point);
        }
        return promises;
    }

    private static Map<String, Object> json(PartErrors errors, String trials) {
        Map<String, Object> json = named(errors.part());
        json.put("mated_" + trials, errors.own().mated());
        json.put("non_mated_" + trials, errors.own().nonMated());
        json.put("at_common_threshold", byPromise(errors.common()));
        Map<String, Object> own = new LinkedHashMap<>();
        boolean tooFew = errors.own().nonMated() < Proportion.LEAST_TRIALS;
        for (OperatingPoint point : errors.own().points()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("threshold", tooFew ? Double.NaN : point.threshold());
            values.put("false_positives", point.falsePositives());
            putRate(values, "miss_rate", tooFew ? none(point.missed()) : point.missed());
            values.put("missed", point.missed().count());
            own.put(String.valueOf(point.rate()), values);
        }
        json.put("at_own_threshold", own);
        return json;
    }

    /** A rate that is not told, since what it hangs on is not known. */
    private static Proportion none(Proportion proportion) {
        return proportion.tooFew() ? proportion : new Proportion(0, 0, 0, Optional.empty());
    }

    /** A rate of too few trials is unknown. */
    private static void putRate(Map<String, Object> json, String name, Proportion proportion) {
        json.put(name, proportion.tooFew() ? Double.NaN : proportion.rate());
        json.put(name + "_interval", ends(proportion));
    }
}
