package io.sosia.jobs.takedown.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.LicenceTerms;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.Traces;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.CaseState;
import io.sosia.jobs.takedown.TakedownCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In a home's own database. */
class CaseSearchSqliteTest extends CaseSearchContract {

    @Override
    RegisterDatabase database(Home root) {
        return RegisterDatabase.open(root.database());
    }

    @Test
    void aSecondCharacterWhoLooksLikeThePersonIsAFindingOfTheirOwn() throws Exception {
        SearchHome.film(
                uploads,
                "drama-1",
                "1.mp4",
                "face 1000 3000 1 0.8 5",
                "face 4000 5000 1 0.85 6",
                "face 2000 4000 1 0.44 20",
                "face 6000 7000 1 0.45 20");
        home.scan(uploads);

        SearchResult result =
                home.search(home.open(Optional.empty(), List.of(), PHOTO).number());

        assertEquals(2, result.findings().size());
        CaseFinding person = result.findings().getFirst();
        CaseFinding double_ = result.findings().getLast();
        assertEquals(1, person.character());
        assertEquals(2, person.places().size());
        assertEquals(2, double_.character());
        assertEquals(2, double_.places().size());
        assertEquals(Verdict.REVIEW, double_.verdict(), "chance makes such likeness");
        assertTrue(person.sure());
    }

    @Test
    void namedVideosOfTheArchiveAreNotDecodedAgain() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        int before = home.looks.get();
        SearchResult result = home.search(home.open(Optional.empty(), List.of(SearchHome.named("drama-1")), PHOTO)
                .number());
        assertEquals(before, home.looks.get());
        assertEquals(1, result.findings().size());
        assertTrue(result.coverage().orElseThrow().complete());
    }

    @Test
    void withoutAPictureTheFramesAreLookedAtAgain() throws Exception {
        home.sightings = new SightingSettings(Duration.ofDays(30), "none");
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5", "face 4000 5000 9 0.8 5");
        SearchHome.film(uploads, "drama-1", "2.mp4", "face 4000 5000 9 0.8 5");
        home.scan(uploads);
        int before = home.looks.get();
        SearchResult result =
                home.search(home.open(Optional.empty(), List.of(), PHOTO).number());
        assertEquals(1, home.looks.get() - before);
        assertEquals(1, result.findings().size());
        assertTrue(result.findings().getFirst().sure());
        assertEquals(1, result.findings().getFirst().pictures());
    }

    @Test
    void whatOneRecogniserAloneHasSeenIsForReview() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "plain 1000 3000 1 0.8 5");
        home.scan(uploads);
        SearchResult result =
                home.search(home.open(Optional.empty(), List.of(), PHOTO).number());
        assertEquals(Verdict.REVIEW, result.findings().getFirst().verdict());
        assertEquals(1, result.coverage().orElseThrow().quickOnly());
    }

    @Test
    void aFindingOutlastsTheArchive() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        TakedownCase opened = home.open(Optional.empty(), List.of(), PHOTO);
        List<CaseFinding> found = home.search(opened.number()).findings();
        at(home, "2026-12-24T01:00:00Z");
        assertEquals(found, home.search(opened.number()).findings());
        assertTrue(home.findings().picture(found.getFirst().finding(), 1).isPresent());
    }

    @Test
    void damageIsNamedAndWhatCanBeReadIsSearched() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        at(home, "2026-11-21T01:00:00Z");
        SearchHome.film(uploads, "drama-2", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        try (Stream<Path> files = Files.list(home.home.sightings())) {
            Path part = files.filter(file -> file.toString().endsWith("2026-11-20.000.part"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(part);
            bytes[bytes.length / 2] ^= 1;
            Files.write(part, bytes);
        }
        SearchResult result =
                home.search(home.open(Optional.empty(), List.of(), PHOTO).number());
        assertEquals(
                List.of("drama-2"),
                result.findings().stream().map(CaseFinding::work).toList());
        Coverage coverage = result.coverage().orElseThrow();
        assertFalse(coverage.complete());
        assertEquals(
                LocalDate.of(2026, 11, 20),
                coverage.archive().orElseThrow().damaged().getFirst().day());
        assertTrue(coverage.statement().contains("damaged"), coverage.statement());
    }

    @Test
    void licencesAreAskedAsOfTheUploadsDayAndToday() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        SearchHome.film(uploads, "drama-2", "1.mp4", "face 1000 3000 1 0.8 5");
        Path manifest = folder.resolve("m.jsonl");
        Files.writeString(manifest, """
                {"path": "uploads/drama-1/1.mp4", "work": "drama-1", "uploader": "acct-9"}
                {"path": "uploads/drama-2/1.mp4", "work": "drama-2", "uploader": "acct-8"}
                """);
        home.scanManifest(manifest);
        home.enrol(1);
        home.register.addLicence(new LicenceTerms(
                new PersonId("p-1"),
                "acct-9",
                Optional.of("drama-1"),
                Set.of(),
                Set.of(),
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 12, 31),
                Optional.empty()));
        List<CaseFinding> findings = home.search(
                        home.open(Optional.of(new PersonId("p-1")), List.of()).number())
                .findings();
        assertEquals(
                List.of("drama-2", "drama-1"),
                findings.stream().map(CaseFinding::work).toList());
        assertEquals(
                List.of(Verdict.UNLICENSED, Verdict.LICENSED),
                findings.stream().map(CaseFinding::verdict).toList());
        assertEquals(Optional.of("acct-8"), findings.getFirst().uploader());
    }

    @Test
    void licencesAreKnownOfVideosThatAreLookedAtAgain() throws Exception {
        home.sightings = SightingSettings.none();
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        Path manifest = folder.resolve("m.jsonl");
        Files.writeString(
                manifest, "{\"path\": \"uploads/drama-1/1.mp4\", \"work\": \"drama-1\", \"uploader\": \"acct-9\"}\n");
        home.scanManifest(manifest);
        List<CaseFinding> findings = home.search(
                        home.open(Optional.empty(), List.of(SearchHome.named("drama-1")), PHOTO)
                                .number())
                .findings();
        assertEquals(Optional.of("acct-9"), findings.getFirst().uploader());
    }

    @Test
    void withoutAnyPhotoOfUseNobodyIsSearchedFor() throws Exception {
        TakedownCase opened = home.open(Optional.empty(), List.of(), "refused NO_FACE");
        SearchResult result = home.search(opened.number());
        assertEquals(Optional.empty(), result.coverage());
        assertEquals(
                CaseState.OPEN, home.cases.find(opened.number()).orElseThrow().state());
    }

    @Test
    void nobodyIsSearchedForThroughAnIncompleteCaseOrWithoutConsent() throws Exception {
        TakedownCase incomplete = home.open(Optional.empty(), List.of());
        assertThrows(NotReadyException.class, () -> home.search(incomplete.number()));
        TakedownCase unknown = home.open(Optional.of(new PersonId("p-5")), List.of());
        assertThrows(NotReadyException.class, () -> home.search(unknown.number()));
    }

    @Test
    void anotherSearchAtTheSameTimeIsRefused() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        TakedownCase one = home.open(Optional.empty(), List.of(), PHOTO);
        TakedownCase other = home.open(Optional.empty(), List.of(), PHOTO);
        home.search(
                one.number(),
                new SearchListener() {
                    @Override
                    public void began(boolean resumed) {
                        assertThrows(NotReadyException.class, () -> home.search(other.number()));
                    }

                    @Override
                    public void progress(SearchStep step, long done, long total) {}
                },
                StopSignal.manual());
    }

    @Test
    void aCaseThatEndsWhileItIsSearchedForStopsTheSearch() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        TakedownCase opened = home.open(Optional.empty(), List.of(), PHOTO);
        assertThrows(
                ScanStoppedException.class,
                () -> home.search(
                        opened.number(),
                        new SearchListener() {
                            @Override
                            public void began(boolean resumed) {
                                home.cases.close(opened.number(), true, home.clock.instant());
                            }

                            @Override
                            public void progress(SearchStep step, long done, long total) {}
                        },
                        StopSignal.manual()));
        assertEquals(List.of(), home.findings().of(opened.number(), 1));
    }

    @Test
    void noFaceLiesInTheHomeInTheClear() throws Exception {
        Path uploads = Files.createDirectories(folder.resolve("others"));
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        Path root = folder.resolve("other-home");
        Traces traces = new Traces();
        try (SearchHome other = new SearchHome(root, Clock.systemUTC())) {
            other.scan(uploads);
            String photo = "photo 1 0.98 2 of somebody who is to be found nowhere";
            String number = other.open(Optional.empty(), List.of(), photo).number();
            CaseFinding finding = other.search(number).findings().getFirst();
            traces.add("photo", photo.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .add(
                            "picture",
                            other.findings().picture(finding.finding(), 1).orElseThrow())
                    .add(
                            "template",
                            bytesOf(ToldVideo.face(ToldVideo.QUICK, 1, 0.8, 5).toBytes()));
            assertEquals(List.of(), traces.in(root));
        }
        assertEquals(List.of(), traces.in(root));
    }

    /** The part of a vector that is not all zeros. */
    private static byte[] bytesOf(byte[] vector) {
        return java.util.Arrays.copyOfRange(vector, 4, 24);
    }
}
