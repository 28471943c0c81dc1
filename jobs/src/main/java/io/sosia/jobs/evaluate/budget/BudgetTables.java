package io.sosia.jobs.evaluate.budget;

import io.sosia.indexer.calibration.FittedTail;
import io.sosia.indexer.calibration.ImpostorTail;
import io.sosia.indexer.calibration.MatedScores;
import io.sosia.indexer.calibration.ScoreSample;
import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.calibration.ScoreSample.Track;
import io.sosia.indexer.calibration.TailFitter;
import io.sosia.indexer.calibration.TailRules;
import io.sosia.jobs.evaluate.budget.BudgetScores.Mate;
import io.sosia.jobs.evaluate.budget.BudgetScores.Probe;
import io.sosia.jobs.evaluate.budget.BudgetScores.Strangers;
import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTable.ClaimPoint;
import io.sosia.models.catalogue.PopulationTable.Mated;
import io.sosia.models.catalogue.PopulationTable.Tail;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes the catalogue's tables: what is decided by before a stream has told anything. */
public final class BudgetTables {

    /** False match rates that a table has points for. */
    private static final List<Double> CLAIM_RATES = List.of(0.01, 0.001, 0.0001, 0.00001);

    /** Comparisons with one person are so many that all but the best are only counted. */
    private static final double CLAIMS_KEPT = 0.05;

    private static final double EVERY_SCORE = -1;

    private final String scoring;
    private final LocalDate measured;
    private final int portraits;

    /**
     * For a scoring.
     *
     * @param scoring what scores are made of
     * @param measured the day
     * @param portraits of each registered person
     */
    public BudgetTables(String scoring, LocalDate measured, int portraits) {
        this.scoring = scoring;
        this.measured = measured;
        this.portraits = portraits;
    }

    /**
     * A table for each kind of strangers, and where there are several one for all together.
     *
     * @param scores of photos
     * @param comparisons of each stranger's photos with registered people one by one, by kind and person
     */
    public List<PopulationTable> of(BudgetScores scores, Map<String, Map<String, double[]>> comparisons) {
        MatedScores mated = mated(scores);
        List<PopulationTable> tables = new ArrayList<>();
        for (Strangers kind : scores.strangers()) {
            table(kind.name(), List.of(kind), scores, comparisons, mated).ifPresent(tables::add);
        }
        if (scores.strangers().size() > 1) {
            table("mixed", scores.strangers(), scores, comparisons, mated).ifPresent(tables::add);
        }
        return tables;
    }

    private static MatedScores mated(BudgetScores scores) {
        double[] own = scores.mates().stream().mapToDouble(Mate::own).toArray();
        double mean = Arrays.stream(own).average().orElse(0);
        double squares = Arrays.stream(own).map(x -> (x - mean) * (x - mean)).sum();
        int people = (int) scores.mates().stream().map(Mate::person).distinct().count();
        return new MatedScores(mean, Math.sqrt(squares / Math.max(1, own.length - 1)), people);
    }

    private Optional<PopulationTable> table(
            String name,
            List<Strangers> kinds,
            BudgetScores scores,
            Map<String, Map<String, double[]>> comparisons,
            MatedScores mated) {
        ScoreSample.Builder searches = new ScoreSample.Builder();
        Map<String, double[]> claims = new LinkedHashMap<>();
        for (Strangers kind : kinds) {
            kind.people().forEach((person, probes) -> {
                List<Track> tracks = probes.stream().map(BudgetTables::stranger).toList();
                searches.add(kind.name() + "/" + person, scores.registered(), tracks.size(), EVERY_SCORE, tracks);
            });
            comparisons
                    .getOrDefault(kind.name(), Map.of())
                    .forEach((person, values) -> claims.put(kind.name() + "/" + person, values));
        }
        TailFitter fitter = new TailFitter(TailRules.standard());
        Optional<FittedTail> search = fitter.fit(searches.build(), mated, scores.registered(), new SplittableRandom(1));
        Optional<FittedTail> claim = fitter.fit(claims(claims), mated, 1, new SplittableRandom(1));
        if (search.isEmpty() || claim.isEmpty()) {
            return Optional.empty();
        }
        ImpostorTail claimTail = claim.get().tail();
        List<ClaimPoint> points = new ArrayList<>();
        for (double rate : CLAIM_RATES) {
            if (rate < claimTail.rate()) {
                double threshold = rounded(claimTail.score(rate, 1));
                double missed = scores.mates().stream()
                        .filter(mate -> mate.own() < threshold)
                        .count();
                points.add(new ClaimPoint(
                        rate, threshold, rounded(missed / scores.mates().size())));
            }
        }
        return Optional.of(new PopulationTable(
                name,
                scoring,
                kinds.stream()
                                .map(kind -> kind.photos() + " photos of "
                                        + kind.people().size() + " people of " + kind.name())
                                .reduce((first, second) -> first + " and " + second)
                                .orElse("")
                        + " before " + scores.registered() + " registered people",
                measured,
                portraits,
                search.get().works(),
                search.get().tracks(),
                tail(search.get().tail()),
                new Mated(rounded(mated.mean()), rounded(mated.deviation()), mated.people()),
                tail(claimTail),
                points));
    }

    /** Of people who are known to be strangers none is a match. */
    private static Track stranger(Probe probe) {
        return new Track(Math.clamp(probe.score(), -1.0, 1.0), Optional.of(probe.best()), Known.NON_MATED);
    }

    private static ScoreSample claims(Map<String, double[]> claims) {
        double[] all = claims.values().stream()
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        double floor = all.length == 0 ? EVERY_SCORE : all[(int) ((1 - CLAIMS_KEPT) * (all.length - 1))];
        ScoreSample.Builder sample = new ScoreSample.Builder();
        claims.forEach((person, values) -> sample.add(
                person,
                1,
                values.length,
                floor,
                Arrays.stream(values)
                        .filter(value -> value >= floor)
                        .mapToObj(value -> new Track(Math.clamp(value, -1.0, 1.0), Optional.empty(), Known.NON_MATED))
                        .toList()));
        return sample.build();
    }

    private static Tail tail(ImpostorTail tail) {
        return new Tail(
                rounded(tail.start()),
                rounded(tail.rate()),
                tail.people(),
                rounded(tail.excess().shape()),
                rounded(tail.excess().scale()));
    }

    /** Six digits are more than any sample supports. */
    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
