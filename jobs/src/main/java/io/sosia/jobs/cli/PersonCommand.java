package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code person}: who is registered. */
@Command(name = "person", description = "Registers people, shows them, erases them.")
final class PersonCommand {

    private static Shape<Person> shape(LocalDate today) {
        return Shape.<Person>of("person")
                .field("id", "ID", p -> p.id().value())
                .field("name", "NAME", Person::name)
                .field("photos", "PHOTOS", Person::photos)
                .field("searchable", "SEARCHABLE", p -> p.consent().holdsOn(today))
                .field("consent", "CONSENT", p -> p.consent().reference())
                .field("consent_granted", "GRANTED", p -> p.consent().granted())
                .field("consent_until", "UNTIL", p -> p.consent().until())
                .field("registered", Person::registered);
    }

    @Command(
            name = "add",
            description = {
                "Registers a person from photos, or adds photos to one who is registered.",
                "Each photo shows one clear face. Name and consent replace what was registered before."
            },
            footer = {
                "%nExample:",
                "  sosia person add p-17 --name 'Ada Example' --consent contracts/17.pdf portraits/ada/"
            })
    static final class Add implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(index = "0", paramLabel = "ID", description = "Your reference: letters, digits, dot, hyphen, _")
        @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
        private PersonId id;

        @Parameters(index = "1..*", paramLabel = "PHOTO", description = "Photos, or folders of photos")
        private List<Path> photos = List.of();

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "For people to read")
        private String name = "";

        @Option(names = "--consent", required = true, paramLabel = "REF", description = "Where the signed consent is")
        private String reference = "";

        @Option(names = "--consent-until", paramLabel = "DATE", description = "Last day. Default: until withdrawn")
        private Optional<LocalDate> until = Optional.empty();

        Add(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException {
            requirePlain("--name", name);
            requirePlain("--consent", reference);
            Consent consent = consent();
            List<Path> files = files(photos);
            try (Workplace workplace = Workplace.open(invocation)) {
                Register register = workplace.register();
                Optional<Person> before = register.person(id);
                if (files.isEmpty() && (before.isEmpty() || !photos.isEmpty())) {
                    throw new UsageException(
                            photos.isEmpty()
                                    ? "a new person needs at least one photo"
                                    : "there is no file in " + photos.getFirst());
                }
                Results results = invocation.results();
                Map<String, EnrolledPhoto> accepted = new LinkedHashMap<>();
                boolean refused = false;
                if (!files.isEmpty()) {
                    List<PhotoOutcome> outcomes = read(workplace.faceModels(), files, register.photos(id), accepted);
                    results.list(PhotoOutcome.SHAPE, outcomes);
                    refused = outcomes.stream().anyMatch(o -> o.reading() instanceof Refused);
                }
                if (accepted.isEmpty() && !files.isEmpty()) {
                    invocation.console().say("sosia: no photo was accepted, so nothing was registered or changed");
                    return ExitCode.SOME_REFUSED.number();
                }
                results.list(
                        shape(invocation.today()), List.of(enrol(register, consent, List.copyOf(accepted.values()))));
                if (!consent.holdsOn(invocation.today())) {
                    invocation.console().say("sosia: the consent does not hold today, so scans will not look for them");
                }
                return (refused ? ExitCode.SOME_REFUSED : ExitCode.DONE).number();
            }
        }

        /** Asked before photos are read, since nothing is started on wrong usage. */
        private static void requirePlain(String option, String text) {
            if (text.isBlank()
                    || text.length() > 200
                    || !TerminalText.line(text).equals(text)) {
                throw new UsageException(option + " is 1 to 200 characters, none of them a control character");
            }
        }

        private Consent consent() {
            try {
                LocalDate granted =
                        until.filter(last -> last.isBefore(invocation.today())).orElse(invocation.today());
                return new Consent(reference, granted, until);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }

        private Person enrol(Register register, Consent consent, List<EnrolledPhoto> photosAccepted) {
            try {
                return register.enrol(id, name, consent, photosAccepted);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }

        private List<PhotoOutcome> read(
                FaceModels models, List<Path> files, List<String> known, Map<String, EnrolledPhoto> accepted) {
            List<PhotoOutcome> outcomes = new ArrayList<>();
            try (PhotoReader reader = models.newPhotoReader();
                    ProgressDisplay progress =
                            ProgressDisplay.on(invocation.console(), invocation.clock(), "reading photos")) {
                for (Path file : files) {
                    progress.at(outcomes.size(), files.size(), "");
                    PhotoReading reading = reader.enrol(file);
                    boolean before = false;
                    if (reading instanceof Accepted face) {
                        EnrolledPhoto photo =
                                new EnrolledPhoto(face.sha256(), face.quality().overall(), face.template());
                        before = known.contains(face.sha256()) || accepted.put(face.sha256(), photo) != null;
                    }
                    outcomes.add(new PhotoOutcome(id, file, reading, before));
                }
                progress.at(files.size(), files.size(), "");
            }
            warnOfStrangers(outcomes);
            return outcomes;
        }

        /** One wrong photo among several would have its person taken for the registered one in every scan. */
        private void warnOfStrangers(List<PhotoOutcome> outcomes) {
            List<Accepted> faces = outcomes.stream()
                    .map(PhotoOutcome::reading)
                    .filter(Accepted.class::isInstance)
                    .map(Accepted.class::cast)
                    .toList();
            for (PhotoOutcome outcome : outcomes) {
                if (outcome.reading() instanceof Accepted face) {
                    faces.stream()
                            .filter(other -> !other.sha256().equals(face.sha256()))
                            .mapToDouble(other ->
                                    face.template().cosine(other.template()).value())
                            .max()
                            .ifPresent(nearest -> warnIfUnlike(outcome.path(), nearest));
                }
            }
        }

        private void warnIfUnlike(Path photo, double nearest) {
            if (nearest < UNLIKE) {
                invocation
                        .console()
                        .say(String.format(
                                Locale.ROOT,
                                "sosia: %s looks like none of the other photos (similarity %.2f at most):"
                                        + " make sure that it shows the same person",
                                photo,
                                nearest));
            }
        }

        /** Two photos of one person are rarely less alike; two people nearly always are. */
        private static final double UNLIKE = 0.2;

        /** Files as they are; of folders every file that is not hidden, in the order of names. */
        private static List<Path> files(List<Path> given) throws IOException {
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

    /**
     * What came of a photo.
     *
     * @param before whether the person had it already
     */
    record PhotoOutcome(PersonId person, Path path, PhotoReading reading, boolean before) {

        static final Shape<PhotoOutcome> SHAPE = Shape.<PhotoOutcome>of("photo")
                .field("person", o -> o.person().value())
                .field("path", "PHOTO", PhotoOutcome::path)
                .field("outcome", "OUTCOME", PhotoOutcome::outcome)
                .field("reason", "REASON", o -> o.refused().map(r -> r.reason().name()))
                .field(
                        "quality",
                        "QUALITY",
                        o -> o.accepted().map(a -> a.quality().overall()))
                .field("detail", "DETAIL", PhotoOutcome::detail)
                .field("sha256", o -> o.accepted().map(Accepted::sha256));

        private String outcome() {
            return switch (reading) {
                case Accepted a -> "accepted";
                case Refused r -> "refused";
            };
        }

        private Optional<Accepted> accepted() {
            return reading instanceof Accepted a ? Optional.of(a) : Optional.empty();
        }

        private Optional<Refused> refused() {
            return reading instanceof Refused r ? Optional.of(r) : Optional.empty();
        }

        private Optional<String> detail() {
            return refused()
                    .map(Refused::detail)
                    .or(() -> before ? Optional.of("is registered already") : Optional.empty());
        }
    }

    @Command(name = "list", description = "Everybody who is registered.")
    static final class ListPeople implements Callable<Integer> {

        private final Invocation invocation;

        ListPeople(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                List<Person> people = workplace.register().people();
                invocation.results().list(shape(invocation.today()), people);
                if (people.isEmpty()) {
                    invocation.console().say("sosia: nobody is registered yet; 'sosia help person add' shows how");
                }
            }
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "show", description = "A person with photos and licences.")
    static final class Show implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "The person")
        @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
        private PersonId id;

        Show(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                Register register = workplace.register();
                Optional<Person> person = register.person(id);
                if (person.isEmpty()) {
                    return NotFound.report(invocation, "person", id.value());
                }
                Shape<Person> shown = shape(invocation.today())
                        .field(
                                "photo_sha256",
                                "PHOTO SHA-256",
                                p -> register.photos(p.id()),
                                p -> String.join(
                                        " ",
                                        register.photos(p.id()).stream()
                                                .map(hash -> hash.substring(0, 12))
                                                .toList()));
                invocation.results().single(shown, person.get());
                invocation.results().list(LicenceCommand.shape(invocation.clock()), register.licences(id));
            }
            return ExitCode.DONE.number();
        }
    }

    /** What an erasure removed. */
    private record Erased(PersonId person, int photos, int findings) {}

    private static final Shape<Erased> ERASED = Shape.<Erased>of("erased")
            .field("person", "PERSON", e -> e.person().value())
            .field("photos", "TEMPLATES", Erased::photos)
            .field("findings", "FINDINGS", Erased::findings);

    @Command(
            name = "erase",
            description =
                    "Erases a person: register, licences, index, findings and their pictures. There is no way back.")
    static final class Erase implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "The person")
        @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
        private PersonId id;

        Erase(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            try (Workplace workplace = Workplace.open(invocation)) {
                Register register = workplace.register();
                int photos = register.photos(id).size();
                boolean known = register.erase(id);
                // Also where the register no longer knows them: an erasure that was cut short is finished here.
                int findings = workplace.findings().erase(id);
                workplace.refreshIndex();
                if (!known && findings == 0) {
                    return NotFound.report(invocation, "person", id.value());
                }
                invocation.results().list(ERASED, List.of(new Erased(id, photos, findings)));
            }
            return ExitCode.DONE.number();
        }
    }
}
