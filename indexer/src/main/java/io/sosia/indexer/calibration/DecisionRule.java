package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import io.sosia.models.vector.Cosine;
import java.util.HashMap;
import java.util.Map;

/**
 * From which similarity on a track is taken for a registered person, and where a person has to look first.
 *
 * <table>
 * <caption>What a similarity s to a person means, by their threshold</caption>
 * <tr><td>s &lt; threshold - reviewMargin</td><td>nobody registered</td></tr>
 * <tr><td>threshold - reviewMargin ≤ s &lt; threshold + reviewMargin</td><td>near the threshold: review</td></tr>
 * <tr><td>threshold + reviewMargin ≤ s</td><td>this person, unless somebody else is near: review where the
 *     runner-up's similarity is above s - runnerUpMargin</td></tr>
 * </table>
 *
 * @param threshold of everybody who has none of their own
 * @param own thresholds of people who have many doubles
 * @param reviewMargin cosine, 0 to 1; 0 lets the threshold decide alone
 * @param runnerUpMargin cosine, 0 to 1; 0 lets the most alike person win always
 * @param source where the threshold was measured and what it costs, for people to read
 */
public record DecisionRule(
        Cosine threshold, Map<PersonId, Cosine> own, double reviewMargin, double runnerUpMargin, String source) {

    /** @throws IllegalArgumentException if a margin is out of its range or the source is blank */
    public DecisionRule {
        own = Map.copyOf(own);
        if (!(reviewMargin >= 0 && reviewMargin <= 1)) {
            throw new IllegalArgumentException("reviewMargin: " + reviewMargin + " is not in 0..1");
        }
        if (!(runnerUpMargin >= 0 && runnerUpMargin <= 1)) {
            throw new IllegalArgumentException("runnerUpMargin: " + runnerUpMargin + " is not in 0..1");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("a threshold says where it was measured");
        }
    }

    /** With one threshold for everybody. */
    public DecisionRule(Cosine threshold, double reviewMargin, double runnerUpMargin, String source) {
        this(threshold, Map.of(), reviewMargin, runnerUpMargin, source);
    }

    /**
     * By a budget's thresholds. What is for review has to be looked at as well, so the budget is for all that is not
     * nobody's: its thresholds are where review begins, and the rule's lie above them by the margin.
     */
    public static DecisionRule of(
            AlarmThresholds thresholds, double reviewMargin, double runnerUpMargin, String source) {
        Map<PersonId, Cosine> own = new HashMap<>();
        thresholds.own().forEach((person, threshold) -> own.put(person, upwards(threshold + reviewMargin)));
        return new DecisionRule(
                upwards(thresholds.general() + reviewMargin), own, reviewMargin, runnerUpMargin, source);
    }

    /** To the four digits that are told of it, so that what is told is what decides. */
    static Cosine upwards(double threshold) {
        return new Cosine(Math.min(1, Math.ceil(threshold * 10_000) / 10_000));
    }

    /** A person's threshold. */
    public Cosine threshold(PersonId person) {
        return own.getOrDefault(person, threshold);
    }

    /** The lowest similarity that is not nobody's, whoever it is to. */
    public Cosine least() {
        double lowest = own.values().stream().mapToDouble(Cosine::value).reduce(threshold.value(), Math::min);
        return new Cosine(Math.max(-1, lowest - reviewMargin));
    }

    /** Whether it is too little for that person. */
    public boolean isNobody(PersonId person, Cosine similarity) {
        return similarity.value() < threshold(person).value() - reviewMargin;
    }

    /** Whether it is so near the person's threshold that somebody has to look. */
    public boolean isNearThreshold(PersonId person, Cosine similarity) {
        return !isNobody(person, similarity)
                && similarity.value() < threshold(person).value() + reviewMargin;
    }

    /** Whether two people are so near each other that a person has to look. */
    public boolean areNear(Cosine best, Cosine runnerUp) {
        return runnerUp.value() > best.value() - runnerUpMargin;
    }
}
