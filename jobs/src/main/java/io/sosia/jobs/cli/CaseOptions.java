package io.sosia.jobs.cli;

import io.sosia.indexer.registry.Person;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.config.TakedownSettings;
import io.sosia.jobs.takedown.CaseDocument;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.CaseRequest;
import io.sosia.jobs.takedown.NamedPlace;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.RequesterRole;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The options that say what somebody asks for. */
final class CaseOptions {

    private static final JsonMapper LINES = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    @Option(names = "--requester", paramLabel = "NAME", description = "Who asks, as letters address them")
    private Optional<String> requester = Optional.empty();

    @Option(names = "--contact", paramLabel = "CONTACT", description = "Where answers go, such as an e-mail address")
    private Optional<String> contact = Optional.empty();

    @Option(
            names = "--identity-checked",
            paramLabel = "HOW",
            description = "How it was made sure that they are who they say")
    private Optional<String> identityChecked = Optional.empty();

    @Option(names = "--checked-by", paramLabel = "WHO", description = "Who of the platform made sure")
    private Optional<String> checkedBy = Optional.empty();

    @Option(
            names = "--mandate",
            paramLabel = "FILE",
            description = "An agent's mandate; its hash is kept, and a sealed copy")
    private Optional<Path> mandate = Optional.empty();

    @Option(
            names = "--photo",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Photos of whom it is about; kept sealed")
    private List<Path> photos = List.of();

    @Option(names = "--person", paramLabel = "ID", description = "Whom it is about, where they are registered")
    private Optional<PersonId> person = Optional.empty();

    @Option(
            names = "--named",
            paramLabel = "work[:episode[@time]]",
            description = "Where they have seen themselves, for example 'drama-7:3@12:31'; repeatable")
    private List<String> named = List.of();

    @Option(
            names = "--named-file",
            paramLabel = "JSONL",
            description = "The same, a line each: {\"work\": …, \"episode\": …, \"time_ms\": …}")
    private Optional<Path> namedFile = Optional.empty();

    @Option(names = "--statement", paramLabel = "TEXT|FILE", description = "What they say, or a file with it")
    private Optional<String> statement = Optional.empty();

    /** A line of {@code --named-file}. */
    private record Line(String work, Optional<String> episode, Optional<Long> time_ms) {}

    /**
     * What the options say.
     *
     * @param role as what they ask
     * @param territory ISO 3166 code in any case, or empty
     * @throws UsageException if something cannot be meant; the message names the option
     */
    CaseRequest request(RequesterRole role, String territory, TakedownSettings limits, Console console) {
        try {
            return new CaseRequest(
                    new Requester(
                            role,
                            requester,
                            contact,
                            identityChecked,
                            checkedBy,
                            statement.map(text -> textOrFile("--statement", text, console))),
                    photos(limits),
                    mandate.map(file -> document("--mandate", file, limits)),
                    person,
                    places(limits),
                    country(territory));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Whom it is about, where they are registered. */
    Optional<PersonId> person() {
        return person;
    }

    /**
     * Whether somebody who asks for their own face goes by the registered person's name; spaces, case and forms of
     * characters do not tell two apart.
     */
    static boolean sameName(Person registered, String requester) {
        return plain(registered.name()).equals(plain(requester));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .strip();
    }

    private List<CasePhoto> photos(TakedownSettings limits) {
        if (photos.size() > limits.photos()) {
            throw new UsageException("--photo: a case has " + limits.photos()
                    + " photos at most (takedowns.photos), and these are " + photos.size());
        }
        List<CasePhoto> read = new ArrayList<>();
        for (Path file : photos) {
            byte[] bytes = bytes("--photo", file, limits.photoBytes(), "takedowns.photoBytes");
            if (!CasePhoto.beginsAsPicture(bytes)) {
                throw new UsageException("--photo " + file + " is no JPEG, PNG, WebP or BMP");
            }
            read.add(new CasePhoto(name(file), bytes));
        }
        return read;
    }

    /** A document that an option names. @throws UsageException if it cannot be read or is too large */
    static CaseDocument document(String option, Path file, TakedownSettings limits) {
        return new CaseDocument(name(file), bytes(option, file, limits.documentBytes(), "takedowns.documentBytes"));
    }

    /** The file's name without its folder: where it lay on somebody's disk is nobody's business. */
    private static String name(Path file) {
        return Objects.toString(file.getFileName(), "");
    }

    private static byte[] bytes(String option, Path file, int most, String setting) {
        if (!Files.isRegularFile(file)) {
            throw new UsageException(option + " " + file + " is not a file that can be read");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than allowed tells that it is too large, however much larger it is.
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new UsageException(option + " " + file + " has " + Files.size(file) + " bytes, and " + most
                        + " are the most (" + setting + ")");
            }
            if (bytes.length == 0) {
                throw new UsageException(option + " " + file + " is empty");
            }
            return bytes;
        } catch (IOException e) {
            throw new UsageException(option + " " + file + " cannot be read: " + FileReason.words(e));
        }
    }

    /** The text itself, or that of the file which it names. */
    static String textOrFile(String option, String text, Console console) {
        Optional<Path> file = file(text);
        if (file.isEmpty()) {
            return text;
        }
        try {
            if (Files.size(file.get()) > 4L * Requester.MOST_STATEMENT) {
                throw new UsageException(option + " " + file.get() + " has " + Files.size(file.get()) + " bytes, and "
                        + Requester.MOST_STATEMENT + " characters are the most");
            }
            String read = Files.readString(file.get());
            console.say("sosia: " + option + " is read from the file " + file.get());
            return read;
        } catch (IOException e) {
            throw new UsageException(option + " " + file.get() + " cannot be read: " + FileReason.words(e));
        }
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private List<NamedPlace> places(TakedownSettings limits) {
        List<NamedPlace> places = new ArrayList<>();
        for (String text : named) {
            try {
                places.add(NamedPlace.parse(text));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--named '" + text + "': " + e.getMessage());
            }
        }
        namedFile.ifPresent(file -> read(file, limits.namedPlaces(), places));
        if (places.size() > limits.namedPlaces()) {
            throw new UsageException("--named: a case names " + limits.namedPlaces()
                    + " places at most (takedowns.namedPlaces), and these are " + places.size());
        }
        return places;
    }

    private static void read(Path file, int most, List<NamedPlace> places) {
        List<String> lines;
        try {
            lines = Files.readAllLines(InputFile.readable("--named-file", file));
        } catch (IOException e) {
            throw new UsageException("--named-file " + file + " cannot be read: " + FileReason.words(e));
        }
        for (int i = 0; i < lines.size() && places.size() <= most; i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                Line line = LINES.readValue(lines.get(i), Line.class);
                if (Objects.isNull(line.work())) {
                    throw new IllegalArgumentException("'work' is missing");
                }
                places.add(new NamedPlace(line.work(), line.episode(), line.time_ms()));
            } catch (JacksonException e) {
                throw new UsageException(
                        "--named-file " + file + ", line " + (i + 1) + ": " + io.sosia.jobs.config.JsonReason.words(e));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--named-file " + file + ", line " + (i + 1) + ": " + e.getMessage());
            }
        }
    }

    private static String country(String territory) {
        String country = territory.strip().toUpperCase(Locale.ROOT);
        if (!country.isEmpty() && !COUNTRIES.contains(country)) {
            throw new UsageException("--territory " + territory + " is no country of ISO 3166, such as CN, US or DE");
        }
        return country;
    }
}
