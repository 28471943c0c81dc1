package io.sosia.jobs.evaluate.report;

import io.sosia.jobs.evaluate.report.EvaluationPage.CellView;
import io.sosia.jobs.evaluate.statistics.Frequency;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.evaluate.statistics.Proportion;
import java.util.Locale;

/** Figures as they are read. */
final class Wording {

    private Wording() {}

    /**
     * A rate with its interval and counts, or that there are too few trials for one.
     *
     * @param trials what they are called, for example {@code searches}
     */
    static CellView rate(Proportion rate, String trials) {
        String counts = String.format(Locale.ROOT, "%,d of %,d", rate.count(), rate.trials());
        if (rate.trials() == 0) {
            return CellView.of("–", "no " + trials);
        }
        if (rate.tooFew()) {
            return CellView.of("too few", counts + " " + trials);
        }
        return CellView.of(
                DetChart.four(rate.rate()),
                rate.interval().map(Wording::interval).orElseThrow(),
                counts + (rate.count() == 0 || rate.count() == rate.trials() ? ", rule of three" : ""));
    }

    static CellView frequency(Frequency frequency) {
        return frequency
                .interval()
                .map(i -> CellView.of(
                        String.format(Locale.ROOT, "%.2f", frequency.rate()),
                        String.format(Locale.ROOT, "%.2f to %.2f", i.low(), i.high()),
                        String.format(Locale.ROOT, "%,d in %.2f h", frequency.count(), frequency.exposure())))
                .orElseGet(() -> CellView.of("–", "no video"));
    }

    static String interval(Interval interval) {
        return DetChart.interval(interval);
    }

    /** Three decimals; a word where everything is let through. */
    static String threshold(double threshold) {
        return Double.isInfinite(threshold) ? "none" : String.format(Locale.ROOT, "%.3f", threshold);
    }

    static String count(long count, String one, String several) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several);
    }
}
