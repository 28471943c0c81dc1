package io.sosia.indexer.calibration;

/**
 * How a tail is fitted. The standard values were chosen by simulation and on one half of the people of our measuring
 * sets, those whose name's SHA-256 begins with an even byte; {@code indexer/docs/adr/0004} has the figures.
 *
 * @param greatestShare of all tracks that are taken for the tail, above 0, up to 0.5
 * @param perRoot of a larger sample the tail is so many times the root of its tracks
 * @param most exceedances that are used
 * @param least exceedances with which a fit is tried at all
 * @param leastTracks with which a fit is believed
 * @param leastWorks likewise
 * @param mostMated share of registered people's tracks with which a fit is believed
 * @param shapeMean where the tail's shape is expected
 * @param shapeDeviation how sure that is: a normal prior, as Coles and Dixon (1999) and Martins and Stedinger (2000)
 *     do for small samples
 * @param matedWeight how many tracks the expected mated scores count for
 * @param replicates samples drawn for the uncertainty
 * @param leastDoubles works with a double from which on a person's own rate is believed
 */
public record TailRules(
        double greatestShare,
        double perRoot,
        int most,
        int least,
        long leastTracks,
        int leastWorks,
        double mostMated,
        double shapeMean,
        double shapeDeviation,
        double matedWeight,
        int replicates,
        int leastDoubles) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public TailRules {
        if (!(greatestShare > 0 && greatestShare <= 0.5)) {
            throw new IllegalArgumentException("greatestShare: " + greatestShare + " is not above 0 and up to 0.5");
        }
        if (least < 10 || most < least) {
            throw new IllegalArgumentException("least: " + least + " is not in 10.." + most);
        }
        if (replicates < 0 || replicates > 10_000) {
            throw new IllegalArgumentException("replicates: " + replicates + " is not in 0..10000");
        }
        if (!(shapeDeviation > 0)) {
            throw new IllegalArgumentException("shapeDeviation: " + shapeDeviation + " is not above 0");
        }
    }

    /** What is used. */
    public static TailRules standard() {
        return new TailRules(0.25, 8, 2500, 20, 500, 20, 0.2, -0.1, 0.1, 10, 100, 5);
    }

    /** How many exceedances a sample of so many tracks is to have. */
    int exceedances(double tracks) {
        double wanted = Math.min(greatestShare * tracks, perRoot * Math.sqrt(tracks));
        return (int) Math.round(Math.clamp(wanted, least, most));
    }
}
