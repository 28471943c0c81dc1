package io.sosia.jobs.evaluate.budget;

import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Likeness;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who is registered with which photos, who is a stranger, and which photos show registered people again. Of the sets
 * with people to register, everybody with more photos than portraits is registered with the first ones, their other
 * photos are the true matches, and everybody else is a stranger; of the other sets everybody is a stranger. People of
 * one name in two sets are two people.
 */
public final class BudgetPlan {

    private final List<Registered> registered = new ArrayList<>();
    private final Map<String, Map<String, List<Path>>> strangers = new LinkedHashMap<>();

    private record Registered(PersonId id, List<Path> portraits, List<Path> others) {}

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
        List<PersonTemplates> gallery = new ArrayList<>();
        for (Registered person : registered) {
            List<Embedding> templates = new ArrayList<>();
            for (Path portrait : person.portraits) {
                readings.face(portrait)
                        .ifPresent(face -> templates.addAll(face.templates().embeddings()));
            }
            gallery.add(PersonTemplates.of(templates));
        }
        List<Strangers> kinds = new ArrayList<>();
        strangers.forEach((set, people) -> {
            Map<String, List<Probe>> probes = new LinkedHashMap<>();
            people.forEach((person, photos) -> {
                List<Probe> own = photos.stream()
                        .flatMap(photo -> probe(readings, fusion, gallery, photo).stream())
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
        for (Registered person : registered) {
            for (Path photo : person.others) {
                probe(readings, fusion, gallery, photo).ifPresent(probe -> mates.add(new Mate(person.id, probe)));
            }
        }
        return new BudgetScores(registered.size(), kinds, mates);
    }

    private Optional<Probe> probe(PhotoReadings readings, Fusion fusion, List<PersonTemplates> gallery, Path photo) {
        Optional<Accepted> face = readings.face(photo);
        if (face.isEmpty()) {
            return Optional.empty();
        }
        Optional<Probe> best = Optional.empty();
        for (int i = 0; i < gallery.size(); i++) {
            Optional<Likeness> likeness = fusion.compare(face.get().templates(), gallery.get(i));
            if (likeness.isPresent()) {
                double score = likeness.get().score().value();
                if (best.isEmpty() || score > best.get().score()) {
                    best = Optional.of(new Probe(score, registered.get(i).id));
                }
            }
        }
        return best;
    }
}
