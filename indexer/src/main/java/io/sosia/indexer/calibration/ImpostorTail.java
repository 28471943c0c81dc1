package io.sosia.indexer.calibration;

/**
 * How probable it is that a track of somebody who is not registered scores above a level that is in the tail: peaks
 * over a threshold (Davison and Smith 1990). A track's score is that of the best of everybody registered, so it grows
 * with how many they are: registered people are so many independent chances, and
 * {@code 1 - (1 - p)^(N / people)} is the probability among N of them.
 *
 * @param start the score from which on the tail describes scores
 * @param rate the probability that a track scores above {@code start} among {@code people}, above 0, below 1
 * @param people registered when the scores were made, 1 or more
 * @param excess how far above {@code start}
 */
public record ImpostorTail(double start, double rate, int people, GeneralisedPareto excess) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public ImpostorTail {
        if (!(start >= -1 && start < 1)) {
            throw new IllegalArgumentException("start: " + start + " is not in -1..1");
        }
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("rate: " + rate + " is not between 0 and 1");
        }
        if (people < 1) {
            throw new IllegalArgumentException("people: " + people + " is not 1 or more");
        }
    }

    /**
     * The probability that a track of somebody who is not registered scores above a level.
     *
     * @param score {@code start} or more; what lies below is not described, and counts as {@code start}
     * @param registered people among whom is searched, 0 or more
     */
    public double exceedance(double score, int registered) {
        return exceedance(score, registered, 1);
    }

    /**
     * The same where the registered have more or fewer doubles than those of {@code people}.
     *
     * @param doubles how many times as many, above 0
     */
    double exceedance(double score, int registered, double doubles) {
        double single = rate * excess.survival(Math.max(0, score - start));
        return -Math.expm1(Math.log1p(-single) * registered * doubles / people);
    }

    /**
     * The score that a track of somebody who is not registered surpasses with a probability.
     *
     * @param probability above 0, below 1
     * @param registered people among whom is searched, 1 or more
     * @return {@code start} or more: where the probability asks for less, {@code start}
     */
    public double score(double probability, int registered) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability: " + probability + " is not between 0 and 1");
        }
        double single = -Math.expm1(Math.log1p(-probability) * people / registered);
        return start + excess.excess(Math.min(1, single / rate));
    }

    /**
     * The logarithm of the density of a track's score where it belongs to nobody registered.
     *
     * @param score {@code start} or more
     * @param registered people among whom is searched, 1 or more
     */
    public double logDensity(double score, int registered) {
        double above = score - start;
        double single = rate * excess.survival(above);
        double times = (double) registered / people;
        return Math.log(rate) + excess.logDensity(above) + Math.log(times) + (times - 1) * Math.log1p(-single);
    }
}
