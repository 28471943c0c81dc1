package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import io.sosia.models.catalogue.PopulationTable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a decision score means, as far as it is known: everything it takes to derive a threshold or a likelihood ratio
 * again, at any time, for any budget and any number of registered people. Immutable; a refit is a new version.
 *
 * @param version 1 or more where it was fitted to a stream; 0 for a table of the catalogue
 * @param created when it was fitted; when the table was measured
 * @param source where the scores came from
 * @param description the same for people: a stream's nights, or a table's data set
 * @param population whose scores they are: the stream's own, or the table's name
 * @param scoring which models made the score, with their digests: scores of another scoring mean something else
 * @param tracks it was fitted to
 * @param works they came from
 * @param tail of the scores of people who are not registered
 * @param replicates of it, as far as it might as well have been; may be empty
 * @param mated scores of registered people
 * @param clustering 1 or more: how many times wider than Poisson's a night's count of exceedances varies
 * @param doubles of people who have many, how many times as many as the average
 * @param othersDoubles of everybody else together
 */
public record Calibration(
        int version,
        Instant created,
        Source source,
        String description,
        String population,
        String scoring,
        long tracks,
        int works,
        ImpostorTail tail,
        List<ImpostorTail> replicates,
        MatedScores mated,
        double clustering,
        Map<PersonId, Double> doubles,
        double othersDoubles) {

    /** Where scores came from. */
    public enum Source {
        /** The platform's own tracks. */
        STREAM,
        /** A table of the catalogue, measured on people who are not the platform's. */
        POPULATION
    }

    /** The share of replicates that lie beyond either end of an interval. */
    private static final double BEYOND = 0.05;

    /** No probability is lowered to less than such a part: a tail that needs more is not known. */
    private static final double MOST_LOWERED = 100;

    private static final int HALVINGS = 40;

    /** @throws IllegalArgumentException if a value is out of its range */
    public Calibration {
        if (version < 0 || (version == 0) != (source == Source.POPULATION)) {
            throw new IllegalArgumentException("version: " + version + " of a calibration from " + source);
        }
        if (population.isBlank() || scoring.isBlank()) {
            throw new IllegalArgumentException("a calibration names its population and its scoring");
        }
        if (tracks < 1 || works < 1) {
            throw new IllegalArgumentException("a calibration of " + tracks + " tracks of " + works + " works");
        }
        if (!(clustering >= 1)) {
            throw new IllegalArgumentException("clustering: " + clustering + " is not 1 or more");
        }
        replicates = List.copyOf(replicates);
        doubles = Map.copyOf(doubles);
        for (double times : doubles.values()) {
            if (!(times > 0)) {
                throw new IllegalArgumentException("doubles: " + times + " is not above 0");
            }
        }
        if (!(othersDoubles > 0)) {
            throw new IllegalArgumentException("othersDoubles: " + othersDoubles + " is not above 0");
        }
    }

    /** A calibration by a stream. */
    public static Calibration ofStream(
            int version, Instant created, String description, String scoring, FittedTail fitted) {
        return new Calibration(
                version,
                created,
                Source.STREAM,
                description,
                "this platform's uploads",
                scoring,
                fitted.tracks(),
                fitted.works(),
                fitted.tail(),
                fitted.replicates(),
                fitted.mated(),
                fitted.clustering(),
                fitted.doubles(),
                fitted.othersDoubles());
    }

    /** A calibration by a catalogue's table, for searches. */
    public static Calibration ofTable(PopulationTable table) {
        return ofTable(table, table.search(), table.tracks());
    }

    /** A calibration by a catalogue's table, for named claims: one person is compared, and nobody searched for. */
    public static Calibration ofClaims(PopulationTable table) {
        return ofTable(table, table.claim(), table.tracks());
    }

    private static Calibration ofTable(PopulationTable table, PopulationTable.Tail tail, long tracks) {
        return new Calibration(
                0,
                table.measured().atStartOfDay(ZoneOffset.UTC).toInstant(),
                Source.POPULATION,
                table.dataSet(),
                table.population(),
                table.scoring(),
                tracks,
                table.strangers(),
                new ImpostorTail(
                        tail.start(), tail.rate(), tail.people(), new GeneralisedPareto(tail.shape(), tail.scale())),
                List.of(),
                MatedScores.of(table.mated()),
                1,
                Map.of(),
                1);
    }

    /** The same with other people told apart. */
    public Calibration withDoubles(Map<PersonId, Double> people) {
        return new Calibration(
                version,
                created,
                source,
                description,
                population,
                scoring,
                tracks,
                works,
                tail,
                replicates,
                mated,
                clustering,
                people,
                othersDoubles);
    }

    /** Whether it is only a stand-in until the stream has told more. */
    public boolean provisional() {
        return source == Source.POPULATION;
    }

    /**
     * The threshold that keeps a promise: so high that a track of somebody who is not registered surpasses it with a
     * probability, on the average over what the tail might as well be.
     *
     * <p>A threshold read off a fitted tail is surpassed more often than promised, since errors downwards cost more than
     * errors upwards gain. So each replicate stands for the fit and the fit for the truth, and the probability is
     * lowered until the promise holds among them (bootstrap calibration: Beran 1990; Hall, Peng and Tajvidi 1999).
     *
     * @param probability above 0, below 1
     * @param registered people among whom is searched, 1 or more
     */
    public double threshold(double probability, int registered) {
        return tail.score(nominal(probability, registered), registered);
    }

    /**
     * Between which thresholds the one for a probability lies, with a confidence of 90 %.
     *
     * @return lower and upper end; both are the threshold where there are no replicates
     */
    public double[] interval(double probability, int registered) {
        if (replicates.isEmpty()) {
            double only = threshold(probability, registered);
            return new double[] {only, only};
        }
        double nominal = nominal(probability, registered);
        double[] thresholds = replicates.stream()
                .mapToDouble(replicate -> replicate.score(nominal, registered))
                .sorted()
                .toArray();
        int from = (int) Math.floor(BEYOND * (thresholds.length - 1));
        return new double[] {thresholds[from], thresholds[thresholds.length - 1 - from]};
    }

    /** The probability to read off the tail, so that a promised one is kept. */
    private double nominal(double probability, int registered) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability: " + probability + " is not between 0 and 1");
        }
        if (replicates.isEmpty() || kept(probability, registered) <= probability) {
            return probability;
        }
        double low = Math.log(probability / MOST_LOWERED);
        double high = Math.log(probability);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (kept(Math.exp(middle), registered) > probability) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.exp(low);
    }

    /** What a probability that is read off replicates comes to. */
    private double kept(double nominal, int registered) {
        return Arrays.stream(replicates.toArray(ImpostorTail[]::new))
                .mapToDouble(replicate -> tail.exceedance(replicate.score(nominal, registered), registered))
                .average()
                .orElse(nominal);
    }
}
