package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import java.util.HashMap;
import java.util.Map;

/**
 * The thresholds that keep a budget. Whoever has more doubles than others gets a higher one, everybody else a little
 * lower for it: all lie where the likelihood ratio is the same, so that the budget is spent where it finds most.
 *
 * @param perTrack the probability that was allowed for a track of somebody who is not registered
 * @param expected the probability with which such a track surpasses a threshold: {@code perTrack}, or less among so few
 *     registered people that the threshold is that of {@link #FEW}
 * @param registered people among whom is searched
 * @param general for everybody without one of their own
 * @param lower end of an interval of 90 % for {@code general} without regard to doubles
 * @param upper likewise
 * @param own of people with many doubles
 */
public record AlarmThresholds(
        double perTrack,
        double expected,
        int registered,
        double general,
        double lower,
        double upper,
        Map<PersonId, Double> own) {

    /**
     * Among fewer people than this the threshold is as among so many. Otherwise it would sink into where calibrations
     * describe nothing and a score speaks for a stranger.
     */
    public static final int FEW = 100;

    private static final int HALVINGS = 50;

    /** Copies the map. */
    public AlarmThresholds {
        own = Map.copyOf(own);
    }

    /**
     * By a calibration.
     *
     * @param perTrack above 0, below 1
     * @param registered people among whom is searched, 0 or more
     */
    public static AlarmThresholds of(Calibration calibration, double perTrack, int registered) {
        int among = Math.max(FEW, registered);
        double common = calibration.threshold(perTrack, among);
        double expected = among == registered
                ? perTrack
                : Math.min(perTrack, calibration.tail().exceedance(common, registered));
        double[] interval = calibration.interval(perTrack, among);
        if (calibration.doubles().isEmpty()) {
            return new AlarmThresholds(perTrack, expected, registered, common, interval[0], interval[1], Map.of());
        }
        LikelihoodModel model = new LikelihoodModel(calibration, among);
        double allowed = calibration.tail().exceedance(common, among);
        double low = -20;
        double high = 20;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (spent(calibration, model, middle, among) > allowed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Map<PersonId, Double> own = new HashMap<>();
        double ratio = high;
        calibration.doubles().forEach((person, times) -> own.put(person, model.score(ratio, times)));
        return new AlarmThresholds(
                perTrack,
                expected,
                registered,
                model.score(ratio, calibration.othersDoubles()),
                interval[0],
                interval[1],
                own);
    }

    /** The probability that a track surpasses its threshold, were all at one likelihood ratio. */
    private static double spent(Calibration calibration, LikelihoodModel model, double log10, int registered) {
        ImpostorTail tail = calibration.tail();
        double sum = 0;
        for (double times : calibration.doubles().values()) {
            sum += times * tail.exceedance(model.score(log10, times), registered);
        }
        double others = Math.max(0, registered - calibration.doubles().size());
        sum += others
                * calibration.othersDoubles()
                * tail.exceedance(model.score(log10, calibration.othersDoubles()), registered);
        return sum / registered;
    }

    /** A person's threshold. */
    public double of(PersonId person) {
        return own.getOrDefault(person, general);
    }
}
