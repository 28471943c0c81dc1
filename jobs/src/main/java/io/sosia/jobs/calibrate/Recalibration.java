package io.sosia.jobs.calibrate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a refit came to.
 *
 * @param tracks it is of
 * @param works they come from
 * @param nights in which they were seen
 * @param lacking what it takes to be believed; empty where it is
 * @param before what holds
 * @param after what would hold, where anything could be fitted
 * @param applied whether it holds from now on
 * @param dropped findings that would be none
 * @param toReview findings that would be for review
 * @param cleared findings that would no longer be for review because of the threshold
 * @param tracksAdded tracks without a finding that would become one
 */
public record Recalibration(
        long tracks,
        int works,
        int nights,
        Optional<String> lacking,
        State before,
        Optional<State> after,
        boolean applied,
        List<String> dropped,
        List<String> toReview,
        List<String> cleared,
        int tracksAdded) {

    /** Copies the lists. */
    public Recalibration {
        dropped = List.copyOf(dropped);
        toReview = List.copyOf(toReview);
        cleared = List.copyOf(cleared);
    }

    /**
     * What decides.
     *
     * @param version 0 for a table of the catalogue
     * @param date when it was fitted or measured
     * @param population whose scores
     * @param provisional whether it is a stand-in
     * @param tracks it was fitted to
     * @param people registered
     * @param tracksPerNight where it is known
     * @param perTrack the probability with which a stranger's track may be taken for somebody
     * @param alarmsFrom the score from which on a track of somebody without a threshold of their own is a finding, be it
     *     for review
     * @param low end of an interval of 90 % for it
     * @param high likewise
     * @param ownThresholds how many people have a threshold of their own
     * @param matedTracks of the tracks, those of registered people, estimated; 0 for a table
     */
    public record State(
            int version,
            Instant date,
            String population,
            boolean provisional,
            long tracks,
            int people,
            Optional<Double> tracksPerNight,
            double perTrack,
            double alarmsFrom,
            double low,
            double high,
            int ownThresholds,
            double matedTracks) {}
}
