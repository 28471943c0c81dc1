package io.sosia.jobs.evaluate;

import io.sosia.jobs.evaluate.ScanAccuracy.FoundPerson;
import io.sosia.jobs.evaluate.statistics.Interval;
import io.sosia.jobs.evaluate.statistics.Proportion;
import io.sosia.jobs.evaluate.statistics.Resampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a condition costs: the same appearances of registered people in films under it and in the plain films. Appearances
 * that the condition took out of the film are left out of both.
 *
 * <p>The interval is of the difference between two shares of the same appearances. Its ends are those of a bootstrap over
 * people, both films' appearances of a person drawn together, moved outwards to those of Bonett and Price's adjusted Wald
 * interval for paired proportions where that is wider ("Adjusted Wald confidence interval for a difference of binomial
 * proportions based on paired data", Journal of Educational and Behavioral Statistics 37, 2012): where no appearance
 * differs, replicates alone would be sure of it.
 *
 * @param missed of the appearances under the condition, those not found
 * @param missedInPlain of the same appearances in the plain films, those not found
 * @param lost found in the plain film and not under the condition
 * @param gained found under the condition and not in the plain film
 * @param interval of the points lost; empty without appearances
 */
public record ConditionLoss(
        Proportion missed, Proportion missedInPlain, long lost, long gained, Optional<Interval> interval) {

    /** From this few appearances on one of them is more than two points: too coarse for the gates. */
    public static final int LEAST_APPEARANCES = 50;

    /**
     * A plain film of which a smaller share was found says nothing of what a condition costs: who is missed anyway cannot
     * be lost. So it is where the films' people are not those who are registered.
     */
    public static final double LEAST_FOUND = 0.5;

    /** Points: hundredths. */
    private static final double POINTS = 100;

    /** Of a normal distribution, 95 % lie within so many deviations. */
    private static final double DEVIATIONS = 1.959964;

    /**
     * Compares.
     *
     * @param plain the truth of the plain films, each appearance with its number
     * @param plainFindings what was found in them
     * @param truth of the films under the condition; only what is in {@code plain} too counts
     * @param findings what was found in those
     * @param measured whose appearances are looked at
     */
    public static ConditionLoss of(
            List<TrueAppearance> plain,
            List<FoundPerson> plainFindings,
            List<TrueAppearance> truth,
            List<FoundPerson> findings,
            Predicate<String> measured,
            Resampling resampling) {
        Map<Integer, TrueAppearance> byNumber = new HashMap<>();
        plain.forEach(a -> a.number().ifPresent(number -> byNumber.put(number, a)));
        People people = new People();
        List<Pair> pairs = new ArrayList<>();
        for (TrueAppearance appearance : truth) {
            Optional<TrueAppearance> same = appearance.number().map(byNumber::get);
            if (same.isPresent() && appearance.person().filter(measured).isPresent()) {
                pairs.add(new Pair(
                        people.number(appearance.person().get()),
                        ScanAccuracy.isFound(same.get(), plainFindings),
                        ScanAccuracy.isFound(appearance, findings)));
            }
        }
        double[][] replicates = resampling.run(people.stratum(person -> true), 3, (times, into) -> {
            double all = 0;
            double missed = 0;
            double missedInPlain = 0;
            for (Pair pair : pairs) {
                int weight = times[pair.person()];
                all += weight;
                missed += pair.here() ? 0 : weight;
                missedInPlain += pair.inPlain() ? 0 : weight;
            }
            if (all > 0) {
                into[0] = missed / all;
                into[1] = missedInPlain / all;
                into[2] = POINTS * (missed - missedInPlain) / all;
            }
        });
        long lost = pairs.stream().filter(p -> p.inPlain() && !p.here()).count();
        long gained = pairs.stream().filter(p -> !p.inPlain() && p.here()).count();
        return new ConditionLoss(
                Proportion.of(
                        pairs.stream().filter(p -> !p.here()).count(), pairs.size(), people.count(), replicates[0]),
                Proportion.of(
                        pairs.stream().filter(p -> !p.inPlain()).count(), pairs.size(), people.count(), replicates[1]),
                lost,
                gained,
                pairs.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Resampling.interval(replicates[2])
                                .map(adjusted(lost, gained, pairs.size())::with)
                                .orElseGet(() -> adjusted(lost, gained, pairs.size()))));
    }

    /** Whether an appearance was found in either film. */
    private record Pair(int person, boolean inPlain, boolean here) {}

    private static Interval adjusted(long lost, long gained, int pairs) {
        double n = pairs + 2.0;
        double down = (lost + 1) / n;
        double up = (gained + 1) / n;
        double middle = down - up;
        double reach = DEVIATIONS * Math.sqrt((down + up - middle * middle) / n);
        return new Interval(POINTS * Math.max(-1, middle - reach), POINTS * Math.min(1, middle + reach));
    }

    /** How many appearances are compared. */
    public long appearances() {
        return missed.trials();
    }

    /** Whether a film lacks so much of the plain one's truth, or of what is found there, that losses tell nothing. */
    public boolean tellsNothing(ConditionLoss plain) {
        return missedInPlain.count() > (1 - LEAST_FOUND) * appearances()
                || appearances() < LEAST_FOUND * plain.appearances();
    }

    /** Of a hundred appearances so many are found fewer than in the plain film; not a number without appearances. */
    public double points() {
        return appearances() == 0 ? Double.NaN : POINTS * (lost - gained) / appearances();
    }
}
