package io.sosia.jobs.takedown.search;

import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlRegister;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.jobs.audit.StoredAuditTrail;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.config.TakedownSettings;
import io.sosia.jobs.evaluate.TrueAppearance;
import io.sosia.jobs.evaluate.TruthFile;
import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.scan.Finding;
import io.sosia.jobs.scan.ResultLine;
import io.sosia.jobs.scan.ScanListener;
import io.sosia.jobs.scan.ScanProgress;
import io.sosia.jobs.scan.ScanRequest;
import io.sosia.jobs.scan.ScanService;
import io.sosia.jobs.scan.SharedData;
import io.sosia.jobs.scan.SightingKeeper;
import io.sosia.jobs.scan.StandardScans;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.CaseRequest;
import io.sosia.jobs.takedown.DeadlinePolicy;
import io.sosia.jobs.takedown.Opening;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.RequesterRole;
import io.sosia.jobs.takedown.StoredCases;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.ModelTask;
import io.sosia.models.store.FetchProgress;
import io.sosia.models.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code takedown run} finds of people who register after a film was scanned, beside what a fresh scan finds that has them
 * registered. The film is the README's ({@code testdata film}); its folder is the property {@code sosia.film}. Takes some ten
 * minutes on two cores, asserts nothing about the figures, and appends them to the file that {@code sosia.figures} names:
 *
 * <pre>{@code mvn -pl jobs -am test -Dtest=TakedownFiguresIT -Dsosia.film=film -Dsosia.figures=/tmp/figures.txt
 *     -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "sosia.figures", matches = ".+")
@EnabledIfSystemProperty(named = "sosia.film", matches = ".+")
class TakedownFiguresIT {

    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path folder;

    private final ModelCatalogue catalogue = ModelCatalogue.standard();
    private final ModelCard detector = catalogue.defaultFor(ModelTask.DETECTOR);
    private final ModelCard recogniser = catalogue.defaultFor(ModelTask.RECOGNISER);
    private final ModelCard strong = catalogue.card(ScanSettings.defaults().strongRecogniser());

    /** A time at which somebody is said to be seen. */
    private record Said(String person, Path video, long startMs, long endMs, boolean review, String character) {}

    /** A home with its parts. */
    private final class Place implements AutoCloseable {
        final Home home;
        final RegisterDatabase database;
        final SqlSubjectKeys keys;
        final SqlRegister register;
        final MasterKey master;
        final SealedSightings archive;

        Place(String name) throws Exception {
            home = Home.prepare(folder.resolve(name));
            database = RegisterDatabase.open(home.database());
            master = MasterKey.find(home.masterKey(), Map.of(), true);
            keys = database.subjectKeys(master);
            register = database.register(keys, CLOCK);
            archive = SealedSightings.open(home.sightings(), master);
        }

        void enrol(Map<PersonId, List<EnrolledPhoto>> people) {
            people.forEach((person, photos) -> register.enrol(
                    person,
                    person.value(),
                    new Consent("measurement", LocalDate.of(2026, 1, 1), Optional.empty()),
                    photos));
        }

        List<Finding> scan(Path manifest, FaceModels models) throws Exception {
            List<Finding> findings = new ArrayList<>();
            try (ScanService service = StandardScans.open(
                    home,
                    database,
                    keys,
                    ScanSettings.defaults(),
                    models,
                    detector,
                    recogniser,
                    Optional.of(new SightingKeeper(archive, SightingSettings.defaults(), CLOCK)),
                    CLOCK)) {
                service.scan(
                        ScanRequest.ofManifest(manifest, Sampling.nightly()),
                        new ScanListener() {
                            @Override
                            public void started(int videos, boolean resumed) {}

                            @Override
                            public void progress(ScanProgress progress) {}

                            @Override
                            public void result(ResultLine line) {
                                if (line instanceof Finding finding) {
                                    findings.add(finding);
                                }
                            }
                        },
                        StopSignal.manual());
            }
            return findings;
        }

        @Override
        public void close() {
            archive.close();
            database.close();
        }
    }

    @Test
    void asManyAsAFreshScan() throws Exception {
        Path film = Path.of(System.getProperty("sosia.film", ""));
        ModelStore store = ModelStore.of(
                folder.resolve("models"),
                Map.of(
                        ModelStore.FOLDERS_VARIABLE,
                        SharedData.models(SharedData.folder()).toString()),
                folder,
                new FetchProgress() {
                    @Override
                    public void arrived(ModelCard card, long done, long total) {}
                });
        try (FaceModels models =
                FaceModels.open(store.load(detector), store.load(recogniser), List.of(store.load(strong)))) {
            List<TrueAppearance> truth = TruthFile.read(film.resolve("truth.jsonl"));
            Map<PersonId, List<EnrolledPhoto>> people = people(film.resolve("portraits"), models);
            List<Said> fresh = new ArrayList<>();
            try (Place registered = new Place("registered")) {
                registered.enrol(people);
                for (Finding finding : registered.scan(film.resolve("manifest.jsonl"), models)) {
                    finding.appearances()
                            .forEach(seen -> fresh.add(new Said(
                                    finding.person(),
                                    Path.of(finding.path()),
                                    seen.startMs(),
                                    seen.endMs(),
                                    finding.verdict() == io.sosia.indexer.match.Verdict.REVIEW,
                                    finding.id())));
                }
            }
            tell("a fresh scan with all registered", fresh, truth, people);
            try (Place later = new Place("later")) {
                later.scan(film.resolve("manifest.jsonl"), models);
                later.enrol(people);
                tell("takedown run, registered after the scan", search(later, models, people), truth, people);
            }
        }
    }

    private List<Said> search(Place place, FaceModels models, Map<PersonId, List<EnrolledPhoto>> people)
            throws Exception {
        StoredCases cases = StoredCases.open(place.database, place.keys, TakedownSettings.defaults());
        StoredAuditTrail audit =
                StoredAuditTrail.open(place.database, place.keys, place.database.signingKey(place.master), CLOCK);
        CaseSearch search = StandardSearch.open(
                place.home,
                place.database,
                place.register,
                cases,
                place.keys,
                new Reviews() {
                    @Override
                    public Optional<Outcome> outcome(long finding, int round) {
                        return Optional.empty();
                    }

                    @Override
                    public List<Opinion> history(long finding, int round) {
                        return List.of();
                    }
                },
                audit,
                Optional.of(place.archive),
                SightingSettings.defaults(),
                ScanSettings.defaults(),
                models,
                recogniser,
                Optional.of(strong),
                CLOCK);
        List<Said> said = new ArrayList<>();
        double strangers = 0;
        int again = 0;
        int characters = 0;
        int works = 0;
        Coverage last = null;
        for (PersonId person : people.keySet()) {
            TakedownCase opened = open(cases, person);
            SearchResult result =
                    search.search(opened, CaseSearch.STRANGERS, "figures", SearchListener.NONE, StopSignal.manual());
            last = result.coverage().orElseThrow();
            strangers += last.strangers().expected();
            again += last.anew().videos();
            characters += result.findings().size();
            works += (int)
                    result.findings().stream().map(CaseFinding::work).distinct().count();
            for (CaseFinding finding : result.findings()) {
                finding.places()
                        .forEach(seen -> said.add(new Said(
                                person.value(),
                                Path.of(seen.path()),
                                seen.startMs(),
                                seen.endMs(),
                                !finding.sure(),
                                finding.id())));
            }
        }
        say(String.format(
                Locale.ROOT,
                "%d searches of %d sightings; %d videos decoded again; expected strangers in all %.2g; findings %d in %d"
                        + " works of a person; %s",
                people.size(),
                last == null ? 0 : last.strangers().compared(),
                again,
                strangers,
                characters,
                works,
                last == null ? "" : last.strangers()));
        return said;
    }

    private static TakedownCase open(StoredCases cases, PersonId person) {
        return switch (cases.open(
                new CaseRequest(
                        new Requester(
                                RequesterRole.PERSON,
                                Optional.of(person.value()),
                                Optional.of(person.value()),
                                Optional.of("measurement"),
                                Optional.of("measurement"),
                                Optional.empty()),
                        List.of(),
                        Optional.empty(),
                        Optional.of(person),
                        List.of(),
                        ""),
                DeadlinePolicy.preset(),
                CLOCK.instant())) {
            case Opening.Opened opened -> opened.opened();
            case Opening.AlreadyOpen already -> already.open();
            case Opening.TooMany many -> throw new IllegalStateException("too many cases of " + person);
        };
    }

    private static Map<PersonId, List<EnrolledPhoto>> people(Path portraits, FaceModels models) throws IOException {
        Map<PersonId, List<EnrolledPhoto>> people = new TreeMap<>();
        try (PhotoReader reader = models.newPhotoReader();
                Stream<Path> folders = Files.list(portraits)) {
            for (Path own : folders.filter(Files::isDirectory).sorted().toList()) {
                List<EnrolledPhoto> photos = new ArrayList<>();
                try (Stream<Path> files = Files.list(own)) {
                    for (Path photo : files.sorted().toList()) {
                        if (reader.enrol(photo) instanceof Accepted face) {
                            photos.add(new EnrolledPhoto(
                                    face.sha256(), face.quality().overall(), face.templates()));
                        }
                    }
                }
                if (!photos.isEmpty()) {
                    people.put(new PersonId(String.valueOf(own.getFileName())), photos);
                }
            }
        }
        return people;
    }

    private static void tell(
            String what, List<Said> said, List<TrueAppearance> truth, Map<PersonId, List<EnrolledPhoto>> people) {
        long appearances = 0;
        long found = 0;
        long forReview = 0;
        List<TrueAppearance> theirs = truth.stream()
                .filter(seen -> seen.person()
                        .filter(person -> people.containsKey(new PersonId(person)))
                        .isPresent())
                .toList();
        for (TrueAppearance seen : theirs) {
            appearances++;
            List<Said> covering = said.stream()
                    .filter(one -> one.person.equals(seen.person().orElseThrow()) && overlap(one, seen))
                    .toList();
            found += covering.isEmpty() ? 0 : 1;
            forReview += !covering.isEmpty() && covering.stream().allMatch(Said::review) ? 1 : 0;
        }
        List<Said> wrong = said.stream()
                .filter(one -> theirs.stream()
                        .noneMatch(
                                seen -> seen.person().filter(one.person::equals).isPresent() && overlap(one, seen)))
                .toList();
        long mixed = said.stream()
                .filter(one -> !wrong.contains(one))
                .map(one -> one.person + one.character)
                .distinct()
                .filter(character -> wrong.stream().anyMatch(one -> (one.person + one.character).equals(character)))
                .count();
        say(String.format(
                Locale.ROOT,
                "%s: found %d of %d appearances of %d people (%.3f), %d of them for review only; %d spans of others, %d not"
                        + " for review; findings with both %d",
                what,
                found,
                appearances,
                people.size(),
                found / (double) appearances,
                forReview,
                wrong.size(),
                wrong.stream().filter(one -> !one.review).count(),
                mixed));
    }

    private static boolean overlap(Said one, TrueAppearance seen) {
        return one.video.toAbsolutePath().normalize().equals(seen.video())
                && one.startMs <= seen.endMs()
                && seen.startMs() <= one.endMs;
    }

    private static void say(String line) {
        try {
            Files.writeString(
                    Path.of(System.getProperty("sosia.figures", "")),
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
