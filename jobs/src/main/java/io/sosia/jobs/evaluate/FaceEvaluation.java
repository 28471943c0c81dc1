package io.sosia.jobs.evaluate;

import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.jobs.evaluate.Identification.MatedSearch;
import io.sosia.jobs.evaluate.Identification.NonMatedSearch;
import io.sosia.jobs.evaluate.PairsFile.LabelledPair;
import io.sosia.jobs.evaluate.statistics.Resampling;
import io.sosia.jobs.evaluate.statistics.Trials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins labels and what was read of the photos to measurements. Immutable.
 *
 * @param scorer compares faces
 * @param parts of the people of whom figures are told; everybody first
 * @param resampling gives the intervals
 */
public record FaceEvaluation(Scorer scorer, List<Part> parts, Resampling resampling) {

    /** Pairs beyond this many do not fit the memory that a command starts with. */
    public static final long MOST_PAIRS = 8_000_000;

    /** Copies the list. */
    public FaceEvaluation {
        parts = List.copyOf(parts);
    }

    /** The photos that pairs need, each once. */
    public static Set<Path> photos(List<LabelledPair> pairs) {
        Set<Path> photos = new LinkedHashSet<>();
        for (LabelledPair pair : pairs) {
            photos.add(pair.first());
            photos.add(pair.second());
        }
        return photos;
    }

    /** The photos that an identification needs, each once. */
    public static Set<Path> photos(IdentificationPlan plan) {
        Set<Path> photos = new LinkedHashSet<>();
        plan.gallery().values().forEach(photos::addAll);
        plan.mated().forEach(probe -> photos.add(probe.image()));
        plan.nonMated().forEach(probe -> photos.add(probe.image()));
        return photos;
    }

    /** Compares the pairs. A pair with a photo without a face counts as "different". */
    public Verification verify(List<LabelledPair> pairs, PhotoReadings readings) {
        List<ScoredPair> scored = new ArrayList<>();
        for (LabelledPair pair : pairs) {
            scored.add(new ScoredPair(
                    pair.fold(),
                    pair.firstPerson(),
                    pair.secondPerson(),
                    similarity(
                            readings.face(pair.first()),
                            readings.face(pair.second()).map(face -> scorer.person(List.of(face))))));
        }
        return Verification.of(scored, parts, resampling);
    }

    /**
     * Compares every two photos. A pair with a photo without a face counts as "different".
     *
     * @throws IllegalArgumentException if there are more than {@link #MOST_PAIRS}
     */
    public Verification verifyAll(LabelledImages labelled, PhotoReadings readings) {
        List<Optional<Accepted>> faces = new ArrayList<>();
        List<Optional<PersonTemplates>> templates = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        People people = new People();
        labelled.images()
                .forEach((person, images) -> images.forEach(image -> {
                    faces.add(readings.face(image));
                    templates.add(readings.face(image).map(face -> scorer.person(List.of(face))));
                    owners.add(people.number(person));
                }));
        long all = labelled.pairs();
        if (all > MOST_PAIRS) {
            throw new IllegalArgumentException(all + " pairs are more than " + MOST_PAIRS);
        }
        int matedPairs = Math.toIntExact(labelled.pairsOfOnePerson());
        PairCollector same = new PairCollector(matedPairs);
        PairCollector different = new PairCollector(Math.toIntExact(all) - matedPairs);
        for (int i = 0; i < faces.size(); i++) {
            int owner = owners.get(i);
            for (int j = 0; j < i; j++) {
                int other = owners.get(j);
                (owner == other ? same : different).add(similarity(faces.get(i), templates.get(j)), owner, other);
            }
        }
        return Verification.of(same.trials(), different.trials(), people, parts, resampling);
    }

    private double similarity(Optional<Accepted> face, Optional<PersonTemplates> person) {
        return face.isPresent() && person.isPresent()
                ? scorer.score(face.get(), person.get())
                : Double.NEGATIVE_INFINITY;
    }

    /**
     * Searches for everybody. A probe without a face is missed where it is mated, and alarms nobody where it is not; a
     * person none of whose photos shows a face is still counted as registered, and always missed.
     */
    public Identification identify(IdentificationPlan plan, PhotoReadings readings) {
        Map<String, List<Accepted>> portraits = new LinkedHashMap<>();
        plan.gallery()
                .forEach((person, photos) -> portraits.put(
                        person,
                        photos.stream()
                                .flatMap(photo -> readings.face(photo).stream())
                                .toList()));
        Gallery gallery = new Gallery(scorer, portraits);
        List<MatedSearch> mated = plan.mated().stream()
                .map(probe -> {
                    Optional<Accepted> face = readings.face(probe.image());
                    return new MatedSearch(
                            probe.person(),
                            face.flatMap(gallery::search)
                                    .filter(best -> best.person().equals(probe.person()))
                                    .isPresent(),
                            face.map(f -> gallery.similarity(probe.person(), f)).orElse(Double.NEGATIVE_INFINITY));
                })
                .toList();
        List<NonMatedSearch> nonMated = plan.nonMated().stream()
                .map(probe -> new NonMatedSearch(
                        probe.person(),
                        readings.face(probe.image())
                                .flatMap(gallery::search)
                                .map(Gallery.Best::similarity)
                                .orElse(Double.NEGATIVE_INFINITY)))
                .toList();
        return Identification.of(plan.gallery().size(), mated, nonMated, parts, resampling);
    }

    /** Gathers scored pairs of people. */
    private static final class PairCollector {

        private final double[] scores;
        private final int[] first;
        private final int[] second;
        private int count;

        PairCollector(int size) {
            scores = new double[size];
            first = new int[size];
            second = new int[size];
        }

        void add(double score, int person, int other) {
            scores[count] = score;
            first[count] = person;
            second[count] = other;
            count++;
        }

        Trials trials() {
            return Trials.ofPairs(scores, first, second);
        }
    }
}
