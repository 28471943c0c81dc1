package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.PhotoRefusal;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.jobs.audit.AuditKind;
import io.sosia.jobs.audit.AuditSubject;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.retention.ErasedSubject;
import io.sosia.jobs.retention.Erasure;
import io.sosia.jobs.retention.ErasureReason;
import io.sosia.jobs.retention.ErasureReceipt;
import io.sosia.jobs.retention.ErasureUnfinishedException;
import io.sosia.jobs.retention.Erasures;
import io.sosia.models.file.FileReason;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code person}: who is registered. */
@Command(name = "person", description = "Registers people, shows them, erases them.")
final class PersonCommand {

    /** How people are shown now. */
    private static RegisteredPeople registered(Invocation invocation, Workplace workplace, List<Person> people)
            throws NotReadyException {
        return RegisteredPeople.of(workplace.register(), workplace.spaces(), people, invocation.today());
    }

    private static Enrolment enrolment(
            Invocation invocation, Workplace workplace, PhotoReader reader, ConsentGiven consent)
            throws NotReadyException {
        return new Enrolment(
                workplace.register(),
                new Registrations(workplace),
                reader,
                consent,
                workplace.database().isShared(),
                workplace.fusion(),
                workplace.lookAlikeSearch(),
                invocation.console());
    }

    /** Shows a person whose photos have been added, and says which to add next. */
    private static void printWithAdvice(Invocation invocation, Workplace workplace, Person person)
            throws NotReadyException {
        Register register = workplace.register();
        RegisteredPeople shown = registered(invocation, workplace, List.of(person));
        PortraitAdvice advice = PortraitAdvice.of(register.portraits(person.id()));
        invocation
                .results()
                .list(
                        shown.shape()
                                .field("poses", p -> advice.poses())
                                .field("next_photo", p -> advice.next())
                                .field("advice", p -> advice.next().map(PortraitAdvice.Next::text))
                                .field("look_alikes", p -> lookAlikes(register, p)),
                        List.of(person));
        shown.advice(List.of(person)).ifPresent(invocation.console()::say);
        advice.next()
                .ifPresent(next -> invocation
                        .console()
                        .say("sosia: what would help most to find " + person.id() + ": " + next.text()));
    }

    private static List<String> lookAlikes(Register register, Person person) {
        return register.lookAlikes(person.id()).stream()
                .map(other -> other.person().value())
                .toList();
    }

    /** Shows people, and says where something is to be done. */
    private static void print(Invocation invocation, Workplace workplace, List<Person> people)
            throws NotReadyException {
        RegisteredPeople shown = registered(invocation, workplace, people);
        invocation.results().list(shown.shape(), people);
        shown.advice(people).ifPresent(invocation.console()::say);
    }

    @Command(
            name = "add",
            description = {
                "Registers a person from photos, or adds photos to one who is registered.",
                "Each photo shows one clear face; a photo that is of no use, or shows somebody else, is refused with a",
                "reason. Name and consent replace what was registered before. Names, consents and templates are sealed with a",
                "key of the person's own."
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

        @Mixin
        private final ConsentOptions consentOptions = new ConsentOptions();

        Add(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException {
            Enrolment.requirePlain("--name", name);
            Enrolment.refuseReserved(id);
            ConsentGiven consent = consentOptions.given(invocation.today());
            List<Path> files = Enrolment.files(photos);
            try (Workplace workplace = Workplace.open(invocation)) {
                Register register = workplace.register();
                if (files.isEmpty()) {
                    if (!photos.isEmpty() || register.person(id).isEmpty()) {
                        throw new UsageException(
                                photos.isEmpty()
                                        ? "a new person needs at least one photo"
                                        : "there is no file in " + photos.getFirst());
                    }
                    Person changed = new Registrations(workplace)
                            .enrol(
                                    id,
                                    name,
                                    consent.after(
                                            register.person(id),
                                            workplace.database().isShared()),
                                    List.of());
                    print(invocation, workplace, List.of(changed));
                    return ExitCode.DONE.number();
                }
                Enrolment.Outcome outcome;
                try (PhotoReader reader = workplace.faceModels().newPhotoReader();
                        ProgressDisplay progress =
                                ProgressDisplay.on(invocation.console(), invocation.clock(), "reading photos")) {
                    outcome = enrolment(invocation, workplace, reader, consent)
                            .enrol(id, name, files, done -> progress.at(done, files.size(), ""));
                }
                invocation.results().list(PhotoOutcome.SHAPE, outcome.photos());
                if (outcome.person().isPresent()) {
                    printWithAdvice(invocation, workplace, outcome.person().get());
                } else {
                    invocation.console().say("sosia: no photo was accepted, so nothing was registered or changed");
                }
                RegisteredPeople.tellSize(invocation, register);
                return (outcome.complete() ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
            }
        }
    }

    /** A folder that nobody could be registered from. */
    private record RefusedFolder(Path path, String reason, String detail) {}

    private static final Shape<RefusedFolder> REFUSED_FOLDER = Shape.<RefusedFolder>of("folder")
            .field("path", "FOLDER", RefusedFolder::path)
            .field("outcome", "OUTCOME", f -> "refused")
            .field("reason", "REASON", RefusedFolder::reason)
            .field("detail", "DETAIL", RefusedFolder::detail);

    @Command(
            name = "import",
            description = {
                "Registers many people at once, from a folder of photos for each.",
                "A folder's name is the person's ID, and the name for people to read unless they have one already.",
                "What cannot be used is named with the reason, and the rest goes on; the same command may be run again."
            },
            footer = {"%nExample:", "  sosia person import portraits/ --consent contracts/2026-11.pdf"})
    static final class Import implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "DIR", description = "Holds a folder for each person")
        private Path folder = Path.of("");

        @Mixin
        private final ConsentOptions consentOptions = new ConsentOptions();

        Import(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException {
            ConsentGiven consent = consentOptions.given(invocation.today());
            if (!Files.isDirectory(folder)) {
                throw new UsageException(folder + " is not a folder");
            }
            List<Path> folders;
            try (Stream<Path> inside = Files.list(folder)) {
                folders = inside.filter(own -> Files.isDirectory(own)
                                && !own.getFileName().toString().startsWith("."))
                        .sorted()
                        .toList();
            }
            if (folders.isEmpty()) {
                throw new UsageException("there is no folder in " + folder + "; one for each person is needed");
            }
            List<PhotoOutcome> photos = new ArrayList<>();
            List<Person> people = new ArrayList<>();
            List<RefusedFolder> refused = new ArrayList<>();
            try (Workplace workplace = Workplace.open(invocation);
                    PhotoReader reader = workplace.faceModels().newPhotoReader()) {
                Register register = workplace.register();
                Enrolment enrolment = enrolment(invocation, workplace, reader, consent);
                try (ProgressDisplay progress =
                        ProgressDisplay.on(invocation.console(), invocation.clock(), "registering people")) {
                    for (Path own : folders) {
                        progress.at(people.size() + refused.size(), folders.size(), "");
                        enrol(enrolment, register, own, photos, people, refused);
                    }
                    progress.at(folders.size(), folders.size(), "");
                } catch (RegisterUnavailableException e) {
                    if (people.isEmpty()) {
                        throw e;
                    }
                    invocation
                            .console()
                            .say("sosia: stopped after " + people.size()
                                    + " people; the same command registers the others: " + e.getMessage());
                    print(RegisteredPeople.uncounted(invocation.today()), photos, people, refused);
                    return ExitCode.SOME_REFUSED.number();
                }
                print(registered(invocation, workplace, people), photos, people, refused);
                RegisteredPeople.tellSize(invocation, register);
            }
            boolean complete =
                    refused.isEmpty() && photos.stream().noneMatch(photo -> photo.reading() instanceof Refused);
            return (complete ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
        }

        private void print(
                RegisteredPeople registered,
                List<PhotoOutcome> photos,
                List<Person> people,
                List<RefusedFolder> refused) {
            Results results = invocation.results();
            results.list(PhotoOutcome.SHAPE, photos);
            results.list(registered.shape(), people);
            results.list(REFUSED_FOLDER, refused);
            registered.advice(people).ifPresent(invocation.console()::say);
        }

        private static void enrol(
                Enrolment enrolment,
                Register register,
                Path own,
                List<PhotoOutcome> photos,
                List<Person> people,
                List<RefusedFolder> refused) {
            String name = own.getFileName().toString();
            PersonId id;
            List<Path> files;
            try {
                id = new PersonId(name);
                Enrolment.refuseReserved(id);
                files = Enrolment.files(List.of(own));
            } catch (UsageException e) {
                refused.add(new RefusedFolder(own, "RESERVED_ID", String.valueOf(e.getMessage())));
                return;
            } catch (IllegalArgumentException e) {
                refused.add(new RefusedFolder(own, "NAME_IS_NO_ID", String.valueOf(e.getMessage())));
                return;
            } catch (IOException e) {
                refused.add(new RefusedFolder(own, "UNREADABLE", "cannot be read: " + FileReason.words(e)));
                return;
            }
            if (files.isEmpty()) {
                refused.add(new RefusedFolder(own, "NO_PHOTO", "there is no file in it"));
                return;
            }
            String called = register.person(id).map(Person::name).orElse(name);
            Enrolment.Outcome outcome;
            try {
                outcome = enrolment.enrol(id, called, files, done -> {});
            } catch (UsageException e) {
                refused.add(new RefusedFolder(own, "NO_CONSENT", String.valueOf(e.getMessage())));
                return;
            }
            photos.addAll(outcome.photos());
            outcome.person()
                    .ifPresentOrElse(
                            people::add,
                            () -> refused.add(new RefusedFolder(
                                    own,
                                    "NO_PHOTO_ACCEPTED",
                                    "none of its " + files.size() + " files was accepted; nothing was changed")));
        }
    }

    /**
     * What came of a photo.
     *
     * @param before whether the person had it already
     * @param alike others who are registered and whom it could be taken for, the most alike first
     */
    record PhotoOutcome(PersonId person, Path path, PhotoReading reading, boolean before, List<LookAlike> alike) {

        /** Copies the list. */
        PhotoOutcome {
            alike = List.copyOf(alike);
        }

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
                .field("sha256", o -> o.accepted().map(Accepted::sha256))
                .field("warning", o -> o.warns() ? Optional.of(PhotoRefusal.LIKE_ANOTHER_PERSON) : Optional.empty())
                .field("like", o -> o.warns() ? Optional.of(o.names()) : Optional.empty());

        /** The same, refused after all. */
        PhotoOutcome refused(Refused refusal) {
            return new PhotoOutcome(person, path, refusal, before, List.of());
        }

        /** The same, with whom it could be taken for. */
        PhotoOutcome alike(List<LookAlike> others) {
            return new PhotoOutcome(person, path, reading, before, others);
        }

        private boolean warns() {
            return accepted().isPresent() && !alike.isEmpty();
        }

        private List<String> names() {
            return alike.stream().map(other -> other.person().value()).toList();
        }

        private String outcome() {
            return switch (reading) {
                case Accepted a -> "accepted";
                case Refused r -> "refused";
            };
        }

        Optional<Accepted> accepted() {
            return reading instanceof Accepted a ? Optional.of(a) : Optional.empty();
        }

        private Optional<Refused> refused() {
            return reading instanceof Refused r ? Optional.of(r) : Optional.empty();
        }

        private Optional<String> detail() {
            return refused()
                    .map(Refused::detail)
                    .or(() -> before ? Optional.of("is registered already") : Optional.empty())
                    .or(() -> warns() ? Optional.of("looks like " + String.join(", ", names())) : Optional.empty());
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
                workplace.record(
                        AuditKind.VIEWED, List.of(), Map.of("what", "people", "count", String.valueOf(people.size())));
                print(invocation, workplace, people);
                RegisteredPeople.tellSize(invocation, workplace.register());
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
                workplace.record(AuditKind.VIEWED, List.of(AuditSubject.person(id.value())), Map.of("what", "person"));
                if (register.notCompared(workplace.spaces()).contains(id)) {
                    workplace
                            .lookAlikeSearch()
                            .ifPresent(search -> search.catchUp(List.of(id), Long.MAX_VALUE, done -> {}));
                }
                RegisteredPeople registered = registered(invocation, workplace, List.of(person.get()));
                PortraitAdvice advice = PortraitAdvice.of(register.portraits(id));
                Shape<Person> shown = registered
                        .shape()
                        .field("poses", "POSES", p -> advice.poses())
                        .field("next_photo", p -> advice.next())
                        .field("advice", "ADD NEXT", p -> advice.next().map(PortraitAdvice.Next::text))
                        .field("look_alikes", "LOOKS LIKE", p -> lookAlikes(register, p))
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
                registered.advice(List.of(person.get())).ifPresent(invocation.console()::say);
            }
            return ExitCode.DONE.number();
        }
    }

    /** What an erasure removed. */
    private record Erased(PersonId person, String opening, ErasureReceipt receipt) {

        private long erased(String what) {
            return receipt.erased().getOrDefault(what, 0L);
        }
    }

    private static final Shape<Erased> ERASED = Shape.<Erased>of("erased")
            .field("person", "PERSON", e -> e.person().value())
            .field("photos", "PHOTOS", e -> e.erased("photos"))
            .field("findings", "FINDINGS", e -> e.erased("findings"))
            .field("pictures", "PICTURES", e -> e.erased("pictures"))
            .field("receipt", "RECEIPT", e -> e.receipt().number())
            .field("commitment", e -> e.receipt().commitment())
            .field("opening", "OPENING", Erased::opening);

    @Command(
            name = "erase",
            description = {
                "Erases a person: key, register, licences, findings and their pictures. There is no way back.",
                "A signed receipt is kept that names nobody. It is about whoever can show its opening, which is printed",
                "here and not kept. An erasure that broke off goes on with the same command."
            })
    static final class Erase implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "The person")
        @SuppressWarnings("NullAway.Init") // picocli refuses to start without it
        private PersonId id;

        @Option(
                names = "--receipt",
                paramLabel = "FILE",
                description = "Writes the receipt there, with FILE.sig and FILE.pem beside it")
        private Optional<Path> receipt = Optional.empty();

        Erase(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException, ErasureUnfinishedException {
            try (Workplace workplace = Workplace.open(invocation)) {
                Optional<ReceiptFile> file = receipt.map(named -> ReceiptFile.at("--receipt", named));
                Erasures erasures = workplace.erasures();
                Optional<Erasure> erasure = erasures.erase(new ErasedSubject.OfPerson(id), ErasureReason.REQUESTED);
                if (erasure.isEmpty()) {
                    return NotFound.report(invocation, "person", id.value());
                }
                return (handOver(erasures, erasure.get(), file) ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
            }
        }

        /** Who it was is forgotten once all has been written and printed. */
        private boolean handOver(Erasures erasures, Erasure erasure, Optional<ReceiptFile> file) {
            if (file.isPresent()) {
                try {
                    file.get().write(invocation, erasure.receipt());
                } catch (NotReadyException e) {
                    invocation.console().say("sosia: " + e.getMessage() + "; the same command again tries again");
                    return false;
                }
            }
            invocation
                    .results()
                    .list(
                            ERASED,
                            List.of(new Erased(
                                    id, erasure.opening(), erasure.receipt().receipt())));
            invocation.console().out().flush();
            erasures.handedOver(erasure.subject());
            return true;
        }
    }
}
