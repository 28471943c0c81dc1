package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decision scores of a stream of tracks, each the score of the best of everybody registered. Tracks of one work are not
 * independent of each other, since the same actors appear throughout; works are taken to be. Immutable.
 */
public final class ScoreSample {

    /** What is known of whose a track is. */
    public enum Known {
        /** Nobody has looked. */
        UNKNOWN,
        /** A person confirmed that it is the registered person. */
        MATED,
        /** A person rejected that. */
        NON_MATED
    }

    /**
     * A track.
     *
     * @param score of the best, as it decides
     * @param best whom it is most like, unless they were erased since
     */
    public record Track(double score, Optional<PersonId> best, Known known) {

        /** @throws IllegalArgumentException if the score is no cosine */
        public Track {
            if (!(score >= -1 && score <= 1)) {
                throw new IllegalArgumentException("score: " + score + " is not in -1..1");
            }
        }
    }

    private static final int NOBODY = -1;

    private final double[] scores;
    private final int[] works;
    private final int[] people;
    private final Known[] known;
    private final int[] registered;
    private final double[] exposures;
    private final List<PersonId> names;
    private final long tracks;
    private final double floor;

    private ScoreSample(Builder builder) {
        int size = builder.tracks.size();
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) -> Double.compare(
                        builder.tracks.get(b).score(), builder.tracks.get(a).score()));
        scores = new double[size];
        works = new int[size];
        people = new int[size];
        known = new Known[size];
        registered = new int[size];
        Map<PersonId, Integer> numbers = new HashMap<>();
        List<PersonId> found = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Track track = builder.tracks.get(order[i]);
            scores[i] = track.score();
            works[i] = builder.workOf.get(order[i]);
            known[i] = track.known();
            registered[i] = builder.registeredOf.get(order[i]);
            people[i] = track.best()
                    .map(person -> numbers.computeIfAbsent(person, p -> {
                        found.add(p);
                        return found.size() - 1;
                    }))
                    .orElse(NOBODY);
        }
        exposures = builder.exposures.stream().mapToDouble(Double::doubleValue).toArray();
        names = List.copyOf(found);
        tracks = builder.count;
        floor = builder.floor;
    }

    /** How many tracks there are, those below the floor included. */
    public long tracks() {
        return tracks;
    }

    /** How many works the tracks come from. */
    public int works() {
        return exposures.length;
    }

    /** The score from which on every track is there by itself; -1 where all are. */
    public double floor() {
        return floor;
    }

    /** How many tracks are there by themselves. */
    int size() {
        return scores.length;
    }

    /** Of the tracks there by themselves, the best first. */
    double score(int index) {
        return scores[index];
    }

    Known known(int index) {
        return known[index];
    }

    int work(int index) {
        return works[index];
    }

    /** People registered when the track was searched for. */
    int registered(int index) {
        return registered[index];
    }

    Optional<PersonId> person(int index) {
        return people[index] == NOBODY ? Optional.empty() : Optional.of(names.get(people[index]));
    }

    /** Tracks times people registered, summed over a work: how many chances it had to resemble somebody. */
    double exposure(int work) {
        return exposures[work];
    }

    /** A sample that is being put together. Not thread-safe. */
    public static final class Builder {

        private final List<Track> tracks = new ArrayList<>();
        private final List<Integer> workOf = new ArrayList<>();
        private final List<Integer> registeredOf = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Double> exposures = new ArrayList<>();
        private long count;
        private double floor = -1;

        /**
         * Adds tracks that were searched for together.
         *
         * @param work what they come from; of one name, one work
         * @param people registered then, 1 or more
         * @param count of all tracks
         * @param below the score below which tracks are only counted; -1 where none is
         * @param scored those with a score of {@code below} or more
         * @return this
         * @throws IllegalArgumentException if there are fewer tracks than scored ones, or a score is below
         */
        public Builder add(String work, int people, long count, double below, List<Track> scored) {
            if (people < 1) {
                throw new IllegalArgumentException("people: " + people + " is not 1 or more");
            }
            if (count < scored.size()) {
                throw new IllegalArgumentException(
                        "count: " + count + " is less than the " + scored.size() + " scored tracks");
            }
            int number = numbers.computeIfAbsent(work, w -> {
                exposures.add(0.0);
                return exposures.size() - 1;
            });
            long mated = 0;
            for (Track track : scored) {
                if (track.score() < below) {
                    throw new IllegalArgumentException("score: " + track.score() + " is below " + below);
                }
                tracks.add(track);
                workOf.add(number);
                registeredOf.add(people);
                mated += track.known() == Known.MATED ? 1 : 0;
            }
            exposures.set(number, exposures.get(number) + (double) (count - mated) * people);
            this.count += count;
            floor = Math.max(floor, below);
            return this;
        }

        /** The sample. */
        public ScoreSample build() {
            return new ScoreSample(this);
        }
    }
}
