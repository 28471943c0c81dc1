package io.sosia.jobs.evaluate.budget;

import io.sosia.indexer.calibration.AlarmThresholds;
import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.calibration.FittedTail;
import io.sosia.indexer.calibration.LikelihoodModel;
import io.sosia.indexer.calibration.LikelihoodRatioCost;
import io.sosia.indexer.calibration.MatedScores;
import io.sosia.indexer.calibration.ScoreSample;
import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.calibration.ScoreSample.Track;
import io.sosia.indexer.calibration.TailFitter;
import io.sosia.indexer.calibration.TailRules;
import io.sosia.jobs.evaluate.budget.BudgetScores.Mate;
import io.sosia.jobs.evaluate.budget.BudgetScores.Probe;
import io.sosia.jobs.evaluate.budget.BudgetScores.Strangers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Tries whether a promised rate of false alarms is kept. Again and again the strangers are divided in two, by people and
 * not by photos: one half is the stream, with true matches mixed in that nobody marks; a calibration is fitted to it,
 * without being told who the strangers are; and its threshold is tried on the other half. A scan stores no score far below
 * its least threshold, so that its fit has fewer exceedances to go by; here every score is there.
 *
 * <p>Photos of one person are not independent, and are kept together when uncertainty is estimated, as tracks of one
 * work are in a scan. Splits are not independent either, being of the same people: their spread shows how much a
 * calibration depends on who is in a stream, not how sure their mean is. What the fit expects of mated scores is
 * the population's table, which was measured on the same sets of people; see {@code TailRules} for what else was chosen beforehand.
 */
public final class BudgetStudy {

    /** Within this factor a promise counts as kept. */
    static final double FACTOR = 2;

    /** No track is only counted. */
    private static final double EVERY_SCORE = -1;

    private final TailRules rules;
    private final MatedScores expected;
    private final int splits;
    private final long seed;

    /**
     * A study.
     *
     * @param rules of the fit
     * @param expected mated scores
     * @param splits how often strangers are divided, 2 or more
     * @param seed of all divisions; of one seed the results are the same
     */
    public BudgetStudy(TailRules rules, MatedScores expected, int splits, long seed) {
        if (splits < 2) {
            throw new IllegalArgumentException("splits: " + splits + " is not 2 or more");
        }
        this.rules = rules;
        this.expected = expected;
        this.splits = splits;
        this.seed = seed;
    }

    /** The mixture of all strangers, as many photos of each kind. */
    public static final String MIXTURE = "mixture";

    /**
     * Measures.
     *
     * @param scores of photos
     * @param promised rates, each above 0 and below 1
     * @param shares of true matches, each from 0 and below 1
     * @param workers how many threads, 1 or more
     * @param progress told how many splits are done, from any thread
     * @return for each kind of strangers and, where there are several, for their mixture, every share and every rate
     * @throws IllegalArgumentException if there are fewer than two photos of registered people
     * @throws InterruptedException if the calling thread is interrupted
     */
    public List<BudgetFigure> measure(
            BudgetScores scores, List<Double> promised, List<Double> shares, int workers, IntConsumer progress)
            throws InterruptedException {
        if (scores.mates().size() < 2) {
            throw new IllegalArgumentException(
                    "photos of registered people: " + scores.mates().size() + " is not 2 or more");
        }
        record Case(String name, List<Strangers> kinds, double share) {}
        List<Case> cases = new ArrayList<>();
        for (Strangers kind : scores.strangers()) {
            shares.forEach(share -> cases.add(new Case(kind.name(), List.of(kind), share)));
        }
        if (scores.strangers().size() > 1) {
            shares.forEach(share -> cases.add(new Case(MIXTURE, scores.strangers(), share)));
        }
        AtomicInteger done = new AtomicInteger();
        List<BudgetFigure> figures = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<List<Future<Optional<Split>>>> results = new ArrayList<>();
            for (Case one : cases) {
                List<Callable<Optional<Split>>> tasks = new ArrayList<>();
                for (int i = 0; i < splits; i++) {
                    long own = seed + i;
                    tasks.add(() -> {
                        Optional<Split> split = split(scores, one.kinds, one.share, promised, own);
                        progress.accept(done.incrementAndGet());
                        return split;
                    });
                }
                results.add(tasks.stream().map(pool::submit).toList());
            }
            for (int c = 0; c < cases.size(); c++) {
                List<Split> measured = new ArrayList<>();
                for (Future<Optional<Split>> result : results.get(c)) {
                    result.get().ifPresent(measured::add);
                }
                if (!measured.isEmpty()) {
                    figures.addAll(figures(cases.get(c).name, cases.get(c).share, promised, measured));
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a split could not be measured for a reason of ours", e.getCause());
        }
        return figures;
    }

    /** How many splits there will be in all, for a display of progress. */
    public int total(BudgetScores scores, List<Double> shares) {
        int kinds = scores.strangers().size();
        return splits * shares.size() * (kinds > 1 ? kinds + 1 : kinds);
    }

    /** What one division gave, at each promised rate. */
    @SuppressWarnings("ArrayRecordComponent") // within this class, never compared
    private record Split(
            double[] measured,
            double[] unadjusted,
            double[] fnir,
            double[] threshold,
            double matedFound,
            LikelihoodRatioCost cost,
            double cap,
            double tracks,
            double people,
            double tried,
            boolean believed) {}

    private Optional<Split> split(
            BudgetScores scores, List<Strangers> kinds, double share, List<Double> promised, long own) {
        // Random is what Collections.shuffle takes, and the same on every platform.
        Random random = new Random(own);
        int photos = kinds.stream().mapToInt(Strangers::photos).min().orElse(0);
        ScoreSample.Builder stream = new ScoreSample.Builder();
        List<Probe> tried = new ArrayList<>();
        int tracks = 0;
        int people = 0;
        for (Strangers kind : kinds) {
            List<Map.Entry<String, List<Probe>>> order =
                    new ArrayList<>(kind.people().entrySet());
            Collections.shuffle(order, random);
            order = kinds.size() > 1 ? upTo(order, photos) : order;
            // An odd one goes to either side.
            int half = order.size() / 2 + (order.size() % 2 == 1 && random.nextBoolean() ? 1 : 0);
            for (Map.Entry<String, List<Probe>> person : order.subList(0, half)) {
                List<Track> seen =
                        person.getValue().stream().map(BudgetStudy::unknown).toList();
                stream.add(kind.name() + "/" + person.getKey(), scores.registered(), seen.size(), EVERY_SCORE, seen);
                tracks += seen.size();
                people++;
            }
            order.subList(half, order.size()).forEach(person -> tried.addAll(person.getValue()));
        }
        List<Mate> mates = new ArrayList<>(scores.mates());
        Collections.shuffle(mates, random);
        // Half of them at least are kept to be looked for.
        int mixed = (int) Math.min(mates.size() / 2, Math.round(share * tracks / (1 - share)));
        for (Mate mate : mates.subList(0, mixed)) {
            stream.add("mates/" + mate.person(), scores.registered(), 1, EVERY_SCORE, List.of(unknown(mate.probe())));
        }
        ScoreSample sample = stream.build();
        TailFitter fitter = new TailFitter(rules);
        Optional<FittedTail> fitted = fitter.fit(sample, expected, scores.registered(), new SplittableRandom(own));
        if (fitted.isEmpty() || tried.isEmpty()) {
            return Optional.empty();
        }
        Calibration calibration = Calibration.ofStream(1, Instant.EPOCH, "a split", "as measured", fitted.get());
        return Optional.of(tried(
                scores,
                calibration,
                fitted.get(),
                promised,
                tried,
                mates.subList(mixed, mates.size()),
                people,
                fitter.lacking(sample, fitted.get()).isEmpty()));
    }

    private static Split tried(
            BudgetScores scores,
            Calibration calibration,
            FittedTail fitted,
            List<Double> promised,
            List<Probe> strangers,
            List<Mate> mates,
            int people,
            boolean believed) {
        int rates = promised.size();
        double[] measured = new double[rates];
        double[] unadjusted = new double[rates];
        double[] fnir = new double[rates];
        double[] threshold = new double[rates];
        for (int i = 0; i < rates; i++) {
            AlarmThresholds thresholds = AlarmThresholds.of(calibration, promised.get(i), scores.registered());
            double plain = calibration.tail().score(promised.get(i), scores.registered());
            measured[i] = share(
                    strangers.stream()
                            .filter(probe -> probe.score() > thresholds.of(probe.best()))
                            .count(),
                    strangers.size());
            unadjusted[i] = share(
                    strangers.stream().filter(probe -> probe.score() > plain).count(), strangers.size());
            fnir[i] = 1
                    - share(
                            mates.stream()
                                    .filter(mate -> mate.right() && mate.probe().score() > thresholds.of(mate.person()))
                                    .count(),
                            mates.size());
            threshold[i] = thresholds.general();
        }
        LikelihoodModel model = new LikelihoodModel(calibration, scores.registered());
        LikelihoodRatioCost cost = LikelihoodRatioCost.of(
                mates.stream()
                        .filter(Mate::right)
                        .mapToDouble(mate -> log10(model, mate.probe()))
                        .toArray(),
                strangers.stream().mapToDouble(probe -> log10(model, probe)).toArray());
        return new Split(
                measured,
                unadjusted,
                fnir,
                threshold,
                fitted.matedTracks() / fitted.tracks(),
                cost,
                model.greatest(),
                fitted.tracks(),
                people,
                strangers.size(),
                believed);
    }

    private static double log10(LikelihoodModel model, Probe probe) {
        return model.ratio(probe.score(), Optional.of(probe.best())).log10();
    }

    private static Track unknown(Probe probe) {
        return new Track(Math.clamp(probe.score(), -1.0, 1.0), Optional.of(probe.best()), Known.UNKNOWN);
    }

    private static List<Map.Entry<String, List<Probe>>> upTo(List<Map.Entry<String, List<Probe>>> people, int photos) {
        List<Map.Entry<String, List<Probe>>> chosen = new ArrayList<>();
        int sum = 0;
        for (Map.Entry<String, List<Probe>> person : people) {
            if (sum + person.getValue().size() <= photos) {
                chosen.add(person);
                sum += person.getValue().size();
            }
        }
        return chosen;
    }

    private static double share(long part, int all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private List<BudgetFigure> figures(String name, double share, List<Double> promised, List<Split> measured) {
        List<BudgetFigure> figures = new ArrayList<>();
        for (int i = 0; i < promised.size(); i++) {
            int at = i;
            double rate = promised.get(i);
            double[] rates =
                    measured.stream().mapToDouble(s -> s.measured[at]).sorted().toArray();
            double[] thresholds =
                    measured.stream().mapToDouble(s -> s.threshold[at]).toArray();
            long within = Arrays.stream(rates)
                    .filter(m -> m >= rate / FACTOR && m <= rate * FACTOR)
                    .count();
            int beyond = (int) Math.floor(0.05 * (rates.length - 1));
            figures.add(new BudgetFigure(
                    name,
                    share,
                    rate,
                    mean(rates),
                    deviation(rates),
                    rates[beyond],
                    rates[rates.length - 1 - beyond],
                    share(within, rates.length),
                    mean(measured.stream().mapToDouble(s -> s.unadjusted[at]).toArray()),
                    mean(measured.stream().mapToDouble(s -> s.fnir[at]).toArray()),
                    mean(thresholds),
                    deviation(thresholds),
                    mean(measured.stream().mapToDouble(Split::matedFound).toArray()),
                    mean(measured.stream().mapToDouble(s -> s.cost.cost()).toArray()),
                    mean(measured.stream().mapToDouble(s -> s.cost.least()).toArray()),
                    mean(measured.stream().mapToDouble(Split::cap).toArray()),
                    measured.size(),
                    mean(measured.stream().mapToDouble(Split::tracks).toArray()),
                    mean(measured.stream().mapToDouble(Split::people).toArray()),
                    mean(measured.stream().mapToDouble(Split::tried).toArray()),
                    (int) measured.stream().filter(s -> !s.believed).count()));
        }
        return figures;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
