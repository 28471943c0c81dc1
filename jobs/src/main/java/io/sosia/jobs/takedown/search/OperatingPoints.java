package io.sosia.jobs.takedown.search;

import io.sosia.indexer.calibration.StrangerOdds;
import java.util.Optional;

/**
 * From which score on a sighting is a candidate, and from which on it is shown as sure. Both follow from how many sightings
 * are compared, since each is a chance for a stranger ({@link StrangerOdds}):
 *
 * <table>
 * <caption>Probabilities that one stranger's sighting reaches a point, of {@code N} sightings compared</caption>
 * <tr><td>in what the requester named</td><td>{@code r}, the rate of named claims ({@code scan.claimRate}): somebody has said
 *     where to look, and chance has few tries</td></tr>
 * <tr><td>elsewhere</td><td>the least of {@code r} and {@code strangers / N}: no more than so many strangers are expected
 *     among the candidates, however much is searched</td></tr>
 * <tr><td>sure</td><td>the least of {@code r / 10} and {@value #SURE_STRANGERS}{@code  / N}</td></tr>
 * </table>
 *
 * A person decides about all of them; the second point orders what they look at first.
 *
 * @param odds of a stranger
 * @param claimRate above 0, below 1
 * @param strangers expected among the candidates at most, above 0
 * @param set a threshold that was set by hand and stands in their place
 * @param reviewMargin about that
 */
record OperatingPoints(
        StrangerOdds odds, double claimRate, double strangers, Optional<Double> set, double reviewMargin) {

    /** Strangers expected among what is shown as sure, at most: one in ten searches has one. */
    static final double SURE_STRANGERS = 0.1;

    /** A stranger reaches the sure point ten times less often than the other. */
    private static final double SURER = 10;

    /** @throws IllegalArgumentException if a value is out of its range */
    OperatingPoints {
        if (!(claimRate > 0 && claimRate < 1)) {
            throw new IllegalArgumentException("claimRate: " + claimRate + " is not between 0 and 1");
        }
        if (!(strangers > 0 && strangers < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("strangers: " + strangers + " is not above 0");
        }
    }

    /** From which score on a sighting is a candidate in what the requester named. */
    double named() {
        return set.map(threshold -> threshold - reviewMargin).orElseGet(() -> upwards(odds.score(claimRate)));
    }

    /**
     * From which score on a sighting is a candidate elsewhere.
     *
     * @param sightings compared
     */
    double least(long sightings) {
        return set.map(threshold -> threshold - reviewMargin)
                .orElseGet(() -> upwards(odds.score(Math.min(claimRate, strangers / Math.max(1, sightings)))));
    }

    /** From which score on it is shown as sure. */
    double sure(long sightings) {
        return set.map(threshold -> threshold + reviewMargin)
                .orElseGet(() ->
                        upwards(odds.score(Math.min(claimRate / SURER, SURE_STRANGERS / Math.max(1, sightings)))));
    }

    /** To the four digits that are told of it, so that what is told is what decides. */
    private static double upwards(double threshold) {
        return Math.min(1, Math.ceil(threshold * 10_000) / 10_000);
    }
}
