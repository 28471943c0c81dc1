package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import java.util.List;
import java.util.Map;

/**
 * What a stream says of the scores of people who are not registered.
 *
 * @param tail as fitted to all of the sample
 * @param replicates tails fitted to as many samples of works drawn from it, with one start and number of people
 * @param mated scores of registered people, the expectation improved by what looks like them in the sample
 * @param matedTracks tracks that belong to registered people, estimated
 * @param tracks of the sample, those of registered people included
 * @param works of the sample
 * @param exceedances tracks above the tail's start, less those of registered people
 * @param clustering how many times wider than Poisson's the variance of a night's count is, since tracks of one work
 *     come together: 1 or more
 * @param doubles of people who have many: how many times as many as the average
 * @param othersDoubles of everybody else together, above 0
 */
public record FittedTail(
        ImpostorTail tail,
        List<ImpostorTail> replicates,
        MatedScores mated,
        double matedTracks,
        long tracks,
        int works,
        double exceedances,
        double clustering,
        Map<PersonId, Double> doubles,
        double othersDoubles) {

    /** Copies the collections. */
    public FittedTail {
        replicates = List.copyOf(replicates);
        doubles = Map.copyOf(doubles);
        if (!(clustering >= 1)) {
            throw new IllegalArgumentException("clustering: " + clustering + " is not 1 or more");
        }
    }
}
