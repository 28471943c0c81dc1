package io.sosia.jobs.takedown.search;

import io.sosia.indexer.calibration.StrangerOdds;
import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Template;
import io.sosia.jobs.review.ProvisionalPeople;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tells whether the photos of a case are those of somebody who is registered, whom the case does not name: then somebody may
 * have sent another's photos as their own. Whoever is registered for an earlier case alone is passed over, since who asks twice
 * is the same. Goes through the register once. Thread-safe.
 */
final class RegisteredFaces {

    /** So many registered people are expected to be taken for a stranger who asks: one request of a hundred has one. */
    private static final double MISTAKEN = 0.01;

    /** As for what is shown as sure: ten times less often than the rate of named claims, however few are registered. */
    private static final double SURER = 10;

    private final SearchParts parts;

    RegisteredFaces(SearchParts parts) {
        this.parts = parts;
    }

    /** From which score on a photo is taken for a registered person's. */
    private double threshold() {
        long people = Math.max(1, parts.register().size().people());
        return new StrangerOdds(parts.calibration(), Optional.empty())
                .score(Math.min(parts.scan().claimRate() / SURER, MISTAKEN / people));
    }

    /**
     * Whose the photos are; empty where they are nobody's, or more like the person whom the case names.
     *
     * @param named whom the case is about, where it says so
     */
    Optional<LookAlike> of(List<EnrolledPhoto> photos, Optional<PersonId> named) {
        if (photos.isEmpty()) {
            return Optional.empty();
        }
        double threshold = threshold();
        List<FaceVectors> faces = photos.stream().map(EnrolledPhoto::templates).toList();
        Set<PersonId> near = new TreeSet<>();
        try (Stream<Template> templates =
                parts.register().templates(parts.fusion().quick())) {
            templates
                    .filter(template -> !ProvisionalPeople.isReserved(template.person()))
                    .filter(template -> faces.stream()
                            .flatMap(face -> face.in(parts.fusion().quick()).stream())
                            .anyMatch(face -> face.cosine(template.embedding()).value()
                                    >= threshold - CascadeSearch.SCREEN_MARGIN))
                    .forEach(template -> near.add(template.person()));
        }
        Optional<Cosine> own = named.flatMap(person -> likeness(faces, person));
        named.ifPresent(near::remove);
        return near.stream()
                .flatMap(person -> likeness(faces, person)
                        .filter(score -> score.value() >= threshold)
                        .map(score -> new LookAlike(person, score))
                        .stream())
                .filter(other -> own.isEmpty() || other.similarity().compareTo(own.get()) > 0)
                .max(Comparator.comparing(LookAlike::similarity));
    }

    /** Of the photo that is most like a person. */
    private Optional<Cosine> likeness(List<FaceVectors> faces, PersonId person) {
        List<Embedding> templates = parts.register().templates(List.of(person)).stream()
                .map(Template::embedding)
                .toList();
        if (templates.isEmpty()) {
            return Optional.empty();
        }
        PersonTemplates registered = PersonTemplates.of(templates);
        return faces.stream()
                .flatMap(face -> parts.fusion().compare(face, registered).stream())
                .map(likeness -> likeness.score())
                .max(Comparator.naturalOrder());
    }
}
