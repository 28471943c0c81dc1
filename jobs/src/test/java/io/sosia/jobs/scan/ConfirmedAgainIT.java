package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.PhotoReader;
import io.sosia.detector.pipeline.PhotoReader.Accepted;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.PersonId;
import io.sosia.jobs.config.ScanSettings;
import io.sosia.jobs.config.Settings;
import io.sosia.jobs.review.FindingFacts;
import io.sosia.jobs.review.ReviewAnswer;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewDesk;
import io.sosia.jobs.review.Reviewable;
import io.sosia.jobs.review.ReviewableSource;
import io.sosia.jobs.review.ReviewedPerson;
import io.sosia.jobs.review.SecondReviewer;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.review.StoredReviews;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.testdata.film.Condition;
import io.sosia.testdata.film.FaceFinder;
import io.sosia.testdata.film.FilmCodec;
import io.sosia.testdata.film.FilmContainer;
import io.sosia.testdata.film.FilmProgress;
import io.sosia.testdata.film.FilmSettings;
import io.sosia.testdata.film.Filming;
import io.sosia.testdata.film.PhotoCasting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real faces, filmed. Whoever was confirmed in a film for a case is found again where the film is mirrored, cropped or encoded
 * anew, though they were never registered by anybody but that decision: the case has one photo of each.
 */
class ConfirmedAgainIT {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);
    private static final Set<Condition> CONDITIONS =
            Set.of(Condition.PLAIN, Condition.MIRROR, Condition.CROP_80, Condition.BITRATE_200);
    private static final int PEOPLE = 12;

    @TempDir
    private Path folder;

    private Path data;
    private Path films;

    @BeforeEach
    void filmed() throws Exception {
        data = SharedData.folder();
        Path photos = Files.createDirectories(folder.resolve("photos"));
        int taken = 0;
        for (Path person : list(data.resolve("faces/lfw-dev/images"))) {
            List<Path> own = list(person);
            if (own.size() >= 4 && taken < PEOPLE) {
                taken++;
                Path copy = Files.createDirectories(photos.resolve(String.valueOf(person.getFileName())));
                for (Path photo : own) {
                    Files.copy(photo, copy.resolve(String.valueOf(photo.getFileName())));
                }
            }
        }
        films = folder.resolve("films");
        FilmSettings settings = new FilmSettings(
                3,
                1,
                1,
                Duration.ofSeconds(32),
                new FilmSettings.FrameFormat(720, 1280, 5),
                new FilmSettings.Encoding(FilmCodec.H264, FilmContainer.MP4, 1_500, Duration.ofSeconds(2)),
                new FilmSettings.Cutting(Duration.ofSeconds(2), Duration.ofSeconds(3), 1),
                2,
                Instant.parse("2026-11-19T20:00:00Z"));
        Filming.film(
                settings,
                PhotoCasting.open(photos, new PhotoCasting.Settings(3, 2, 4, 1, 1, 1 / 2.2)),
                CONDITIONS,
                FaceFinder.NONE,
                films,
                FilmProgress.SILENT);
    }

    @Test
    void mirroredCroppedAndEncodedAnewItIsKnownAgain(TestReporter reporter) throws Exception {
        Map<String, List<Path>> portraits = new TreeMap<>();
        for (Path person : list(films.resolve("portraits"))) {
            portraits.put(String.valueOf(person.getFileName()), list(person));
        }
        List<Reviewable> found = new ArrayList<>();
        try (RealHome home = home("first")) {
            home.enrol(portraits);
            Fusion fusion = fusion(home);
            ReviewableFindings findings = ReviewableFindings.open(home.database, home.keys(), fusion);
            Map<String, Reviewable> byPerson = new LinkedHashMap<>();
            for (Finding finding : scan(home, Condition.PLAIN)) {
                byPerson.putIfAbsent(
                        finding.person(),
                        findings.find(Finding.number(finding.id()).orElseThrow())
                                .orElseThrow());
            }
            found.addAll(byPerson.values());
        }
        assertTrue(found.size() >= 4, () -> "the film shows " + found.size());

        try (RealHome home = home("second")) {
            Cases cases = new Cases(home, found, portraits);
            Fusion fusion = fusion(home);
            ReviewDesk desk = new ReviewDesk(
                    home.database,
                    home.register(),
                    StoredReviews.open(home.database, home.keys()),
                    new StoredLessons(home.database.dataSource(), home.keys()),
                    List.of(cases, ReviewableFindings.open(home.database, home.keys(), fusion)),
                    SecondReviewer.NONE,
                    (finding, opinion, state) -> {},
                    CLOCK);
            assertEquals(List.of(), scan(home, Condition.MIRROR), "nobody is registered");
            for (long number : cases.numbers()) {
                assertInstanceOf(
                        ReviewAnswer.Counted.class,
                        desk.decide(number, ReviewDecision.CONFIRM, "ann", "the same shirt", Optional.empty()));
            }
            for (Condition condition : CONDITIONS) {
                List<Finding> again = scan(home, condition);
                Set<String> people = new TreeSet<>();
                for (Finding finding : again) {
                    people.add(finding.person());
                    boolean plain = condition == Condition.PLAIN;
                    Finding.ConfirmedBefore before = finding.confirmedBefore()
                            .orElseThrow(() -> new AssertionError(
                                    condition + ": " + finding.person() + " is not known to have been confirmed"));
                    assertEquals(plain, before.sameBytes(), condition::toString);
                    if (plain) {
                        assertTrue(before.similarity() > 0.99, finding::toString);
                    }
                }
                reporter.publishEntry(condition.text(), people.size() + " of " + found.size() + " found again");
                assertEquals(cases.people(), people, condition::toString);
            }
        }
    }

    private RealHome home(String name) throws Exception {
        return new RealHome(
                folder.resolve(name), SharedData.models(data), Path.of("").toAbsolutePath(), CLOCK);
    }

    private static Fusion fusion(RealHome home) {
        List<EmbeddingSpace> spaces = home.models.spaces();
        return Fusion.of(spaces.getFirst(), spaces.get(1));
    }

    private List<Finding> scan(RealHome home, Condition condition) throws Exception {
        ScanSettings settings = Settings.parse("{\"scan\": {\"workers\": 2}}").scan();
        PlayHome.Heard heard = new PlayHome.Heard();
        try (ScanService service = home.service(settings)) {
            service.scan(
                    ScanRequest.ofManifest(
                            films.resolve(condition.text()).resolve("manifest.jsonl"), Sampling.nightly()),
                    heard,
                    StopSignal.manual());
        }
        assertFalse(heard.looked.isEmpty());
        return heard.findings;
    }

    private static List<Path> list(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** A case about each person, with one photo of theirs and the tracks of the film in which they were found. */
    private static final class Cases implements ReviewableSource {

        private final Map<Long, Reviewable> findings = new LinkedHashMap<>();

        Cases(RealHome home, List<Reviewable> found, Map<String, List<Path>> portraits) {
            try (PhotoReader reader = home.models.newPhotoReader()) {
                long number = 900;
                for (Reviewable original : found) {
                    Path photo = Objects.requireNonNull(
                                    portraits.get(original.person().id().value()))
                            .getFirst();
                    if (!(reader.enrol(photo) instanceof Accepted face)) {
                        continue;
                    }
                    number++;
                    String caseNumber = "C-000" + number;
                    findings.put(
                            number,
                            new Reviewable(
                                    number,
                                    new ReviewedPerson.OfCase(
                                            caseNumber,
                                            new PersonId("case-000" + number),
                                            new Consent(
                                                    "case " + caseNumber, LocalDate.of(2026, 1, 1), Optional.empty()),
                                            List.of(new EnrolledPhoto(
                                                    face.sha256(),
                                                    face.quality().overall(),
                                                    face.templates()))),
                                    original.work(),
                                    original.episodes(),
                                    original.tracks(),
                                    Optional.of(caseNumber),
                                    1,
                                    Set.of()));
                }
            }
        }

        Set<Long> numbers() {
            return findings.keySet();
        }

        Set<String> people() {
            Set<String> people = new TreeSet<>();
            findings.values()
                    .forEach(finding -> people.add(finding.person().id().value()));
            return people;
        }

        @Override
        public Optional<Reviewable> find(long finding) {
            return Optional.ofNullable(findings.get(finding));
        }

        @Override
        public Optional<FindingFacts> facts(long finding) {
            return find(finding)
                    .map(found -> new FindingFacts(
                            finding,
                            found.person().id(),
                            found.work(),
                            found.episodes(),
                            List.of(),
                            Verdict.UNLICENSED,
                            0.7,
                            0.5,
                            "made up",
                            found.caseNumber(),
                            found.round()));
        }

        @Override
        public void each(Consumer<FindingFacts> consumer) {
            findings.keySet().forEach(number -> facts(number).ifPresent(consumer));
        }
    }
}
