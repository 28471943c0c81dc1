package io.sosia.jobs.evaluate.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many mated trials are missed at each rate of false positives: a detection error trade-off (Martin et al.,
 * Eurospeech 1997; ISO/IEC 19795-1). A trial is positive where its score exceeds the threshold, and every threshold is a
 * non-mated score: the lowest that keeps to a rate.
 *
 * @param steps from the strictest threshold down; between two of them the first holds
 * @param band for some rates, ascending, the 95 % interval by a bootstrap over people; none where no mated trial is
 *     missed, or every one
 */
public record DetCurve(List<Step> steps, List<BandPoint> band) {

    /** Rates at which the band is told, for each tenfold. */
    private static final int BAND_POINTS_A_DECADE = 16;

    /** Absorbs what a rate such as 0.001 loses in binary, so that 0.001 of 3,000 is 3. */
    private static final double ROUNDING = 1e-9;

    /** Copies the lists. */
    public DetCurve {
        steps = List.copyOf(steps);
        band = List.copyOf(band);
    }

    /**
     * The curve of some trials, without a band.
     *
     * @throws IllegalArgumentException unless there are trials of both kinds
     */
    public static DetCurve of(Trials mated, Trials nonMated) {
        if (mated.size() == 0 || nonMated.size() == 0) {
            throw new IllegalArgumentException(
                    "a curve needs mated and non-mated trials, not " + mated.size() + " and " + nonMated.size());
        }
        List<Step> steps = new ArrayList<>();
        int found = 0;
        int last = -1;
        for (int above = 0; above <= nonMated.size(); above++) {
            double threshold = above < nonMated.size() ? nonMated.score(above) : Double.NEGATIVE_INFINITY;
            if (above > 0 && above < nonMated.size() && threshold == nonMated.score(above - 1)) {
                continue;
            }
            while (found < mated.size() && mated.score(found) > threshold) {
                found++;
            }
            // Where nothing is gained by one more false positive the curve runs level.
            if (found != last) {
                steps.add(new Step((double) above / nonMated.size(), 1 - (double) found / mated.size(), threshold));
                last = found;
            }
        }
        return new DetCurve(steps, List.of());
    }

    /**
     * The threshold that keeps to a rate: the lowest non-mated score that no more than this share of the non-mated
     * trials exceeds.
     *
     * @param rate 0 to 1
     * @return negative infinity where the rate lets everybody through
     * @throws IllegalArgumentException if there are no trials, or the rate is out of range
     */
    public static double threshold(Trials nonMated, double rate) {
        if (nonMated.size() == 0) {
            throw new IllegalArgumentException("a threshold needs at least one non-mated trial");
        }
        int place = allowed(rate, nonMated.size());
        return place >= nonMated.size() ? Double.NEGATIVE_INFINITY : nonMated.score(place);
    }

    /** How many of some trials a rate lets through. */
    static int allowed(double rate, long trials) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate: " + rate + " is not in 0..1");
        }
        return (int) Math.floor(rate * trials + ROUNDING);
    }

    /** Rates, ascending, from below one trial of so many up to a half. */
    static double[] bandRates(int nonMated) {
        int from = (int) Math.floor(BAND_POINTS_A_DECADE * Math.log10(1.0 / nonMated));
        int to = (int) Math.floor(BAND_POINTS_A_DECADE * Math.log10(0.5));
        double[] rates = new double[Math.max(0, to - from + 1)];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = Math.pow(10, (double) (from + i) / BAND_POINTS_A_DECADE);
        }
        return rates;
    }

    /**
     * Walks down both kinds of trials in one replicate.
     *
     * @param rates ascending
     * @param times how often each person counts
     * @param missed where the share of missed mated trials goes, one for each rate; not a number where no mated trial
     *     counts
     * @param thresholds likewise the threshold
     */
    static void replicate(
            Trials mated, Trials nonMated, double[] rates, int[] times, double[] missed, double[] thresholds) {
        long allMated = mated.weight(times);
        long allNonMated = nonMated.weight(times);
        Arrays.fill(missed, Double.NaN);
        Arrays.fill(thresholds, Double.NaN);
        if (allMated == 0 || allNonMated == 0) {
            return;
        }
        int place = 0;
        long above = 0;
        int matedPlace = 0;
        long found = 0;
        for (int i = 0; i < rates.length; i++) {
            long allowed = (long) Math.floor(rates[i] * allNonMated + ROUNDING);
            // The first trial that would be one too many sets the threshold.
            while (place < nonMated.size() && above + nonMated.weight(place, times) <= allowed) {
                above += nonMated.weight(place, times);
                place++;
            }
            thresholds[i] = place < nonMated.size() ? nonMated.score(place) : Double.NEGATIVE_INFINITY;
            while (matedPlace < mated.size() && mated.score(matedPlace) > thresholds[i]) {
                found += mated.weight(matedPlace, times);
                matedPlace++;
            }
            missed[i] = 1 - (double) found / allMated;
        }
    }

    /** The share of mated trials that is missed at a rate of false positives. */
    public double missedAt(double rate) {
        double missed = 1;
        for (Step step : steps) {
            if (step.falsePositiveRate() > rate + ROUNDING) {
                break;
            }
            missed = step.missRate();
        }
        return missed;
    }

    /** The same with a band. */
    DetCurve with(List<BandPoint> points) {
        return new DetCurve(steps, points);
    }

    /**
     * Where the curve falls.
     *
     * @param falsePositiveRate share of the non-mated trials above the threshold
     * @param missRate share of the mated trials that are not
     * @param threshold that must be exceeded
     */
    public record Step(double falsePositiveRate, double missRate, double threshold) {}

    /**
     * How uncertain the curve is at a rate.
     *
     * @param falsePositiveRate at which the threshold is set
     * @param missRate 95 % interval
     */
    public record BandPoint(double falsePositiveRate, Interval missRate) {}
}
