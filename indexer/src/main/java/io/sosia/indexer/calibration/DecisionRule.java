package io.sosia.indexer.calibration;

import io.sosia.models.catalogue.OperatingPoint;
import io.sosia.models.vector.Cosine;

/**
 * From which similarity on a track is taken for a registered person, and where a person has to look first.
 *
 * <table>
 * <caption>What a similarity s means</caption>
 * <tr><td>s &lt; threshold - reviewMargin</td><td>nobody registered</td></tr>
 * <tr><td>threshold - reviewMargin ≤ s &lt; threshold + reviewMargin</td><td>near the threshold: review</td></tr>
 * <tr><td>threshold + reviewMargin ≤ s</td><td>this person, unless somebody else is near: review where the
 *     runner-up's similarity is above s - runnerUpMargin</td></tr>
 * </table>
 *
 * @param threshold as measured
 * @param reviewMargin cosine, 0 to 1; 0 lets the threshold decide alone
 * @param runnerUpMargin cosine, 0 to 1; 0 lets the most alike person win always
 * @param source where the threshold was measured and what it costs, for people to read
 */
public record DecisionRule(Cosine threshold, double reviewMargin, double runnerUpMargin, String source) {

    /** @throws IllegalArgumentException if a margin is out of its range or the source is blank */
    public DecisionRule {
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

    /** The rule at a measured point. */
    public static DecisionRule at(OperatingPoint point, double reviewMargin, double runnerUpMargin) {
        return new DecisionRule(
                new Cosine(point.threshold()),
                reviewMargin,
                runnerUpMargin,
                point.dataSet() + ", " + point.portraits() + " portraits, FPIR " + point.fpir() + ", FNIR "
                        + point.fnir());
    }

    /** The lowest similarity that is not nobody's. */
    public Cosine least() {
        return new Cosine(Math.max(-1, threshold.value() - reviewMargin));
    }

    /** Whether it is too little for anybody. */
    public boolean isNobody(Cosine similarity) {
        return similarity.value() < threshold.value() - reviewMargin;
    }

    /** Whether it is so near the threshold that a person has to look. */
    public boolean isNearThreshold(Cosine similarity) {
        return !isNobody(similarity) && similarity.value() < threshold.value() + reviewMargin;
    }

    /** Whether two people are so near each other that a person has to look. */
    public boolean areNear(Cosine best, Cosine runnerUp) {
        return runnerUp.value() > best.value() - runnerUpMargin;
    }
}
