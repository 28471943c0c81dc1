package io.sosia.indexer.calibration;

import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.calibration.ScoreSample.Track;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Compares ways to fit a tail, for choosing {@link TailRules}: {@code docs/adr/0004} has the results. Not a test.
 *
 * <p>Arguments: {@code estimators} or {@code matches}, and how often each case is drawn.
 */
final class TailMeasurement {

    private static final int REGISTERED = 500;
    private static final int PER_WORK = 40;
    private static final int ACTORS = 5;
    private static final double ACTOR = 0.030;
    private static final double WITHIN = 0.018;

    private final PrintStream out;
    private final int repeats;

    private TailMeasurement(PrintStream out, int repeats) {
        this.out = out;
        this.repeats = repeats;
    }

    public static void main(String[] args) {
        TailMeasurement measurement = new TailMeasurement(System.out, Integer.parseInt(args[1]));
        switch (args[0]) {
            case "estimators" -> measurement.estimators();
            case "matches" -> measurement.matches();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Independent scores, the largest of 500 exponential ones; no matches; the plain tail. */
    private void estimators() {
        out.println("tracks share estimator | measured / promised, mean and deviation, at 0.01 0.001 0.0001");
        for (int tracks : new int[] {700, 10_000}) {
            for (double share : new double[] {0.3, 0.25, 0.1, 0.05}) {
                row(tracks, share, "moments", TailMeasurement::moments);
                row(tracks, share, "weighted moments", TailMeasurement::weightedMoments);
                row(tracks, share, "Zhang and Stephens", TailMeasurement::zhangStephens);
                row(tracks, share, "exponential", y -> new GeneralisedPareto(0, mean(y)));
                row(tracks, share, "likelihood with a prior", TailMeasurement::likelihood);
            }
        }
    }

    private void row(int tracks, double share, String name, Function<double[], GeneralisedPareto> estimator) {
        double[] promised = {0.01, 0.001, 0.0001};
        double[] sums = new double[3];
        double[] squares = new double[3];
        for (int repeat = 0; repeat < repeats; repeat++) {
            ScoreStream stream = new ScoreStream(repeat);
            double[] scores = new double[tracks];
            Arrays.setAll(scores, i -> stream.stranger(REGISTERED));
            Arrays.sort(scores);
            int count = (int) (share * tracks);
            double start = scores[tracks - 1 - count];
            double[] excess = Arrays.stream(scores, tracks - count, tracks)
                    .map(score -> score - start)
                    .toArray();
            ImpostorTail tail = new ImpostorTail(start, (double) count / tracks, REGISTERED, estimator.apply(excess));
            for (int i = 0; i < promised.length; i++) {
                double ratio = ScoreStream.exceedance(tail.score(promised[i], REGISTERED), REGISTERED) / promised[i];
                sums[i] += ratio;
                squares[i] += ratio * ratio;
            }
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%6d %.2f %-24s|", tracks, share, name));
        for (int i = 0; i < promised.length; i++) {
            double mean = sums[i] / repeats;
            line.append(String.format(
                    Locale.ROOT, " %.2f ± %.2f", mean, Math.sqrt(Math.max(0, squares[i] / repeats - mean * mean))));
        }
        out.println(line);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Hosking and Wallis (1987). */
    private static GeneralisedPareto moments(double[] excess) {
        double mean = mean(excess);
        double variance =
                Arrays.stream(excess).map(y -> (y - mean) * (y - mean)).sum() / (excess.length - 1);
        double ratio = mean * mean / variance;
        return bounded((1 - ratio) / 2, mean * (ratio + 1) / 2);
    }

    /** Hosking and Wallis (1987). */
    private static GeneralisedPareto weightedMoments(double[] excess) {
        int count = excess.length;
        double first = mean(excess);
        double second = 0;
        for (int i = 0; i < count; i++) {
            second += (double) (count - 1 - i) / (count - 1) * excess[i] / count;
        }
        return bounded(2 - first / (first - 2 * second), 2 * first * second / (first - 2 * second));
    }

    /** Zhang and Stephens (2009). */
    private static GeneralisedPareto zhangStephens(double[] excess) {
        int count = excess.length;
        int points = 20 + (int) Math.sqrt(count);
        double quarter = excess[(int) (count / 4.0 + 0.5) - 1];
        double[] b = new double[points];
        double[] value = new double[points];
        for (int j = 0; j < points; j++) {
            b[j] = 1 / excess[count - 1] + (1 - Math.sqrt(points / (j + 0.5))) / (3 * quarter);
            double k = k(excess, b[j]);
            value[j] = count * (Math.log(b[j] / k) + k - 1);
        }
        double mean = 0;
        for (int j = 0; j < points; j++) {
            double sum = 0;
            for (double other : value) {
                sum += Math.exp(other - value[j]);
            }
            mean += b[j] / sum;
        }
        double k = k(excess, mean);
        return bounded(-k, k / mean);
    }

    private static double k(double[] excess, double b) {
        double sum = 0;
        for (double y : excess) {
            sum += Math.log1p(-b * y);
        }
        return -sum / excess.length;
    }

    private static GeneralisedPareto likelihood(double[] excess) {
        TailRules rules = TailRules.standard();
        double[] ones = new double[excess.length];
        Arrays.fill(ones, 1);
        return ParetoLikelihood.maximise(
                excess,
                ones,
                rules.shapeMean(),
                rules.shapeDeviation(),
                new GeneralisedPareto(rules.shapeMean(), mean(excess)));
    }

    private static GeneralisedPareto bounded(double shape, double scale) {
        return new GeneralisedPareto(Math.clamp(shape, -0.5, 0.5), Math.max(scale, 1e-6));
    }

    /** Works of five actors with eight tracks each, true matches among them; the whole fit. */
    private void matches() {
        double[] truth = new double[3_000_000];
        RandomGenerator random = new SplittableRandom(9);
        Arrays.setAll(truth, i -> track(random, actor(random)));
        Arrays.sort(truth);
        out.println("works, promised, share of matches, their mean and deviation |"
                + " measured / promised, mean and deviation; within half to twice; matches found");
        for (int works : new int[] {30, 300, 3000}) {
            for (double promised : new double[] {0.01, 0.001, 0.0001}) {
                if (works * PER_WORK * promised < 0.5) {
                    continue;
                }
                for (double share : new double[] {0, 0.01, 0.05}) {
                    matched(truth, works, promised, share, 0.70, 0.10);
                    if (share > 0) {
                        matched(truth, works, promised, share, 0.60, 0.13);
                        matched(truth, works, promised, share, 0.52, 0.13);
                    }
                }
            }
        }
    }

    private void matched(double[] truth, int works, double promised, double share, double mean, double deviation) {
        TailFitter fitter = new TailFitter(TailRules.standard());
        double sum = 0;
        double squares = 0;
        double found = 0;
        int within = 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            RandomGenerator random = new SplittableRandom(repeat);
            ScoreSample.Builder sample = new ScoreSample.Builder();
            for (int work = 0; work < works; work++) {
                List<Track> tracks = new ArrayList<>();
                for (int actor = 0; actor < ACTORS; actor++) {
                    double own = actor(random);
                    for (int i = 0; i < PER_WORK / ACTORS; i++) {
                        tracks.add(new Track(track(random, own), Optional.empty(), Known.UNKNOWN));
                    }
                }
                // A match is an actor too, whose tracks differ from each other as much as actors do.
                if (random.nextDouble() < share * ACTORS) {
                    double own = mean + 0.8 * deviation * random.nextGaussian();
                    for (int i = 0; i < PER_WORK / ACTORS; i++) {
                        double score = Math.clamp(own + 0.6 * deviation * random.nextGaussian(), -1.0, 1.0);
                        tracks.add(new Track(score, Optional.empty(), Known.UNKNOWN));
                    }
                }
                sample.add("w-" + work, REGISTERED, tracks.size(), -1, tracks);
            }
            FittedTail fitted = fitter.fit(sample.build(), ScoreStream.MATED, REGISTERED, random)
                    .orElseThrow();
            double threshold = Calibration.ofStream(1, Instant.EPOCH, "measured", "any", fitted)
                    .threshold(promised, REGISTERED);
            int at = Arrays.binarySearch(truth, threshold);
            double ratio = (double) (truth.length - (at < 0 ? -at - 1 : at)) / truth.length / promised;
            sum += ratio;
            squares += ratio * ratio;
            within += ratio >= 0.5 && ratio <= 2 ? 1 : 0;
            found += fitted.matedTracks() / fitted.tracks();
        }
        double average = sum / repeats;
        out.println(String.format(
                Locale.ROOT,
                "%5d %.4f %.2f %.2f %.2f | %.2f ± %.2f; %.2f; %.4f",
                works,
                promised,
                share,
                mean,
                deviation,
                average,
                Math.sqrt(Math.max(0, squares / repeats - average * average)),
                (double) within / repeats,
                found / repeats));
    }

    private static double actor(RandomGenerator random) {
        return 0.27 - ACTOR * Math.log(-Math.log(random.nextDouble()));
    }

    private static double track(RandomGenerator random, double actor) {
        return Math.min(0.99, actor + WITHIN * random.nextGaussian());
    }
}
