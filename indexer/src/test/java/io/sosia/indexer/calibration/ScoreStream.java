package io.sosia.indexer.calibration;

import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.calibration.ScoreSample.Track;
import io.sosia.indexer.registry.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Scores whose distribution is known exactly: each comparison's is exponential, and a track's is the largest of as many
 * as people are registered.
 */
final class ScoreStream {

    static final double SCALE = 0.04;
    static final MatedScores MATED = new MatedScores(0.7, 0.1, 400);

    private final RandomGenerator random;

    ScoreStream(long seed) {
        random = new java.util.SplittableRandom(seed);
    }

    /** The probability that a track of somebody who is not registered scores above a level. */
    static double exceedance(double score, int registered) {
        return -Math.expm1(registered * Math.log1p(-Math.exp(-score / SCALE)));
    }

    /** Of somebody who is not registered. */
    double stranger(int registered) {
        return Math.min(1, -SCALE * Math.log1p(-Math.pow(random.nextDouble(), 1.0 / registered)));
    }

    /** Of somebody registered. */
    double mate() {
        return Math.clamp(MATED.mean() + MATED.deviation() * random.nextGaussian(), -1.0, 1.0);
    }

    /** A work of so many tracks of strangers and mates. */
    ScoreStream add(ScoreSample.Builder builder, String work, int registered, int strangers, int mates, double floor) {
        List<Track> tracks = new ArrayList<>();
        for (int i = 0; i < strangers; i++) {
            tracks.add(new Track(stranger(registered), Optional.of(person(registered)), Known.UNKNOWN));
        }
        for (int i = 0; i < mates; i++) {
            tracks.add(new Track(mate(), Optional.of(person(registered)), Known.UNKNOWN));
        }
        tracks.removeIf(track -> track.score() < floor);
        builder.add(work, registered, strangers + mates, floor, tracks);
        return this;
    }

    private PersonId person(int registered) {
        return new PersonId("p-" + random.nextInt(registered));
    }

    /** Works of ten tracks each. */
    static ScoreSample sample(long seed, int works, int registered, double shareOfMates, double floor) {
        ScoreStream stream = new ScoreStream(seed);
        ScoreSample.Builder builder = new ScoreSample.Builder();
        double due = 0;
        for (int work = 0; work < works; work++) {
            due += 10 * shareOfMates;
            int mates = (int) due;
            due -= mates;
            stream.add(builder, "w-" + work, registered, 10 - mates, mates, floor);
        }
        return builder.build();
    }
}
