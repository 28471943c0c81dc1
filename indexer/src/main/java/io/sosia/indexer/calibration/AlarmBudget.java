package io.sosia.indexer.calibration;

import java.util.Optional;

/**
 * What a platform can look at: false alarms in a night. It becomes the probability with which a single track of
 * somebody who is not registered may be taken for somebody.
 *
 * @param alarmsPerNight above 0
 * @param tracksPerNight how many tracks a night has, 1 or more, where that is known
 * @param mostPerTrack a probability that is never surpassed, however small a night is; above 0, below 1
 */
public record AlarmBudget(double alarmsPerNight, Optional<Double> tracksPerNight, double mostPerTrack) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public AlarmBudget {
        if (!(alarmsPerNight > 0 && alarmsPerNight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alarmsPerNight: " + alarmsPerNight + " is not above 0");
        }
        tracksPerNight.ifPresent(tracks -> {
            if (!(tracks >= 1 && tracks < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("tracksPerNight: " + tracks + " is not 1 or more");
            }
        });
        if (!(mostPerTrack > 0 && mostPerTrack < 1)) {
            throw new IllegalArgumentException("mostPerTrack: " + mostPerTrack + " is not between 0 and 1");
        }
    }

    /** The probability for a track: the budget shared out over the night's tracks, or the bound where that is less. */
    public double perTrack() {
        return tracksPerNight
                .map(tracks -> Math.min(mostPerTrack, alarmsPerNight / tracks))
                .orElse(mostPerTrack);
    }
}
