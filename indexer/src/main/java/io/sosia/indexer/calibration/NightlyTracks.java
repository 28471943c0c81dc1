package io.sosia.indexer.calibration;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * How many tracks a night has, told from nights that were. It is the size of the night in which the median track was
 * seen: a night in which somebody tried three videos has no weight, and one in which a month was caught up on does not
 * rule alone.
 */
public final class NightlyTracks {

    private NightlyTracks() {}

    /**
     * The usual number.
     *
     * @param nights tracks of each night
     * @return empty where there were none
     */
    public static OptionalDouble usual(Collection<Long> nights) {
        long[] ascending = nights.stream()
                .mapToLong(Long::longValue)
                .filter(n -> n > 0)
                .sorted()
                .toArray();
        long half = (Arrays.stream(ascending).sum() + 1) / 2;
        long sum = 0;
        for (long night : ascending) {
            sum += night;
            if (sum >= half) {
                return OptionalDouble.of((double) night);
            }
        }
        return OptionalDouble.empty();
    }
}
