package io.sosia.jobs.cli;

import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.PhotoRefusal;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.Facing;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.PortraitView;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.Template;
import io.sosia.jobs.cli.PersonCommand.PhotoOutcome;
import io.sosia.jobs.photo.PhotoAgreement;
import io.sosia.jobs.review.ProvisionalPeople;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Registers people from photos, one after the other. Serves one thread; what it is given stays the caller's to close.
 */
final class Enrolment {

    /**
     * From here on two photos are taken for one picture, which may have been re-encoded or mirrored. Of 106 photos of
     * {@code lfw-dev} a mirrored one scores 0.956 with the original at least, one through JPEG of quality 60 0.899 (0.966
     * at the median); photos of two people reach 0.493 on one half of the people and 0.537 on the other. Two photos of one
     * person, taken in one go, reach 0.954: of somebody who is registered twice such a one counts as the picture too
     * ({@code PortraitGateFiguresIT}).
     */
    private static final double SAME_PICTURE = 0.9;

    private final Register register;
    private final Registrations registrations;
    private final PhotoReader reader;
    private final ConsentGiven consent;
    private final boolean shared;
    private final Fusion fusion;
    private final Optional<LookAlikeSearch> lookAlikes;
    private final Console console;

    /**
     * For one worker.
     *
     * @param shared whether the register is shared over a network
     * @param fusion how faces are compared
     * @param lookAlikes finds whom a photo could be taken for; empty where that cannot be told
     */
    Enrolment(
            Register register,
            Registrations registrations,
            PhotoReader reader,
            ConsentGiven consent,
            boolean shared,
            Fusion fusion,
            Optional<LookAlikeSearch> lookAlikes,
            Console console) {
        this.register = register;
        this.registrations = registrations;
        this.reader = reader;
        this.consent = consent;
        this.shared = shared;
        this.fusion = fusion;
        this.lookAlikes = lookAlikes;
        this.console = console;
    }

    /**
     * What came of a person.
     *
     * @param photos in the order given
     * @param person as registered now; empty where no photo was accepted, and then nothing was changed
     */
    record Outcome(List<PhotoOutcome> photos, Optional<Person> person) {
        /** Copies the photos. */
        Outcome {
            photos = List.copyOf(photos);
        }

        /** Whether every photo was accepted. */
        boolean complete() {
            return photos.stream().noneMatch(photo -> photo.reading() instanceof Refused);
        }
    }

    /**
     * Reads a person's photos and registers those that are accepted.
     *
     * @param read hears how many photos have been read
     * @throws UsageException if the consent does not allow it, before any photo is read
     */
    Outcome enrol(PersonId id, String name, List<Path> files, IntConsumer read) {
        // Asked first: whoever cannot be registered is not looked at.
        Consent agreed = consent.after(register.person(id), shared);
        List<String> known = register.photos(id);
        Map<String, EnrolledPhoto> accepted = new LinkedHashMap<>();
        List<PhotoOutcome> outcomes = new ArrayList<>();
        for (Path file : files) {
            read.accept(outcomes.size());
            PhotoReading reading = reader.enrol(file);
            boolean before = false;
            if (reading instanceof Accepted face) {
                // One that is known already may lack templates of a recogniser that was not in use then.
                before = accepted.put(face.sha256(), photo(face)) != null || known.contains(face.sha256());
            }
            outcomes.add(new PhotoOutcome(id, file, reading, before, List.of()));
        }
        read.accept(files.size());
        List<Embedding> registered = register.templates(List.of(id)).stream()
                .map(Template::embedding)
                .toList();
        Map<String, Integer> firsts = firsts(outcomes, known);
        Map<Integer, String> copies = copies(outcomes, firsts);
        OptionalLong comparedUpTo = refuseOthersFaces(id, outcomes, registered);
        refuseOddOnes(outcomes, registered);
        copies.forEach((place, sha256) -> {
            if (outcomes.get(firsts.getOrDefault(sha256, place)).reading() instanceof Refused refused) {
                outcomes.set(place, outcomes.get(place).refused(refused));
            }
        });
        Set<String> kept = outcomes.stream()
                .flatMap(outcome -> outcome.accepted().stream())
                .map(Accepted::sha256)
                .collect(Collectors.toSet());
        accepted.keySet().retainAll(kept);
        if (accepted.isEmpty()) {
            return new Outcome(outcomes, Optional.empty());
        }
        Person person = registrations.enrol(id, name, agreed, List.copyOf(accepted.values()));
        remember(id, outcomes);
        if (known.isEmpty() && comparedUpTo.isPresent()) {
            // Of others, photos that an earlier version registered may still have to be compared.
            rememberCompared(id, accepted.values(), comparedUpTo.getAsLong());
        }
        return new Outcome(outcomes, Optional.of(person));
    }

    /** Where somebody else has registered photos meanwhile, the next scan compares them. */
    private void rememberCompared(PersonId id, Collection<EnrolledPhoto> photos, long upTo) {
        List<Template> own = register.templates(List.of(id));
        int compared = photos.stream()
                .mapToInt(photo -> photo.templates().embeddings().size())
                .sum();
        if (own.size() == compared) {
            register.rememberCompared(
                    id, lookAlikes.orElseThrow().spaces(), own.getLast().number(), upTo);
        }
    }

    /** Where each photo that is new stands first. */
    private static Map<String, Integer> firsts(List<PhotoOutcome> outcomes, List<String> known) {
        Map<String, Integer> firsts = new HashMap<>();
        for (int place = 0; place < outcomes.size(); place++) {
            Optional<Accepted> face = outcomes.get(place).accepted();
            if (face.isPresent() && !known.contains(face.get().sha256())) {
                firsts.putIfAbsent(face.get().sha256(), place);
            }
        }
        return firsts;
    }

    /** Where the same files stand again; what becomes of the first becomes of them. */
    private static Map<Integer, String> copies(List<PhotoOutcome> outcomes, Map<String, Integer> firsts) {
        Map<Integer, String> copies = new HashMap<>();
        for (int place = 0; place < outcomes.size(); place++) {
            Optional<Accepted> face = outcomes.get(place).accepted();
            if (face.isPresent() && firsts.getOrDefault(face.get().sha256(), place) != place) {
                copies.put(place, face.get().sha256());
            }
        }
        return copies;
    }

    private static EnrolledPhoto photo(Accepted face) {
        Facing facing = switch (face.pose().direction()) {
            case FRONT -> Facing.FRONT;
            case LEFT -> Facing.LEFT;
            case RIGHT -> Facing.RIGHT;
            case UP -> Facing.UP;
            case DOWN -> Facing.DOWN;
        };
        return new EnrolledPhoto(
                face.sha256(),
                face.quality().overall(),
                face.templates(),
                Optional.of(new PortraitView(facing, face.quality().brightness())));
    }

    /**
     * Whom a photo could be taken for is told and remembered, and the photo accepted: there are twins, and people who are
     * registered twice. It is refused where it is a picture that another person is registered with, since at most one of
     * the two can be in it; and where a scan would take it for the other person and not for this one: its score with the
     * other reaches the threshold, that with the person's own other photos does not. Then it is nearer to the other, and of
     * no use for finding the person; a twin's photo is like their own others too, so twins are not kept out. What is
     * registered already stays.
     *
     * @return number of the last template that the photos were surely compared with; empty where that cannot be done
     */
    private OptionalLong refuseOthersFaces(PersonId id, List<PhotoOutcome> outcomes, List<Embedding> registered) {
        if (lookAlikes.isEmpty()) {
            return OptionalLong.empty();
        }
        LookAlikeSearch search = lookAlikes.get();
        List<Integer> places = accepted(outcomes);
        List<Accepted> faces = places.stream()
                .map(place -> outcomes.get(place).accepted().orElseThrow())
                .toList();
        LookAlikeSearch.Found all =
                search.find(id, faces.stream().map(Accepted::templates).toList());
        List<List<LookAlike>> found = all.alike();
        for (int i = 0; i < faces.size(); i++) {
            if (found.get(i).isEmpty()) {
                continue;
            }
            PhotoOutcome outcome = outcomes.get(places.get(i));
            LookAlike nearest = found.get(i).getFirst();
            Optional<Cosine> own = search.score(faces.get(i).templates(), others(faces, i, registered));
            Optional<String> theirs =
                    outcome.before() ? Optional.empty() : whyTheirs(nearest, own.filter(search::isBelow));
            outcomes.set(
                    places.get(i),
                    theirs.isPresent()
                            ? outcome.refused(new Refused(PhotoRefusal.LIKE_ANOTHER_PERSON, theirs.get()))
                            : outcome.alike(found.get(i)));
        }
        return OptionalLong.of(all.upTo());
    }

    /**
     * Why a photo is taken for the other person's; empty where it is not.
     *
     * @param unlike the score with the person's own other photos, where that is too low
     */
    private static Optional<String> whyTheirs(LookAlike other, Optional<Cosine> unlike) {
        if (other.similarity().value() >= SAME_PICTURE) {
            return Optional.of("it is a picture that " + other.person() + " is registered with (similarity "
                    + other.similarity() + "): use another photo; if both are one person, erase one of the two");
        }
        return unlike.map(own -> "the face is " + other.person() + "'s, who is registered (similarity "
                + other.similarity() + "), rather than that of this person's other photos (" + own
                + "): use another photo");
    }

    private static List<Embedding> others(List<Accepted> faces, int self, List<Embedding> registered) {
        List<Embedding> others = new ArrayList<>(registered);
        for (int i = 0; i < faces.size(); i++) {
            // The same file again says nothing.
            if (!faces.get(i).sha256().equals(faces.get(self).sha256())) {
                others.addAll(faces.get(i).templates().embeddings());
            }
        }
        return others;
    }

    /** Photos that show another face than the person's others. */
    private void refuseOddOnes(List<PhotoOutcome> outcomes, List<Embedding> registered) {
        List<Integer> places = fresh(outcomes);
        List<PersonTemplates> photos = new ArrayList<>();
        List<Accepted> faces = new ArrayList<>();
        for (int place : places) {
            Accepted face = outcomes.get(place).accepted().orElseThrow();
            faces.add(face);
            photos.add(PersonTemplates.of(face.templates().embeddings()));
        }
        // Whoever was registered is compared as one: which templates are of one photo is not told.
        boolean known = registered.stream().anyMatch(own -> own.space().equals(fusion.quick()));
        if (known) {
            photos.add(PersonTemplates.of(registered));
        }
        Set<Integer> odd = PhotoAgreement.odd(faces.size(), known ? 1 : 0, (one, other) -> {
            int face = Math.min(one, other);
            return fusion.compare(faces.get(face).templates(), photos.get(Math.max(one, other)))
                    .filter(likeness -> likeness.score().value() >= PhotoAgreement.UNLIKE)
                    .isPresent();
        });
        int left = faces.size() - odd.size();
        for (int number : odd) {
            int place = places.get(number);
            outcomes.set(
                    place,
                    outcomes.get(place).refused(new Refused(PhotoRefusal.UNLIKE_OTHER_PHOTOS, why(known, left))));
        }
    }

    private static String why(boolean known, int left) {
        if (known) {
            return "the face is unlike that of the photos which are registered: make sure that it is the same person;"
                    + " if the registered ones are wrong, erase the person and begin anew";
        }
        return left > 0
                ? "the face is unlike that of the other photos: make sure that it is the same person"
                : "the photos show faces that are unlike each other, and which is right cannot be told: add a further"
                        + " photo of the person, and the odd one will show";
    }

    /** Places of photos that are accepted and new, each once. */
    private static List<Integer> fresh(List<PhotoOutcome> outcomes) {
        return accepted(outcomes).stream()
                .filter(place -> !outcomes.get(place).before())
                .toList();
    }

    private static List<Integer> accepted(List<PhotoOutcome> outcomes) {
        return IntStream.range(0, outcomes.size())
                .filter(place -> outcomes.get(place).accepted().isPresent())
                .boxed()
                .toList();
    }

    /** Each pair is kept, so that any finding near either of the two names both. */
    private void remember(PersonId id, List<PhotoOutcome> outcomes) {
        Map<PersonId, LookAlike> alike = new LinkedHashMap<>();
        for (PhotoOutcome outcome : outcomes) {
            if (outcome.accepted().isPresent()) {
                for (LookAlike other : outcome.alike()) {
                    alike.merge(other.person(), other, (a, b) -> a.similarity().compareTo(b.similarity()) >= 0 ? a : b);
                }
            }
        }
        register.rememberLookAlikes(id, List.copyOf(alike.values()));
        alike.values()
                .forEach(other -> console.say("sosia: " + id + " looks like " + other.person()
                        + ", who is registered (similarity " + other.similarity()
                        + "): a scan would take one for the other. Any finding near either names both; if they are one"
                        + " person, erase one of the two"));
    }

    /** Asked first: or the photos of two people would come together where a case's person has that id. */
    static void refuseReserved(PersonId id) {
        if (ProvisionalPeople.isReserved(id)) {
            throw new UsageException(
                    "the id " + id + " is kept for the person of a takedown case, whom 'review' registers"
                            + " when a finding is confirmed: choose another id");
        }
    }

    /** Asked before photos are read, since nothing is started on wrong usage. */
    static void requirePlain(String option, String text) {
        requirePlain(option, text, 200);
    }

    static void requirePlain(String option, String text, int most) {
        if (text.isBlank() || text.length() > most || !TerminalText.line(text).equals(text)) {
            throw new UsageException(option + " is 1 to " + most + " characters, none of them a control character");
        }
    }

    /** Files as they are; of folders every file that is not hidden, in the order of names. */
    static List<Path> files(List<Path> given) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.list(path)) {
                inside.filter(file -> Files.isRegularFile(file)
                                && !file.getFileName().toString().startsWith("."))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }
}
