package io.sosia.indexer.calibration;

import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.registry.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Fits the tail of a stream's scores in which nearly every track belongs to nobody registered, but some do and nobody
 * says which.
 *
 * <p>Above a level, scores are a mixture of a generalised Pareto distribution (tracks of others) and a normal one
 * (tracks of registered people, about whom something is known beforehand); the mixture is fitted by expectation and
 * maximisation (Dempster, Laird and Rubin 1977) with a prior for the Pareto's shape and one for the mated scores. So a
 * true match does not stretch the tail, however many there are, and no match has to be marked as one. What a person
 * confirmed is left out, and what a person rejected is never taken for a match.
 *
 * <p>How sure the tail is, is known by drawing works with replacement and fitting again (a cluster bootstrap, Efron
 * 1979; Davison and Hinkley 1997, 3.8), not tracks: a hundred tracks of one actor are one observation of who resembles
 * whom. Thread-safe.
 */
public final class TailFitter {

    /** Finer than scores are stored needs no care, coarser would move the threshold. */
    private static final double BIN = 0.0005;

    /** Rounds of the mixture; it settles in about 15. */
    private static final int ROUNDS = 100;

    /** Rounds of a replicate, which starts from the fit of all. */
    private static final int REPLICATE_ROUNDS = 25;

    private static final double SETTLED = 1e-4;

    /** How often the start of the tail is sought anew, once it is known how many registered people lie above it. */
    private static final int STARTS = 5;

    /** So far below the mean 99 in 100 of registered people's scores lie above. */
    private static final double DEVIATIONS = 2.3;

    private final TailRules rules;

    /** By rules. */
    public TailFitter(TailRules rules) {
        this.rules = rules;
    }

    /**
     * Whether there is enough of a sample for its fit to be believed.
     *
     * @return what is missing, for people to read; empty where it is enough
     */
    public Optional<String> lacking(ScoreSample sample) {
        if (sample.tracks() < rules.leastTracks()) {
            return Optional.of(sample.tracks() + " tracks, and " + rules.leastTracks() + " are needed");
        }
        if (sample.works() < rules.leastWorks()) {
            return Optional.of(sample.works() + " works, and " + rules.leastWorks() + " are needed");
        }
        return Optional.empty();
    }

    /**
     * Whether a fit is to be believed: there was enough of a sample, and what was fitted to it were mostly strangers.
     *
     * @return what is missing, for people to read; empty where nothing is
     */
    public Optional<String> lacking(ScoreSample sample, FittedTail fitted) {
        Optional<String> lacking = lacking(sample);
        double share = fitted.matedTracks() / Math.max(1, fitted.tracks());
        if (lacking.isPresent() || share <= rules.mostMated()) {
            return lacking;
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "about %.0f %% of the tracks are registered people's, and with more than %.0f %% the others' scores"
                        + " cannot be told from theirs",
                100 * share,
                100 * rules.mostMated()));
    }

    /**
     * Fits.
     *
     * @param expected scores of registered people as measured elsewhere
     * @param people registered now, for whom rates are given, 1 or more
     * @param random draws the replicates
     * @return empty where the sample has too few scores above its floor to fit anything
     */
    public Optional<FittedTail> fit(ScoreSample sample, MatedScores expected, int people, RandomGenerator random) {
        Belief belief = new Belief(expected, rules.matedWeight());
        // Who scores as registered people do is taken for one at first, so that there are others among the best at all,
        // however many registered people there are.
        Exceedances above = Exceedances.of(sample, broad(sample, likeMated(sample, expected)));
        if (above.count < rules.least()) {
            return Optional.empty();
        }
        Mixture mixture = mixture(above, above.weights(sample), belief, Optional.empty(), ROUNDS);
        for (int again = 0; again < STARTS; again++) {
            Exceedances other = Exceedances.of(sample, broad(sample, mixture.matedWeight));
            if (other.count < rules.least() || Math.abs(other.count - above.count) <= 0.1 * above.count) {
                break;
            }
            above = other;
            mixture = mixture(above, above.weights(sample), belief, Optional.empty(), ROUNDS);
        }
        int enough = enough(sample, above, mixture);
        if (enough < above.count) {
            // Who is registered shows best from afar, where the others are many; the tail, from near.
            belief = new Belief(mixture.mated, rules.matedWeight() + mixture.matedWeight);
            Exceedances nearer = Exceedances.of(sample, enough);
            if (nearer.count >= rules.least()) {
                Mixture start = mixture.within(nearer, above);
                above = nearer;
                mixture = mixture(above, above.weights(sample), belief, Optional.of(start), ROUNDS);
            }
        }
        double exposure = 0;
        for (int work = 0; work < sample.works(); work++) {
            exposure += sample.exposure(work);
        }
        ImpostorTail tail = tail(above, mixture, exposure, people);
        List<ImpostorTail> replicates = new ArrayList<>();
        for (int i = 0; i < rules.replicates(); i++) {
            int[] drawn = new int[sample.works()];
            double drawnExposure = 0;
            for (int j = 0; j < drawn.length; j++) {
                int work = random.nextInt(drawn.length);
                drawn[work]++;
                drawnExposure += sample.exposure(work);
            }
            double[][] weights = above.weights(sample, drawn);
            Mixture again = mixture(above, weights, belief, Optional.of(mixture), REPLICATE_ROUNDS);
            if (again.otherWeight > 0 && drawnExposure > 0) {
                replicates.add(tail(above, again, drawnExposure, people));
            }
        }
        Doubles doubles = doubles(sample, above, mixture, people);
        return Optional.of(new FittedTail(
                tail,
                replicates,
                mixture.mated,
                mixture.matedWeight,
                sample.tracks(),
                sample.works(),
                mixture.otherWeight,
                clustering(sample, above, mixture),
                doubles.ofPeople,
                doubles.ofOthers));
    }

    /** How many of the best scores hold the greatest share of the others that counts as a tail. */
    private int broad(ScoreSample sample, double mated) {
        double others = Math.max(0, sample.tracks() - mated);
        return (int) Math.min(
                sample.size(), Math.max(rules.least(), Math.round(rules.greatestShare() * others + mated)));
    }

    /** How many tracks nobody has looked at score as nearly all registered people do. */
    private static double likeMated(ScoreSample sample, MatedScores expected) {
        double from = expected.mean() - DEVIATIONS * expected.deviation();
        int count = 0;
        for (int i = 0; i < sample.size() && sample.score(i) > from; i++) {
            count += sample.known(i) == Known.UNKNOWN ? 1 : 0;
        }
        return count;
    }

    /** How many of the best scores hold as many tracks of others as a tail needs, and more of them than of the mated. */
    private int enough(ScoreSample sample, Exceedances above, Mixture mixture) {
        int wanted = rules.exceedances(Math.max(1, sample.tracks() - mixture.matedWeight));
        double others = 0;
        double mated = 0;
        for (int i = 0; i < above.count; i++) {
            switch (sample.known(i)) {
                case UNKNOWN -> {
                    others += mixture.responsibility[above.binOf[i]];
                    mated += 1 - mixture.responsibility[above.binOf[i]];
                }
                case NON_MATED -> others++;
                case MATED -> {}
            }
            if (others >= wanted && others >= mated) {
                return i + 1;
            }
        }
        return above.count;
    }

    private static ImpostorTail tail(Exceedances above, Mixture mixture, double exposure, int people) {
        // Each track met as many chances as people were registered then; the rate is for as many as there are now.
        double chances = exposure / people - mixture.matedWeight;
        double rate = Math.clamp(mixture.otherWeight / Math.max(chances, 1), 1e-12, 0.999);
        return new ImpostorTail(above.start, rate, people, mixture.excess);
    }

    // ---- the scores above the start ------------------------------------------------------------------------------

    /** The best scores, in bins. */
    private static final class Exceedances {
        private final double start;
        private final int count;
        private final int[] binOf;
        private final double[] excess;

        private Exceedances(double start, int count, int[] binOf, double[] excess) {
            this.start = start;
            this.count = count;
            this.binOf = binOf;
            this.excess = excess;
        }

        /** About so many, all above the floor and above one score. */
        static Exceedances of(ScoreSample sample, int wanted) {
            double start = wanted < sample.size() ? sample.score(wanted) : sample.floor();
            start = Math.max(start, sample.floor());
            int count = 0;
            while (count < sample.size() && sample.score(count) > start) {
                count++;
            }
            int[] binOf = new int[count];
            double[] middles = new double[count];
            int bins = 0;
            long last = Long.MIN_VALUE;
            for (int i = 0; i < count; i++) {
                long place = (long) Math.floor((sample.score(i) - start) / BIN);
                if (place != last) {
                    middles[bins++] = (place + 0.5) * BIN;
                    last = place;
                }
                binOf[i] = bins - 1;
            }
            return new Exceedances(start, count, binOf, java.util.Arrays.copyOf(middles, bins));
        }

        double[][] weights(ScoreSample sample) {
            int[] once = new int[sample.works()];
            java.util.Arrays.fill(once, 1);
            return weights(sample, once);
        }

        /** For each bin, how many tracks nobody has looked at, and how many were rejected. */
        double[][] weights(ScoreSample sample, int[] times) {
            double[][] weights = new double[2][excess.length];
            for (int i = 0; i < count; i++) {
                switch (sample.known(i)) {
                    case UNKNOWN -> weights[0][binOf[i]] += times[sample.work(i)];
                    case NON_MATED -> weights[1][binOf[i]] += times[sample.work(i)];
                    case MATED -> {}
                }
            }
            return weights;
        }
    }

    // ---- the mixture ---------------------------------------------------------------------------------------------

    /**
     * A fitted mixture.
     *
     * @param responsibility for each bin the probability that one of its tracks belongs to nobody registered
     * @param matedWeight tracks of registered people
     * @param otherWeight tracks of others
     */
    @SuppressWarnings("ArrayRecordComponent") // within this class, never compared
    private record Mixture(
            GeneralisedPareto excess,
            MatedScores mated,
            double[] responsibility,
            double matedWeight,
            double otherWeight) {

        /** The same seen from a higher start, to begin with. */
        Mixture within(Exceedances nearer, Exceedances above) {
            double[] of = new double[nearer.excess.length];
            for (int i = 0; i < nearer.count; i++) {
                of[nearer.binOf[i]] = responsibility[above.binOf[i]];
            }
            return new Mixture(excess, mated, of, matedWeight, otherWeight);
        }
    }

    /** What is expected of mated scores, and for how many tracks that counts. */
    private record Belief(MatedScores expected, double weight) {}

    private Mixture mixture(Exceedances above, double[][] weights, Belief belief, Optional<Mixture> from, int rounds) {
        double[] unknown = weights[0];
        double[] rejected = weights[1];
        int bins = unknown.length;
        double[] other =
                from.map(mixture -> mixture.responsibility.clone()).orElseGet(() -> firstGuess(above, belief.expected));
        double total = 0;
        for (double weight : unknown) {
            total += weight;
        }
        MatedScores mated = from.map(Mixture::mated).orElse(belief.expected);
        GeneralisedPareto excess = from.map(Mixture::excess)
                .orElseGet(() -> new GeneralisedPareto(rules.shapeMean(), medianExcess(above, unknown, rejected)));
        double[] fitted = new double[bins];
        double matedWeight = 0;
        for (int round = 0; round < rounds; round++) {
            matedWeight = 0;
            double matedSum = 0;
            for (int bin = 0; bin < bins; bin++) {
                fitted[bin] = unknown[bin] * other[bin] + rejected[bin];
                double weight = unknown[bin] * (1 - other[bin]);
                matedWeight += weight;
                matedSum += weight * (above.start + above.excess[bin]);
            }
            excess = ParetoLikelihood.maximise(above.excess, fitted, rules.shapeMean(), rules.shapeDeviation(), excess);
            mated = mated(above, unknown, other, belief, matedWeight, matedSum);
            double share = total == 0 ? 0 : matedWeight / total;
            double moved = 0;
            double beyond = Math.log(mated.survival(above.start));
            for (int bin = 0; bin < bins; bin++) {
                double ofOthers = Math.log1p(-Math.min(share, 1 - 1e-9)) + excess.logDensity(above.excess[bin]);
                double ofMated = Math.log(share) + mated.logDensity(above.start + above.excess[bin]) - beyond;
                // Where neither can have made it, nothing of it is there.
                double now = ofMated == ofOthers ? 0.5 : 1 / (1 + Math.exp(ofMated - ofOthers));
                moved = Math.max(moved, Math.abs(now - other[bin]));
                other[bin] = now;
            }
            if (moved < SETTLED) {
                break;
            }
        }
        double otherWeight = 0;
        matedWeight = 0;
        for (int bin = 0; bin < bins; bin++) {
            otherWeight += unknown[bin] * other[bin] + rejected[bin];
            matedWeight += unknown[bin] * (1 - other[bin]);
        }
        return new Mixture(excess, mated, other, matedWeight, otherWeight);
    }

    /** What lies beyond the middle between the tail's start and the mated scores' mean is theirs, until more is known. */
    private static double[] firstGuess(Exceedances above, MatedScores expected) {
        double middle = (above.start + expected.mean()) / 2;
        double width = Math.max(1e-3, (expected.mean() - above.start) / 10);
        double[] other = new double[above.excess.length];
        for (int bin = 0; bin < other.length; bin++) {
            double score = above.start + above.excess[bin];
            other[bin] = score < middle ? 1 : 1 / (1 + Math.exp((score - middle) / width));
        }
        return other;
    }

    /** The mean of an exponential distribution with the same median. */
    private static double medianExcess(Exceedances above, double[] unknown, double[] rejected) {
        double total = 0;
        for (int bin = 0; bin < unknown.length; bin++) {
            total += unknown[bin] + rejected[bin];
        }
        double sum = 0;
        for (int bin = 0; bin < unknown.length; bin++) {
            sum += unknown[bin] + rejected[bin];
            // The best come first.
            if (sum >= total / 2) {
                return Math.max(above.excess[bin] / Math.log(2), BIN);
            }
        }
        return BIN;
    }

    /** The mean and deviation that are most probable, the expectation counting for so many tracks. */
    private static MatedScores mated(
            Exceedances above, double[] unknown, double[] other, Belief belief, double matedWeight, double matedSum) {
        MatedScores expected = belief.expected;
        double prior = belief.weight;
        double mean = (matedSum + prior * expected.mean()) / (matedWeight + prior);
        double squares = prior * expected.deviation() * expected.deviation();
        for (int bin = 0; bin < unknown.length; bin++) {
            double distance = above.start + above.excess[bin] - mean;
            squares += unknown[bin] * (1 - other[bin]) * distance * distance;
        }
        return new MatedScores(
                Math.clamp(mean, -1.0, 1.0), Math.sqrt(squares / (matedWeight + prior)), expected.people());
    }

    // ---- who has doubles, and how tracks come together ------------------------------------------------------------

    private record Doubles(Map<PersonId, Double> ofPeople, double ofOthers) {}

    /**
     * Each person's own rate, by empirical Bayes: the number of works with a double is Poisson's, its mean differs
     * between people by a gamma distribution (Robbins 1956; Clayton and Kaldor 1987), whose spread the counts of all
     * tell. Whoever has few is not told apart from the rest.
     */
    private Doubles doubles(ScoreSample sample, Exceedances above, Mixture mixture, int people) {
        Map<PersonId, Set<Integer>> works = new HashMap<>();
        for (int i = 0; i < above.count; i++) {
            if (sample.known(i) != Known.MATED
                    && (sample.known(i) == Known.NON_MATED || mixture.responsibility[above.binOf[i]] > 0.5)) {
                int work = sample.work(i);
                sample.person(i)
                        .ifPresent(person -> works.computeIfAbsent(person, p -> new HashSet<>())
                                .add(work));
            }
        }
        int registered = Math.max(people, works.size());
        double sum = 0;
        double squares = 0;
        for (Set<Integer> of : works.values()) {
            sum += of.size();
            squares += (double) of.size() * of.size();
        }
        double mean = sum / registered;
        double variance = squares / registered - mean * mean;
        if (mean == 0 || variance <= mean) {
            // No more spread than chance has.
            return new Doubles(Map.of(), 1);
        }
        double form = mean * mean / (variance - mean);
        Map<PersonId, Double> own = new HashMap<>();
        double ownSum = 0;
        double all = 0;
        for (Map.Entry<PersonId, Set<Integer>> entry : works.entrySet()) {
            double rate = (form + entry.getValue().size()) / (form + mean);
            all += rate;
            if (entry.getValue().size() >= rules.leastDoubles()) {
                own.put(entry.getKey(), rate);
                ownSum += rate;
            }
        }
        all += (registered - works.size()) * form / (form + mean);
        if (own.isEmpty() || own.size() == registered) {
            return new Doubles(Map.of(), 1);
        }
        // So that the average over everybody is 1.
        double unit = registered / all;
        own.replaceAll((person, rate) -> rate * unit);
        return new Doubles(own, (registered - ownSum * unit) / (registered - own.size()));
    }

    /**
     * A night's count of exceedances is a compound Poisson's: clusters come independently, and the variance is the mean
     * times the mean square of their sizes over their mean size.
     */
    private static double clustering(ScoreSample sample, Exceedances above, Mixture mixture) {
        Map<List<Object>, Double> sizes = new HashMap<>();
        for (int i = 0; i < above.count; i++) {
            double weight = switch (sample.known(i)) {
                case UNKNOWN -> mixture.responsibility[above.binOf[i]];
                case NON_MATED -> 1;
                case MATED -> 0;
            };
            sizes.merge(List.of(sample.work(i), sample.person(i)), weight, Double::sum);
        }
        double sum = 0;
        double squares = 0;
        for (double size : sizes.values()) {
            sum += size;
            squares += size * size;
        }
        return sum == 0 ? 1 : Math.max(1, squares / sum);
    }
}
