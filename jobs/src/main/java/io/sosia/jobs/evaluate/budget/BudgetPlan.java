package io.sosia.jobs.evaluate.budget;

import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.evaluate.LabelledImages;
import io.sosia.jobs.evaluate.PhotoReadings;
import io.sosia.jobs.evaluate.budget.BudgetScores.Mate;
import io.sosia.jobs.evaluate.budget.BudgetScores.Probe;
import io.sosia.jobs.evaluate.budget.BudgetScores.Strangers;
import io.sosia.models.vector.Embedding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Who is registered with which photos, who is a stranger, and which photos show registered people again. Of the sets
 * with people to register, everybody with more photos than portraits is registered with the first ones, their other
 * photos are the true matches, and everybody else is a stranger; of the other sets everybody is a stranger. People of
 * one name in two sets are two people.
 */
public final class BudgetPlan {

    private final List<Registered> registered = new ArrayList<>();
    private final Map<String, Map<String, List<Path>>> strangers = new LinkedHashMap<>();

    private record Registered(PersonId id, String set, List<Path> portraits, List<Path> others) {}

    /**
     * A plan.
     *
     * @param register sets by name, whose people are registered where they have enough photos
     * @param strangers sets by name, whose people never are
     * @param portraits how many photos a person is registered with, 1 or more
     * @param people who takes part at all, by name
     */
    public BudgetPlan(
            Map<String, LabelledImages> register,
            Map<String, LabelledImages> strangers,
            int portraits,
            Predicate<String> people) {
        if (portraits < 1) {
            throw new IllegalArgumentException("portraits: " + portraits + " is not 1 or more");
        }
        register.forEach((set, labelled) -> labelled.of(people).images().forEach((person, photos) -> {
            if (photos.size() > portraits) {
                registered.add(new Registered(
                        new PersonId("r-" + registered.size()),
                        set,
                        List.copyOf(photos.subList(0, portraits)),
                        List.copyOf(photos.subList(portraits, photos.size()))));
            } else {
                stranger(set, person, photos);
            }
        }));
        strangers.forEach((set, labelled) ->
                labelled.of(people).images().forEach((person, photos) -> stranger(set, person, photos)));
    }

    private void stranger(String set, String person, List<Path> photos) {
        strangers.computeIfAbsent(set, s -> new LinkedHashMap<>()).put(person, List.copyOf(photos));
    }

    /** How many people are registered. */
    public int registered() {
        return registered.size();
    }

    /** How many people are strangers. */
    public int strangers() {
        return strangers.values().stream().mapToInt(Map::size).sum();
    }

    /** How many photos show registered people again. */
    public int trueMatches() {
        return registered.stream().mapToInt(r -> r.others.size()).sum();
    }

    /** Every photo, once. */
    public Set<Path> photos() {
        Set<Path> photos = new LinkedHashSet<>();
        for (Registered person : registered) {
            photos.addAll(person.portraits);
            photos.addAll(person.others);
        }
        strangers.values().forEach(people -> people.values().forEach(photos::addAll));
        return photos;
    }

    /**
     * Compares every photo with everybody registered, as a scan would decide, but for the screen: whom the quick
     * recogniser rules out scores far below any threshold. A photo without a usable face is left out.
     */
    public BudgetScores scores(PhotoReadings readings, Fusion fusion) {
        Gallery gallery = new Gallery(readings, fusion);
        List<Strangers> kinds = new ArrayList<>();
        strangers.forEach((set, people) -> {
            Map<String, List<Probe>> probes = new LinkedHashMap<>();
            people.forEach((person, photos) -> {
                List<Probe> own = photos.stream()
                        .flatMap(photo -> gallery.best(photo).stream())
                        .toList();
                if (!own.isEmpty()) {
                    probes.put(person, own);
                }
            });
            if (!probes.isEmpty()) {
                kinds.add(new Strangers(set, probes));
            }
        });
        List<Mate> mates = new ArrayList<>();
        for (int i = 0; i < registered.size(); i++) {
            for (Path photo : registered.get(i).others) {
                double[] scores = gallery.scores(photo);
                if (scores.length > 0) {
                    mates.add(new Mate(registered.get(i).id, gallery.best(scores), scores[i]));
                }
            }
        }
        return new BudgetScores(registered.size(), kinds, mates);
    }

    /**
     * Compares every stranger's photo with registered people one by one, as named claims would. Whoever pretends to be
     * somebody looks like them as far as everybody can see; so they are compared with the people of the one registered
     * set that is most like them on the average, and not with people whom nobody would take them for.
     *
     * @return by set and person, the scores of all comparisons
     */
    public Map<String, Map<String, double[]>> comparisons(PhotoReadings readings, Fusion fusion) {
        Gallery gallery = new Gallery(readings, fusion);
        Map<String, Map<String, double[]>> sets = new LinkedHashMap<>();
        strangers.forEach((set, people) -> {
            Map<String, List<double[]>> scores = new LinkedHashMap<>();
            people.forEach((person, photos) -> scores.put(
                    person,
                    photos.stream()
                            .map(gallery::scores)
                            .filter(all -> all.length > 0)
                            .toList()));
            String like = mostAlike(scores.values());
            Map<String, double[]> own = new LinkedHashMap<>();
            scores.forEach((person, photos) -> own.put(
                    person,
                    photos.stream()
                            .flatMapToDouble(all -> IntStream.range(0, all.length)
                                    .filter(i -> registered.get(i).set.equals(like))
                                    .mapToDouble(i -> all[i]))
                            .toArray()));
            sets.put(set, own);
        });
        return sets;
    }

    private String mostAlike(Collection<List<double[]>> scores) {
        Map<String, DoubleSummaryStatistics> means = new LinkedHashMap<>();
        for (List<double[]> photos : scores) {
            for (double[] all : photos) {
                for (int i = 0; i < all.length; i++) {
                    means.computeIfAbsent(registered.get(i).set, set -> new DoubleSummaryStatistics())
                            .accept(all[i]);
                }
            }
        }
        return means.entrySet().stream()
                .max(Comparator.comparingDouble(entry -> entry.getValue().getAverage()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /** Everybody registered, by their portraits. */
    private final class Gallery {

        private final PhotoReadings readings;
        private final Fusion fusion;
        private final List<PersonTemplates> people = new ArrayList<>();

        Gallery(PhotoReadings readings, Fusion fusion) {
            this.readings = readings;
            this.fusion = fusion;
            for (Registered person : registered) {
                List<Embedding> templates = new ArrayList<>();
                for (Path portrait : person.portraits) {
                    readings.face(portrait)
                            .ifPresent(face -> templates.addAll(face.templates().embeddings()));
                }
                people.add(PersonTemplates.of(templates));
            }
        }

        /** A photo's score with each person, -1 where they have no template; empty where it shows no usable face. */
        double[] scores(Path photo) {
            Optional<Accepted> face = readings.face(photo);
            if (face.isEmpty()) {
                return new double[0];
            }
            return people.stream()
                    .mapToDouble(person -> fusion.compare(face.get().templates(), person)
                            .map(likeness -> likeness.score().value())
                            .orElse(-1.0))
                    .toArray();
        }

        Optional<Probe> best(Path photo) {
            double[] scores = scores(photo);
            return scores.length == 0 ? Optional.empty() : Optional.of(best(scores));
        }

        Probe best(double[] scores) {
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            return new Probe(scores[best], registered.get(best).id);
        }
    }
}
