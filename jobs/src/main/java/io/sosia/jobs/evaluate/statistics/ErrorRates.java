package io.sosia.jobs.evaluate.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What trials of both kinds come to: how many are missed at some rates of false positives, and the whole trade-off.
 *
 * @param mated trials that ought to be positive
 * @param matedPeople on whom they depend
 * @param nonMated trials that ought not to be
 * @param nonMatedPeople on whom they depend
 * @param points in the order in which the rates were asked for; empty unless there are trials of both kinds
 * @param curve likewise
 */
public record ErrorRates(
        int mated,
        int matedPeople,
        int nonMated,
        int nonMatedPeople,
        List<OperatingPoint> points,
        Optional<DetCurve> curve) {

    /** Copies the list. */
    public ErrorRates {
        points = List.copyOf(points);
    }

    /**
     * Measures, with the threshold for each rate set on these very trials, anew in each replicate.
     *
     * @param strata for each person, numbered as in the trials, the stratum within which they are drawn
     * @param rates of false positives, each 0 to 1
     */
    public static ErrorRates of(
            Trials mated, Trials nonMated, List<Double> rates, int[] strata, Resampling resampling) {
        int matedPeople = mated.people().length;
        int nonMatedPeople = nonMated.people().length;
        if (mated.size() == 0 || nonMated.size() == 0) {
            return new ErrorRates(
                    mated.size(), matedPeople, nonMated.size(), nonMatedPeople, List.of(), Optional.empty());
        }
        double[] band = DetCurve.bandRates(nonMated.size());
        double[] asked = Arrays.copyOf(band, band.length + rates.size());
        for (int i = 0; i < rates.size(); i++) {
            asked[band.length + i] = rates.get(i);
        }
        double[] ascending = asked.clone();
        Arrays.sort(ascending);
        int count = ascending.length;
        double[] missed = new double[count];
        double[] thresholds = new double[count];
        double[][] replicates = resampling.run(strata, 2 * count, (times, into) -> {
            DetCurve.replicate(mated, nonMated, ascending, times, missed, thresholds);
            System.arraycopy(missed, 0, into, 0, count);
            System.arraycopy(thresholds, 0, into, count, count);
        });
        List<OperatingPoint> points = new ArrayList<>();
        for (double rate : rates) {
            int at = Arrays.binarySearch(ascending, rate);
            double threshold = DetCurve.threshold(nonMated, rate);
            int found = mated.above(threshold);
            points.add(new OperatingPoint(
                    rate,
                    threshold,
                    Resampling.interval(replicates[count + at]),
                    Proportion.of(mated.size() - found, mated.size(), matedPeople, replicates[at]),
                    nonMated.above(threshold)));
        }
        List<DetCurve.BandPoint> bandPoints = new ArrayList<>();
        for (double rate : band) {
            int misses = mated.size() - mated.above(DetCurve.threshold(nonMated, rate));
            // Where nothing was missed, or nothing found, replicates say nothing.
            if (misses > 0 && misses < mated.size()) {
                int at = Arrays.binarySearch(ascending, rate);
                Proportion.of(misses, mated.size(), matedPeople, replicates[at])
                        .interval()
                        .ifPresent(interval -> bandPoints.add(new DetCurve.BandPoint(rate, interval)));
            }
        }
        return new ErrorRates(
                mated.size(),
                matedPeople,
                nonMated.size(),
                nonMatedPeople,
                points,
                Optional.of(DetCurve.of(mated, nonMated).with(bandPoints)));
    }

    /**
     * How many trials score above a threshold that was set elsewhere.
     *
     * @param strata as for {@link #of}
     */
    public static Proportion above(Trials trials, double threshold, int[] strata, Resampling resampling) {
        int above = trials.above(threshold);
        double[][] replicates = resampling.run(strata, 1, (times, into) -> {
            long all = 0;
            long positive = 0;
            for (int place = 0; place < trials.size(); place++) {
                int weight = trials.weight(place, times);
                all += weight;
                positive += place < above ? weight : 0;
            }
            into[0] = all == 0 ? Double.NaN : (double) positive / all;
        });
        return Proportion.of(above, trials.size(), trials.people().length, replicates[0]);
    }

    /**
     * What is missed at a rate of false positives.
     *
     * @param rate that was asked for
     * @param threshold that a score must exceed
     * @param thresholdInterval 95 % interval of the threshold, by the bootstrap alone; its ends may be infinite
     * @param missed of the mated trials
     * @param falsePositives of the non-mated trials: as many as the rate allows, fewer where some score alike
     */
    public record OperatingPoint(
            double rate,
            double threshold,
            Optional<Interval> thresholdInterval,
            Proportion missed,
            int falsePositives) {

        /** Below so many false positives a threshold rests on hardly anybody: the rule of three asks for three. */
        public static final int LEAST_FALSE_POSITIVES = 3;

        /** Whether the rate lets not one of so many non-mated trials through: then a higher one was measured in truth. */
        public boolean unmeasurable(int nonMated) {
            return DetCurve.allowed(rate, nonMated) == 0;
        }

        /** Whether the rate is so low that so many non-mated trials hardly measure it. */
        public boolean beyond(int nonMated) {
            return DetCurve.allowed(rate, nonMated) < LEAST_FALSE_POSITIVES;
        }
    }
}
