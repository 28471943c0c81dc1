package io.sosia.jobs.evaluate.report;

import io.sosia.indexer.calibration.LikelihoodRatioCost;
import io.sosia.jobs.evaluate.Identification;
import io.sosia.jobs.evaluate.PartErrors;
import io.sosia.jobs.evaluate.Verification;
import io.sosia.jobs.evaluate.report.Drawing.Size;
import io.sosia.jobs.evaluate.report.EvaluationPage.CellView;
import io.sosia.jobs.evaluate.report.EvaluationPage.ChartSection;
import io.sosia.jobs.evaluate.report.EvaluationPage.FormView;
import io.sosia.jobs.evaluate.report.EvaluationPage.LegendView;
import io.sosia.jobs.evaluate.report.EvaluationPage.RowView;
import io.sosia.jobs.evaluate.report.EvaluationPage.TableView;
import io.sosia.jobs.evaluate.report.EvaluationPage.Tile;
import io.sosia.jobs.evaluate.report.HistogramChart.Mark;
import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.ErrorRates.OperatingPoint;
import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.evaluate.statistics.Tried;
import io.sosia.jobs.page.OthersText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Pages about measurements on photos. */
public final class FaceReports {

    /** The false positive rate that the page is headed with. */
    private static final double HEADLINE_RATE = 0.01;

    private final Measurement measurement;
    private final Words words;
    private final List<PartErrors> parts;
    private final List<Tried> halves;
    private final Optional<List<Proportion>> extra;
    private final Optional<LikelihoodRatioCost> ratios;
    private final List<String> notices;

    private FaceReports(
            Measurement measurement,
            Words words,
            List<PartErrors> parts,
            List<Tried> halves,
            Optional<List<Proportion>> extra,
            Optional<LikelihoodRatioCost> ratios,
            List<String> notices) {
        this.measurement = measurement;
        this.words = words;
        this.parts = List.copyOf(parts);
        this.halves = List.copyOf(halves);
        this.extra = extra;
        this.ratios = ratios;
        this.notices = List.copyOf(notices);
    }

    /**
     * A page about an identification.
     *
     * @param notices what a reader must know first
     */
    public static EvaluationPage of(Identification identification, Measurement measurement, List<String> notices) {
        FaceReports report = new FaceReports(
                measurement,
                Words.IDENTIFICATION,
                identification.parts().stream()
                        .map(Identification.PartResult::errors)
                        .toList(),
                identification.halves(),
                Optional.of(identification.parts().stream()
                        .map(Identification.PartResult::rank1)
                        .toList()),
                identification.ratios(),
                notices);
        ErrorRates own = report.parts.getFirst().own();
        List<Tile> tiles = List.of(
                report.headlineTile(),
                new Tile(grouped(identification.gallery()), "people registered", ""),
                new Tile(grouped(own.mated()), "searches for them", "of " + grouped(own.matedPeople()) + " people"),
                new Tile(
                        grouped(own.nonMated()),
                        "searches for others",
                        "of " + grouped(own.nonMatedPeople()) + " people"));
        return report.page(
                tiles,
                HistogramChart.of(
                        identification.mates().scores(), identification.others().scores(), report.marks()),
                List.of(
                        "A search is missed where its person is not the most alike of everybody registered, or not alike"
                                + " enough. A false alarm is a search for somebody who is not registered whose most"
                                + " alike person is alike enough.",
                        "FPIR: false positive identification rate. FNIR: false negative identification rate, ISO/IEC"
                                + " 19795-1. The threshold for each FPIR is the lowest that keeps to it on these very"
                                + " searches.",
                        "Intervals tell of other people who are searched for in this very gallery; registered"
                                + " people and strangers are drawn apart."));
    }

    /**
     * A page about a verification.
     *
     * @param notices what a reader must know first
     */
    public static EvaluationPage of(Verification verification, Measurement measurement, List<String> notices) {
        boolean folded = verification.folds().isPresent();
        FaceReports report = new FaceReports(
                measurement,
                Words.VERIFICATION,
                verification.parts().stream()
                        .map(Verification.PartResult::errors)
                        .toList(),
                verification.halves(),
                folded
                        ? Optional.of(verification.parts().stream()
                                .flatMap(part -> part.accuracy().stream())
                                .toList())
                        : Optional.empty(),
                verification.ratios(),
                notices);
        ErrorRates own = report.parts.getFirst().own();
        List<Tile> tiles = new ArrayList<>();
        verification
                .folds()
                .ifPresent(folds -> tiles.add(new Tile(
                        DetChart.four(folds.accuracy()),
                        "accuracy over the folds",
                        "deviation " + DetChart.four(folds.deviation()))));
        tiles.add(report.headlineTile());
        tiles.add(
                new Tile(grouped(own.mated()), "pairs of one person", "of " + grouped(own.matedPeople()) + " people"));
        tiles.add(new Tile(grouped(own.nonMated()), "pairs of two", "of " + grouped(own.nonMatedPeople()) + " people"));
        List<String> explanations = new ArrayList<>();
        if (folded) {
            explanations.add("Accuracy: each fold is judged with the threshold that is best on the others, as Labeled"
                    + " Faces in the Wild prescribes.");
        }
        explanations.add(
                "FMR: false match rate, pairs of two people that are alike enough, also called FAR. FNMR: false"
                        + " non-match rate, pairs of one person that are not; 1 − FNMR is the true accept rate. ISO/IEC 19795-1."
                        + " The threshold for each FMR is the lowest that keeps to it on these very pairs.");
        explanations.add("Intervals tell of pairs of other people: a pair counts as often as the product of how often"
                + " both its people are drawn.");
        return report.page(
                tiles,
                HistogramChart.of(
                        verification.same().scores(), verification.different().scores(), report.marks()),
                explanations);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private Optional<OperatingPoint> headline() {
        return parts.getFirst().own().points().stream()
                .filter(point -> point.rate() == HEADLINE_RATE)
                .findFirst();
    }

    private Tile headlineTile() {
        return headline()
                .map(point -> new Tile(
                        DetChart.four(point.missed().rate()),
                        words.miss + " at " + words.alarm + " " + Axis.plain(HEADLINE_RATE),
                        point.missed().interval().map(Wording::interval).orElse("")))
                .orElseThrow();
    }

    private List<Mark> marks() {
        return parts.getFirst().own().points().stream()
                .map(point -> new Mark(point.threshold(), words.alarm + " " + Axis.plain(point.rate())))
                .toList();
    }

    private EvaluationPage page(List<Tile> tiles, HistogramChart histogram, List<String> explanations) {
        OperatingPoint at = headline().orElseThrow();
        String headline = String.format(
                Locale.ROOT,
                "%s: %s of %,d missed at %s %s",
                words.kind,
                at.missed().count() == 0 ? "none" : grouped(at.missed().count()),
                at.missed().trials(),
                words.alarm,
                Axis.plain(at.rate()));
        List<TableView> tables = new ArrayList<>(List.of(points()));
        if (!halves.isEmpty()) {
            tables.add(halves());
        }
        ratios.ifPresent(cost -> tables.add(ratios(cost)));
        if (parts.size() > 1) {
            tables.add(groups());
        }
        List<ChartSection> charts = new ArrayList<>();
        charts.add(det());
        if (!halves.isEmpty()) {
            charts.add(promises());
        }
        charts.add(histogram(histogram));
        return new EvaluationPage(EvaluationPage.view(
                measurement, words.kind, headline, tiles, allNotices(), tables, charts, explanations));
    }

    private List<String> allNotices() {
        List<String> all = new ArrayList<>(notices);
        ErrorRates own = parts.getFirst().own();
        for (OperatingPoint point : own.points()) {
            String rate = words.alarm + " " + Axis.plain(point.rate());
            if (point.unmeasurable(own.nonMated())) {
                all.add(rate + " cannot be measured on " + grouped(own.nonMated()) + " " + words.nonMated
                        + ", which would have to be " + grouped((long) Math.ceil(1 / point.rate()))
                        + " at least: the threshold is that of the most alike of them, and more would be missed.");
            } else if (point.beyond(own.nonMated())) {
                all.add(rate + " rests on fewer than " + OperatingPoint.LEAST_FALSE_POSITIVES + " of "
                        + grouped(own.nonMated()) + " " + words.nonMated
                        + ": what is missed there depends on one or two people's looks.");
            }
        }
        int people = Math.min(own.matedPeople(), own.nonMatedPeople());
        if (people < Proportion.LEAST_PEOPLE) {
            all.add("All this rests on " + Wording.count(people, "person", "people") + ": below "
                    + Proportion.LEAST_PEOPLE + " of them the intervals are too short.");
        }
        for (PartErrors part : parts.subList(1, parts.size())) {
            int mated = part.own().mated();
            int nonMated = part.own().nonMated();
            if (mated < Proportion.LEAST_TRIALS || nonMated < Proportion.LEAST_TRIALS) {
                all.add("“" + OthersText.clean(part.part().name()) + "” is too small for some rates: "
                        + grouped(mated) + " " + words.mated + " and " + grouped(nonMated) + " " + words.nonMated
                        + ", and below " + Proportion.LEAST_TRIALS + " no rate is told.");
            }
        }
        return all;
    }

    private TableView points() {
        ErrorRates own = parts.getFirst().own();
        List<RowView> rows = own.points().stream()
                .map(point -> RowView.of(
                        Axis.plain(point.rate()),
                        List.of(
                                CellView.of(grouped(point.falsePositives()) + " of " + grouped(own.nonMated())),
                                CellView.of(
                                        Wording.threshold(point.threshold()),
                                        point.thresholdInterval()
                                                .map(i -> Wording.threshold(i.low()) + " to "
                                                        + Wording.threshold(i.high()))
                                                .orElse("")),
                                CellView.of(grouped(point.missed().count()) + " of " + grouped(own.mated())),
                                CellView.of(
                                        DetChart.four(point.missed().rate()),
                                        point.missed()
                                                .interval()
                                                .map(Wording::interval)
                                                .orElse("")))))
                .toList();
        return new TableView(
                "Operating points",
                "",
                List.of(words.alarm, words.alarms, "Threshold", "Missed", words.miss + ", 95 % interval"),
                rows);
    }

    private TableView halves() {
        return new TableView(
                "Promised on one half, tried on the other",
                "Thresholds are set on half of the people, by a hash of their names, and tried on the others, whom nothing"
                        + " was tuned on.",
                List.of(words.alarm + " promised", "Threshold", words.alarm, words.miss),
                halves.stream()
                        .map(tried -> RowView.of(
                                Axis.plain(tried.promised()),
                                List.of(
                                        CellView.of(Wording.threshold(tried.threshold())),
                                        Wording.rate(tried.falsePositives(), words.nonMated),
                                        Wording.rate(tried.missed(), words.mated))))
                        .toList());
    }

    private TableView ratios(LikelihoodRatioCost cost) {
        return new TableView(
                "Likelihood ratios",
                "How much more probable a similarity is if it is the same person than if it is not, by a line fitted to one"
                        + " half of the people and tried on the other. Cllr is 0 for perfect ratios and 1 for none at all;"
                        + " the least is what the same order of similarities would cost with ratios made in hindsight.",
                List.of("", "Cllr", "Least", "Of"),
                List.of(RowView.of(
                        "The other half",
                        List.of(
                                CellView.of(DetChart.four(cost.cost())),
                                CellView.of(DetChart.four(cost.least())),
                                CellView.of(
                                        grouped(cost.mated()) + " " + words.mated,
                                        grouped(cost.nonMated()) + " " + words.nonMated)))));
    }

    private ChartSection promises() {
        PromiseChart chart = new PromiseChart(
                words.alarm, List.of(new PromiseChart.Promises("set on one half, tried on the other", halves)));
        return ChartSection.of(
                "promises",
                "Whether promises are kept",
                "On the line a promise is kept; above it there are more " + words.alarms.toLowerCase(Locale.ROOT)
                        + " than promised. The band is from half to twice the promise.",
                List.of(FormView.first("", List.of(chart.draw(Size.WIDE), chart.draw(Size.NARROW)))),
                chart.legend());
    }

    private TableView groups() {
        List<String> heads = new ArrayList<>(List.of(""));
        parts.forEach(part -> heads.add(OthersText.clean(part.part().name())));
        List<RowView> rows = new ArrayList<>();
        extra.ifPresent(figures -> rows.add(RowView.of(
                words.extra,
                figures.stream()
                        .map(figure -> Wording.rate(figure, words.trials))
                        .toList())));
        for (int i = 0; i < parts.getFirst().common().size(); i++) {
            int at = i;
            Tried everybody = parts.getFirst().common().get(i);
            String rate = words.alarm + " " + Axis.plain(everybody.promised());
            rows.add(RowView.section(
                    "At everybody’s threshold for " + rate + ", " + Wording.threshold(everybody.threshold()),
                    heads.size()));
            rows.add(row(words.alarm, part -> Wording.rate(part.common().get(at).falsePositives(), words.nonMated)));
            rows.add(row(words.miss, part -> Wording.rate(part.common().get(at).missed(), words.mated)));
        }
        rows.add(RowView.section("Each with a threshold of its own", heads.size()));
        for (int i = 0; i < parts.getFirst().common().size(); i++) {
            int at = i;
            rows.add(row(
                    words.miss + " at " + words.alarm + " "
                            + Axis.plain(parts.getFirst().common().get(i).promised()),
                    part -> own(part, at)));
        }
        return new TableView("Side by side", words.partNote, heads, rows);
    }

    private CellView own(PartErrors part, int at) {
        ErrorRates own = part.own();
        if (own.points().isEmpty() || own.nonMated() < Proportion.LEAST_TRIALS) {
            return CellView.of(own.nonMated() == 0 ? "–" : "too few", grouped(own.nonMated()) + " " + words.nonMated);
        }
        OperatingPoint point = own.points().get(at);
        CellView cell = Wording.rate(point.missed(), words.mated);
        List<String> remarks = new ArrayList<>(cell.remarks());
        remarks.add("threshold " + Wording.threshold(point.threshold())
                + (point.beyond(own.nonMated())
                        ? ", on " + point.falsePositives() + " of " + grouped(own.nonMated())
                        : ""));
        return new CellView(cell.value(), remarks);
    }

    private RowView row(String head, Function<PartErrors, CellView> cell) {
        return RowView.of(head, parts.stream().map(cell).toList());
    }

    private ChartSection det() {
        List<PartErrors> drawn = IntStream.range(0, parts.size())
                .filter(i -> i == 0 || isDrawn(parts.get(i).own()))
                .mapToObj(parts::get)
                .toList();
        DetChart chart = new DetChart(
                words.alarm,
                words.alarmLong,
                words.miss,
                words.missLong,
                drawn.stream()
                        .map(part -> new DetChart.Curve(part.part().name(), part.own()))
                        .toList());
        List<LegendView> legend = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            legend.add(LegendView.line(
                    DetChart.style(i), OthersText.clean(drawn.get(i).part().name())));
        }
        legend.add(LegendView.area("band", "95 % interval over people"));
        return ChartSection.of(
                "det",
                "Detection error trade-off",
                "Both errors on normal deviates: lower and further left is better. Left of the dashed line there is less"
                        + " than one false positive. Where nothing is missed there is no interval to draw.",
                List.of(FormView.first("", List.of(chart.draw(Size.WIDE), chart.draw(Size.NARROW)))),
                legend);
    }

    private static boolean isDrawn(ErrorRates rates) {
        return rates.mated() >= Proportion.LEAST_TRIALS && rates.nonMated() >= Proportion.LEAST_TRIALS;
    }

    private ChartSection histogram(HistogramChart chart) {
        List<LegendView> legend = new ArrayList<>();
        legend.add(
                LegendView.area("mate", words.matedLong + unscored(chart.mated().unscored())));
        legend.add(LegendView.area(
                "stranger", words.nonMatedLong + unscored(chart.nonMated().unscored())));
        legend.add(LegendView.line(
                "limit",
                "thresholds: "
                        + String.join(
                                ", ",
                                chart.marks().stream()
                                        .map(mark -> Wording.threshold(mark.threshold()) + " (" + mark.word() + ")")
                                        .toList())));
        return ChartSection.of(
                "scores",
                "Similarities",
                "",
                List.of(
                        FormView.first("shares", List.of(chart.drawShares(Size.WIDE), chart.drawShares(Size.NARROW))),
                        FormView.second(
                                "counts, logarithmic",
                                List.of(chart.drawCounts(Size.WIDE), chart.drawCounts(Size.NARROW)))),
                legend);
    }

    private static String unscored(int count) {
        return count == 0 ? "" : String.format(Locale.ROOT, "; %,d more show no face", count);
    }

    /** What the two kinds of measurement call things. */
    private enum Words {
        IDENTIFICATION(
                "Identification",
                "FPIR",
                "FNIR",
                "False alarms",
                "searches for others that find somebody",
                "searches for registered people that miss",
                "searches",
                "searches for them",
                "searches for others",
                "searches for registered people: their own person",
                "searches for others: the most alike person",
                "Right person first",
                "Everybody is searched for in one gallery; the columns part the people who are searched for."),
        VERIFICATION(
                "Verification",
                "FMR",
                "FNMR",
                "False matches",
                "pairs of two people taken for one",
                "pairs of one person taken for two",
                "pairs",
                "pairs of one person",
                "pairs of two people",
                "pairs of one person",
                "pairs of two people",
                "Accuracy, with everybody’s thresholds",
                "A pair belongs to a column if both of its people do; mixed pairs count for everybody alone.");

        private final String kind;
        private final String alarm;
        private final String miss;
        private final String alarms;
        private final String alarmLong;
        private final String missLong;
        private final String trials;
        private final String mated;
        private final String nonMated;
        private final String matedLong;
        private final String nonMatedLong;
        private final String extra;
        private final String partNote;

        Words(
                String kind,
                String alarm,
                String miss,
                String alarms,
                String alarmLong,
                String missLong,
                String trials,
                String mated,
                String nonMated,
                String matedLong,
                String nonMatedLong,
                String extra,
                String partNote) {
            this.kind = kind;
            this.alarm = alarm;
            this.miss = miss;
            this.alarms = alarms;
            this.alarmLong = alarmLong;
            this.missLong = missLong;
            this.trials = trials;
            this.mated = mated;
            this.nonMated = nonMated;
            this.matedLong = matedLong;
            this.nonMatedLong = nonMatedLong;
            this.extra = extra;
            this.partNote = partNote;
        }
    }
}
