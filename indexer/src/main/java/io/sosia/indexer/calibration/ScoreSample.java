package io.sosia.indexer.calibration;

import io.sosia.indexer.registry.PersonId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decision scores of a stream of tracks, each the score of the best of everybody registered. Tracks of one work are not
 * independent of each other, since the same actors appear throughout; works are taken to be. Immutable.
 *
 * <p>Takes 20 bytes for a track that is there by itself, and nothing for others: a month's are fitted in a small heap.
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
    private final int[] sets;
    private final int[] people;
    private final Known[] known;
    private final int[] workOfSet;
    private final int[] registeredOfSet;
    private final double[] exposures;
    private final List<PersonId> names;
    private final long tracks;
    private final long leftOut;
    private final double floor;

    private ScoreSample(Builder builder) {
        floor = builder.floor();
        int numberOfSets = builder.sets.size();
        workOfSet = new int[numberOfSets];
        registeredOfSet = new int[numberOfSets];
        Map<Integer, Integer> works = new HashMap<>();
        double[] exposureOfWork = new double[numberOfSets];
        long count = 0;
        long others = 0;
        for (Builder.Searches set : builder.sets.values()) {
            if (set.below > floor) {
                others += set.count;
                continue;
            }
            int work = works.computeIfAbsent(set.work, w -> works.size());
            workOfSet[set.number] = work;
            registeredOfSet[set.number] = set.people;
            exposureOfWork[work] += (double) (set.count - set.mated) * set.people;
            count += set.count;
        }
        exposures = Arrays.copyOf(exposureOfWork, works.size());
        tracks = count;
        leftOut = others;
        int[] order = builder.best(floor);
        scores = new double[order.length];
        sets = new int[order.length];
        people = new int[order.length];
        known = new Known[order.length];
        for (int i = 0; i < order.length; i++) {
            scores[i] = builder.scores[order[i]];
            sets[i] = builder.setOf[order[i]];
            people[i] = builder.people[order[i]];
            known[i] = builder.known[order[i]];
        }
        names = List.copyOf(builder.names.keySet());
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

    /**
     * How many tracks were left out, and are in none of the other figures: of them fewer scores are there than of the
     * rest, and the floor that they would ask for costs more scores than they bring.
     */
    public long leftOut() {
        return leftOut;
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
        return workOfSet[sets[index]];
    }

    /** People registered when the track was searched for. */
    int registered(int index) {
        return registeredOfSet[sets[index]];
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

        /** What was searched for alike. */
        private static final class Searches {
            private final int number;
            private final int work;
            private final int people;
            private final double below;
            private long count;
            private long mated;

            Searches(int number, Key key) {
                this.number = number;
                this.work = key.work;
                this.people = key.people;
                this.below = key.below;
            }
        }

        private record Key(int work, int people, double below) {}

        private final Map<String, Integer> works = new HashMap<>();
        private final Map<Key, Searches> sets = new LinkedHashMap<>();
        private final Map<PersonId, Integer> names = new LinkedHashMap<>();
        private int size;
        private double[] scores = new double[256];
        private int[] setOf = new int[256];
        private int[] people = new int[256];
        private Known[] known = new Known[256];

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
            int number = works.computeIfAbsent(work, w -> works.size());
            Searches set = sets.computeIfAbsent(new Key(number, people, below), key -> new Searches(sets.size(), key));
            for (Track track : scored) {
                if (track.score() < below) {
                    throw new IllegalArgumentException("score: " + track.score() + " is below " + below);
                }
                add(set, track);
            }
            set.count += count;
            return this;
        }

        private void add(Searches set, Track track) {
            if (size == scores.length) {
                int larger = size + size / 2;
                scores = Arrays.copyOf(scores, larger);
                setOf = Arrays.copyOf(setOf, larger);
                people = Arrays.copyOf(people, larger);
                known = Arrays.copyOf(known, larger);
            }
            scores[size] = track.score();
            setOf[size] = set.number;
            people[size] = track.best()
                    .map(person -> names.computeIfAbsent(person, p -> names.size()))
                    .orElse(NOBODY);
            known[size] = track.known();
            set.mated += track.known() == Known.MATED ? 1 : 0;
            size++;
        }

        /**
         * The sample. Sets of which fewer scores are there than of others are left out where the floor that they ask for
         * would leave fewer scores for a tail: one night with a threshold set high is not to hide a month.
         */
        public ScoreSample build() {
            return new ScoreSample(this);
        }

        /**
         * Of the scores from which sets are there, the one above which most scores are left that a tail can use; of
         * several the highest, which leaves out least.
         */
        private double floor() {
            double[] floors = sets.values().stream()
                    .mapToDouble(set -> set.below)
                    .sorted()
                    .distinct()
                    .toArray();
            if (floors.length == 0) {
                return -1;
            }
            int[] floorOfSet = new int[sets.size()];
            long[] tracks = new long[floors.length];
            for (Searches set : sets.values()) {
                floorOfSet[set.number] = Arrays.binarySearch(floors, set.below);
                tracks[floorOfSet[set.number]] += set.count;
            }
            // A score is there above each floor from its own set's on to the last that is less.
            long[] above = new long[floors.length + 1];
            for (int i = 0; i < size; i++) {
                int place = Arrays.binarySearch(floors, scores[i]);
                int less = place < 0 ? -place - 1 : place;
                int from = floorOfSet[setOf[i]];
                if (less > from) {
                    above[from]++;
                    above[less]--;
                }
            }
            int best = 0;
            long most = -1;
            long count = 0;
            long exceedances = 0;
            for (int floor = 0; floor < floors.length; floor++) {
                count += tracks[floor];
                exceedances += above[floor];
                long usable = Math.min(exceedances, TailRules.standard().exceedances((double) count));
                if (usable >= most) {
                    most = usable;
                    best = floor;
                }
            }
            return floors[best];
        }

        /** Places of the tracks of sets that are there from such a score on, the best first; of equals the first added. */
        private int[] best(double floor) {
            boolean[] there = new boolean[sets.size()];
            sets.values().forEach(set -> there[set.number] = set.below <= floor);
            double[] ascending = new double[size];
            int length = 0;
            for (int i = 0; i < size; i++) {
                if (there[setOf[i]]) {
                    ascending[length++] = scores[i];
                }
            }
            Arrays.sort(ascending, 0, length);
            int[] taken = new int[length];
            int[] order = new int[length];
            for (int i = 0; i < size; i++) {
                if (there[setOf[i]]) {
                    int better = length - firstAbove(ascending, length, scores[i]);
                    order[better + taken[better]++] = i;
                }
            }
            return order;
        }

        private static int firstAbove(double[] ascending, int length, double score) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Double.compare(ascending[middle], score) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
