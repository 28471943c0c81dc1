package io.sosia.jobs.takedown.search;

import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.PhotoRefusal;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Template;
import io.sosia.jobs.photo.PhotoAgreement;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.search.SearchStore.ReadPhoto;
import io.sosia.models.vector.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is searched for: a registered person by the register's templates, and everybody by the photos of the case, read and
 * refused as enrolment does. Photos are read from memory, and what was read is kept sealed with the case. Serves one thread.
 */
final class CasePortraits {

    private final SearchParts parts;
    private final SearchStore store;

    CasePortraits(SearchParts parts, SearchStore store) {
        this.parts = parts;
        this.store = store;
    }

    /**
     * Who is searched for.
     *
     * @param templates of everything that is of use
     * @param used the case's photos that are
     * @param photos the same counted
     */
    record Portraits(List<Embedding> templates, List<EnrolledPhoto> used, Coverage.Photos photos) {
        Portraits {
            templates = List.copyOf(templates);
            used = List.copyOf(used);
        }

        /** Whether anybody can be searched for. */
        boolean searchable(Fusion fusion) {
            return templates.stream().anyMatch(template -> template.space().equals(fusion.quick()));
        }
    }

    /** Reads the photos that were not read before; those that were cost nothing. */
    void read(TakedownCase about, SearchListener listener) {
        List<CasePhoto> photos = parts.cases().photos(about.number());
        Map<String, ReadPhoto> known = store.photos(about.number());
        List<CasePhoto> fresh = photos.stream()
                .filter(photo -> !Optional.ofNullable(known.get(photo.sha256()))
                        .map(ReadPhoto::models)
                        .equals(Optional.of(parts.models())))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        try (PhotoReader reader = parts.photos().get()) {
            int done = 0;
            for (CasePhoto photo : fresh) {
                listener.progress(SearchStep.PHOTOS, done, fresh.size());
                store.savePhoto(about.number(), read(photo, reader));
                done++;
            }
            listener.progress(SearchStep.PHOTOS, done, fresh.size());
        }
    }

    private ReadPhoto read(CasePhoto photo, PhotoReader reader) {
        PhotoReading reading = reader.enrol(photo.bytes());
        return switch (reading) {
            case Accepted face ->
                new ReadPhoto(
                        photo.sha256(),
                        Optional.empty(),
                        Optional.empty(),
                        face.quality().overall(),
                        parts.models(),
                        Optional.of(face.templates()));
            case Refused refused ->
                new ReadPhoto(
                        photo.sha256(),
                        Optional.of(refused.reason().name()),
                        Optional.of(refused.detail()),
                        0,
                        parts.models(),
                        Optional.empty());
        };
    }

    /** What the photos, as they were read, and the register come to. */
    Portraits of(TakedownCase about) {
        List<Embedding> registered =
                about.person().map(person -> registered(person)).orElse(List.of());
        Map<String, ReadPhoto> known = store.photos(about.number());
        List<CasePhoto> photos = parts.cases().photos(about.number());
        List<ReadPhoto> faces = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<Coverage.Refused> refused = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            Optional<ReadPhoto> read =
                    Optional.ofNullable(known.get(photos.get(i).sha256()));
            if (read.isPresent() && read.get().face().isPresent()) {
                faces.add(read.get());
                numbers.add(i + 1);
            } else if (read.isPresent()) {
                refused.add(new Coverage.Refused(
                        i + 1,
                        read.get().reason().orElse(""),
                        read.get().detail().orElse("")));
            }
        }
        Set<Integer> odd = odd(faces, registered);
        List<Embedding> templates = new ArrayList<>(registered);
        List<EnrolledPhoto> used = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            if (odd.contains(i)) {
                refused.add(new Coverage.Refused(
                        numbers.get(i),
                        PhotoRefusal.UNLIKE_OTHER_PHOTOS.name(),
                        registered.isEmpty()
                                ? "the face is unlike that of the other photos: which one is right cannot be told here"
                                : "the face is unlike that of the photos which are registered"));
            } else {
                ReadPhoto face = faces.get(i);
                templates.addAll(face.face().orElseThrow().embeddings());
                used.add(new EnrolledPhoto(
                        face.sha256(), face.quality(), face.face().orElseThrow()));
            }
        }
        int registeredPhotos = (int) registered.stream()
                .filter(template -> template.space().equals(parts.fusion().quick()))
                .count();
        return new Portraits(templates, used, new Coverage.Photos(registeredPhotos, used.size(), refused));
    }

    private List<Embedding> registered(PersonId person) {
        return parts.register().templates(List.of(person)).stream()
                .map(Template::embedding)
                .toList();
    }

    /** Photos that show another face than the others, or than the registered ones. */
    private Set<Integer> odd(List<ReadPhoto> faces, List<Embedding> registered) {
        List<PersonTemplates> photos = new ArrayList<>(faces.stream()
                .map(face -> PersonTemplates.of(face.face().orElseThrow().embeddings()))
                .toList());
        boolean known = registered.stream()
                .anyMatch(own -> own.space().equals(parts.fusion().quick()));
        if (known) {
            photos.add(PersonTemplates.of(registered));
        }
        return PhotoAgreement.odd(faces.size(), known ? 1 : 0, (one, other) -> {
            int face = Math.min(one, other);
            return parts.fusion()
                    .compare(faces.get(face).face().orElseThrow(), photos.get(Math.max(one, other)))
                    .filter(likeness -> likeness.score().value() >= PhotoAgreement.UNLIKE)
                    .isPresent();
        });
    }
}
