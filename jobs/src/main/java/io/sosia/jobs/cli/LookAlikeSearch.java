package io.sosia.jobs.cli;

import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.Template;
import io.sosia.models.catalogue.CascadeCard;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.OperatingPoint;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom among the registered a portrait could be taken for: those whose score with it reaches the threshold that
 * was measured for the recognisers at FPIR 0.01. Not the threshold of scans: that moves with the number of tracks a night
 * and with what the stream is made of, and whether two people look alike does not; nor does a portrait become another
 * person's because of it. Asks the register itself and not the index derived from it, which a scan that is under way may
 * hold.
 *
 * <p>Of 1,493 people of {@code lfw-dev} registered with 3,081 photos 34 pairs look
 * alike, sisters, a mother with her daughter and one person under two names among them; none of the 3,123 photos was
 * refused for it. Serves one thread; the register stays the caller's to close.
 */
final class LookAlikeSearch {

    /** As many templates are kept in memory while people are registered one after the other, 0.1 GB of them. */
    private static final long KEPT = 200_000;

    /** Reading a template from the register takes as long as comparing it with so many faces, or a little less. */
    private static final int READ_ANEW = 50;

    /** Of those the quick recogniser lets pass, the nearest so many are compared. */
    private static final int MOST = 200;

    /** False positive identification rate of the measured point at which people count as alike. */
    private static final double ALIKE = 0.01;

    private final Register register;
    private final Fusion fusion;
    private final Cosine threshold;
    private @Nullable Map<PersonId, List<Embedding>> kept;

    LookAlikeSearch(Register register, Fusion fusion, Cosine threshold) {
        this.register = register;
        this.fusion = fusion;
        this.threshold = threshold;
    }

    /**
     * From which score on people are alike: of the points that were measured within FPIR 0.01 the one that misses least.
     *
     * @param strong looks closer, where there is one: then the points are those of both together
     * @return empty where nobody has measured them
     */
    static Optional<Cosine> measured(ModelCard recogniser, Optional<ModelCard> strong) {
        List<OperatingPoint> points = strong.map(card -> card.cascade()
                        .filter(cascade -> cascade.quick().equals(recogniser.id()))
                        .map(CascadeCard::operatingPoints)
                        .orElse(List.of()))
                .orElse(recogniser.operatingPoints());
        return points.stream()
                .filter(point -> point.fpir() <= ALIKE)
                .map(point -> new Cosine(point.threshold()))
                .min(Comparator.naturalOrder());
    }

    /** Whether two people with this score would not be taken for each other. */
    boolean isBelow(Cosine score) {
        return score.compareTo(threshold) < 0;
    }

    /**
     * Searches.
     *
     * @param self who is never among those found
     * @return for each face, in their order, the people who are as like it as the threshold, the most alike first
     */
    List<List<LookAlike>> find(PersonId self, List<FaceVectors> faces) {
        if (faces.isEmpty()) {
            return List.of();
        }
        List<Embedding> quick = faces.stream()
                .map(face -> face.in(fusion.quick()).orElseThrow())
                .toList();
        List<Map<PersonId, Cosine>> near = quick.stream()
                .<Map<PersonId, Cosine>>map(face -> new HashMap<>())
                .toList();
        double screen = threshold.value() - CascadeSearch.SCREEN_MARGIN;
        Map<PersonId, List<Embedding>> everybody = everybody();
        if (everybody == null) {
            try (Stream<Template> templates = register.templates(fusion.quick())) {
                templates.forEach(
                        template -> screen(self, template.person(), template.embedding(), quick, screen, near));
            }
        } else {
            everybody.forEach(
                    (person, own) -> own.forEach(template -> screen(self, person, template, quick, screen, near)));
        }
        List<List<LookAlike>> found = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            found.add(compare(faces.get(i), near.get(i)));
        }
        return found;
    }

    /** How like a face and a person's templates are, on the scale of the threshold. */
    Optional<Cosine> score(FaceVectors face, List<Embedding> templates) {
        return fusion.compare(face, PersonTemplates.of(templates)).map(Likeness::score);
    }

    /**
     * Compares people who are registered with all others, and remembers whom they look like and that it was done.
     *
     * @param people of them those who have not been compared yet
     * @param most pairs of templates that are compared; once they are, whoever is left is left to a later call
     * @param compared hears how many people are done
     * @return how many are done
     */
    int catchUp(List<PersonId> people, long most, IntConsumer compared) {
        long templates = register.templateCount(fusion.quick());
        long pairs = 0;
        int done = 0;
        for (PersonId person : people) {
            if (pairs >= most) {
                break;
            }
            List<FaceVectors> faces = register.faces(person, fusion.quick());
            register.rememberLookAlikes(
                    person, find(person, faces).stream().flatMap(List::stream).toList());
            register.rememberCompared(person, spaces());
            pairs += templates * (templates > KEPT ? Math.max(READ_ANEW, faces.size()) : faces.size());
            compared.accept(++done);
        }
        return done;
    }

    /** By which people are compared. */
    List<EmbeddingSpace> spaces() {
        return Stream.concat(Stream.of(fusion.quick()), fusion.strong().stream())
                .toList();
    }

    /** Says that a person has been registered or changed since. */
    void registered(PersonId person) {
        Map<PersonId, List<Embedding>> everybody = kept;
        if (everybody != null) {
            everybody.put(
                    person,
                    register.templates(List.of(person)).stream()
                            .map(Template::embedding)
                            .filter(template -> template.space().equals(fusion.quick()))
                            .toList());
        }
    }

    private static void screen(
            PersonId self,
            PersonId person,
            Embedding template,
            List<Embedding> faces,
            double screen,
            List<Map<PersonId, Cosine>> near) {
        if (person.equals(self)) {
            return;
        }
        for (int i = 0; i < faces.size(); i++) {
            Cosine similarity = faces.get(i).cosine(template);
            if (similarity.value() >= screen) {
                near.get(i).merge(person, similarity, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
    }

    private @Nullable Map<PersonId, List<Embedding>> everybody() {
        if (kept == null && register.templateCount(fusion.quick()) <= KEPT) {
            Map<PersonId, List<Embedding>> everybody = new LinkedHashMap<>();
            try (Stream<Template> templates = register.templates(fusion.quick())) {
                templates.forEach(template -> everybody
                        .computeIfAbsent(template.person(), person -> new ArrayList<>())
                        .add(template.embedding()));
            }
            kept = everybody;
        }
        return kept;
    }

    private List<LookAlike> compare(FaceVectors face, Map<PersonId, Cosine> near) {
        List<PersonId> nearest = near.entrySet().stream()
                .sorted(Map.Entry.<PersonId, Cosine>comparingByValue().reversed())
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
        Map<PersonId, List<Embedding>> templates = new HashMap<>();
        for (Template template : register.templates(nearest)) {
            templates
                    .computeIfAbsent(template.person(), person -> new ArrayList<>())
                    .add(template.embedding());
        }
        List<LookAlike> alike = new ArrayList<>();
        templates.forEach((person, own) -> score(face, own)
                .filter(score -> score.compareTo(threshold) >= 0)
                .ifPresent(score -> alike.add(new LookAlike(person, score))));
        alike.sort(Comparator.comparing(LookAlike::similarity).reversed().thenComparing(LookAlike::person));
        return alike;
    }
}
