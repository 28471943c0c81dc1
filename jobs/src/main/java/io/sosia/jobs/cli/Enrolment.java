package io.sosia.jobs.cli;

import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.detector.pipeline.PhotoReader.PhotoReading;
import io.sosia.detector.pipeline.PhotoReader.Refused;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.jobs.cli.PersonCommand.PhotoOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Registers people from photos, one after the other. Serves one thread; what it is given stays the caller's to close.
 */
final class Enrolment {

    /** Two photos of one person are rarely less alike; two people nearly always are. */
    private static final double UNLIKE = 0.2;

    private final Register register;
    private final PhotoReader reader;
    private final ConsentGiven consent;
    private final Console console;

    Enrolment(Register register, PhotoReader reader, ConsentGiven consent, Console console) {
        this.register = register;
        this.reader = reader;
        this.consent = consent;
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
     */
    Outcome enrol(PersonId id, String name, List<Path> files, IntConsumer read) {
        List<String> known = register.photos(id);
        Map<String, EnrolledPhoto> accepted = new LinkedHashMap<>();
        List<PhotoOutcome> outcomes = new ArrayList<>();
        for (Path file : files) {
            read.accept(outcomes.size());
            PhotoReading reading = reader.enrol(file);
            boolean before = false;
            if (reading instanceof Accepted face) {
                EnrolledPhoto photo =
                        new EnrolledPhoto(face.sha256(), face.quality().overall(), face.templates());
                // One that is known already may lack templates of a recogniser that was not in use then.
                before = accepted.put(face.sha256(), photo) != null || known.contains(face.sha256());
            }
            outcomes.add(new PhotoOutcome(id, file, reading, before));
        }
        read.accept(files.size());
        warnOfStrangers(outcomes);
        if (outcomes.stream().noneMatch(outcome -> outcome.reading() instanceof Accepted)) {
            return new Outcome(outcomes, Optional.empty());
        }
        Person person = register.enrol(id, name, consent.after(register.person(id)), List.copyOf(accepted.values()));
        return new Outcome(outcomes, Optional.of(person));
    }

    /** Asked before photos are read, since nothing is started on wrong usage. */
    static void requirePlain(String option, String text) {
        if (text.isBlank() || text.length() > 200 || !TerminalText.line(text).equals(text)) {
            throw new UsageException(option + " is 1 to 200 characters, none of them a control character");
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
            console.say(String.format(
                    Locale.ROOT,
                    "sosia: %s looks like none of the other photos (similarity %.2f at most):"
                            + " make sure that it shows the same person",
                    photo,
                    nearest));
        }
    }
}
