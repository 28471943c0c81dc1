package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.report.Drawing.ChartView;
import io.sosia.jobs.evaluate.report.Drawing.Size;
import io.sosia.jobs.evaluate.statistics.DetCurve;
import io.sosia.jobs.evaluate.statistics.DetCurve.BandPoint;
import io.sosia.jobs.evaluate.statistics.DetCurve.Step;
import io.sosia.jobs.evaluate.statistics.ErrorRates;
import io.sosia.jobs.evaluate.statistics.ErrorRates.OperatingPoint;
import io.sosia.jobs.evaluate.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The trade-off between both errors, on normal deviates: a curve for everybody with its band and operating points, and
 * one for each other part.
 *
 * @param across the rate that is across
 * @param acrossLong what it is of
 * @param up the rate that is upright
 * @param upLong what it is of
 * @param curves everybody first; those without trials of both kinds are left out
 */
record DetChart(String across, String acrossLong, String up, String upLong, List<Curve> curves) {

    private static final double RIGHTMOST = 0.5;

    /** Ends that an axis may have, so that charts of like measurements can be laid side by side. */
    private static final double[] STARTS = {0.02, 0.01, 0.005, 0.002, 0.001, 5e-4, 2e-4, 1e-4, 5e-5, 1e-5, 1e-6, 1e-7};

    private static final double[] ENDS = {0.1, 0.2, 0.5, 0.9, 0.99};

    DetChart {
        curves = List.copyOf(curves);
    }

    /** A part's curve. */
    record Curve(String name, ErrorRates rates) {}

    /** Whether there is anything to draw. */
    boolean isEmpty() {
        return curves.isEmpty() || curves.getFirst().rates().curve().isEmpty();
    }

    ChartView draw(Size size) {
        ErrorRates everybody = curves.getFirst().rates();
        DetCurve main = everybody.curve().orElseThrow();
        double leftmost = startFor(Math.min(
                0.5 / everybody.nonMated(),
                everybody.points().stream()
                                .mapToDouble(OperatingPoint::rate)
                                .min()
                                .orElse(1)
                        / 2));
        double most = Math.max(
                main.missedAt(leftmost),
                main.band().stream().mapToDouble(p -> p.missRate().high()).max().orElse(0));
        Axis columns = new Axis.NormalDeviates(leftmost, RIGHTMOST);
        Axis rows = new Axis.NormalDeviates(
                startFor(0.5 / everybody.mated()),
                DoubleStream.of(ENDS).filter(end -> end > most).findFirst().orElse(ENDS[ENDS.length - 1]));
        Drawing drawing = new Drawing(size, columns, rows);

        Drawing.Stroke band = drawing.stroke();
        List<BandPoint> points = main.band();
        points.forEach(p -> band.to(p.falsePositiveRate(), p.missRate().high()));
        points.reversed()
                .forEach(p -> band.to(p.falsePositiveRate(), p.missRate().low()));
        band.area("band");
        if (1.0 / everybody.nonMated() > leftmost) {
            drawing.upright(
                    1.0 / everybody.nonMated(),
                    "limit",
                    "one in " + String.format(Locale.ROOT, "%,d", everybody.nonMated()),
                    0);
        }
        for (int i = curves.size() - 1; i >= 0; i--) {
            String style = style(i);
            curves.get(i).rates().curve().ifPresent(curve -> draw(drawing, curve, leftmost, style));
        }
        for (OperatingPoint point : everybody.points()) {
            double rate = point.missed().rate();
            point.missed().interval().ifPresent(i -> drawing.whisker(point.rate(), i.low(), i.high(), "whisker"));
            drawing.dot(point.rate(), rate, "point", describe(point));
            drawing.text(point.rate(), rate, 8, -7, "start", "value", four(rate));
        }
        boolean wide = size == Size.WIDE;
        return drawing.finish(
                wide ? acrossLong + " (" + across + ")" : across,
                wide ? upLong + " (" + up + ")" : up,
                "Detection error trade-off. "
                        + String.join(
                                " ",
                                everybody.points().stream()
                                        .map(DetChart::describe)
                                        .toList()));
    }

    private static void draw(Drawing drawing, DetCurve curve, double leftmost, String style) {
        Drawing.Stroke stroke = drawing.stroke();
        stroke.to(leftmost, curve.missedAt(leftmost));
        double last = curve.missedAt(leftmost);
        for (Step step : curve.steps()) {
            if (step.falsePositiveRate() > leftmost && step.falsePositiveRate() < RIGHTMOST) {
                stroke.step(step.falsePositiveRate(), step.missRate());
                last = step.missRate();
            }
        }
        stroke.step(RIGHTMOST, last);
        stroke.line(style);
    }

    /** The name of the look of a curve. */
    static String style(int place) {
        return place == 0 ? "curve" : "curve part" + Math.min(place, 4);
    }

    private static String describe(OperatingPoint point) {
        return "At " + Axis.plain(point.rate()) + ": " + four(point.missed().rate())
                + point.missed().interval().map(i -> " (" + interval(i) + ")").orElse("") + ".";
    }

    static String interval(Interval interval) {
        return four(interval.low()) + " to " + four(interval.high());
    }

    static String four(double rate) {
        return String.format(Locale.ROOT, "%.4f", rate);
    }

    /** The end of an axis that a rate can be seen on. */
    private static double startFor(double rate) {
        return DoubleStream.of(STARTS)
                .filter(start -> start <= rate)
                .findFirst()
                .orElse(STARTS[STARTS.length - 1]);
    }
}
