package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.MediaFailure;
import io.sosia.detector.media.Sampling;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.LicenceTerms;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Withdrawal;
import io.sosia.jobs.batch.FailureCategory;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.vector.Cosine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class ScanJobTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path videos;

    @BeforeEach
    void folders() throws IOException {
        videos = Files.createDirectories(folder.resolve("drama-7"));
    }

    private void film(String name, String... lines) throws IOException {
        Files.writeString(videos.resolve(name), name + "\n" + String.join("\n", lines));
    }

    private ScanRequest everything() {
        return ScanRequest.ofPaths(List.of(videos), Sampling.nightly());
    }

    /** A home in which the people on some axes are registered. */
    private PlayHome home(int... people) throws NotReadyException {
        PlayHome home = new PlayHome(folder.resolve("home"), CLOCK);
        for (int person : people) {
            home.enrol(person);
        }
        return home;
    }

    /** Everything is scanned. */
    private PlayHome.Heard heard(PlayHome home) throws Exception {
        PlayHome.Heard heard = new PlayHome.Heard();
        scan(home, everything(), heard);
        return heard;
    }

    private static ScanSummary scan(PlayHome home, ScanRequest request, ScanListener listener) throws Exception {
        try (ScanService service = home.service()) {
            return service.scan(request, listener, StopSignal.manual());
        }
    }

    @Test
    void findsRegisteredPeopleAndSaysWhenAndHowAlike() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 5000 6000 1 0.7", "face 2000 4000 9 0.9");
        film("2.mp4", "face 1000 2000 2 0.52");
        film("3.mp4", "nobody");
        try (PlayHome home = home(1, 2)) {
            PlayHome.Heard heard = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), heard);

            assertEquals(2, heard.findings.size());
            Finding first = heard.findings.getFirst();
            assertEquals("p-1", first.person());
            assertEquals("drama-7", first.work());
            assertEquals("1.mp4", first.episode());
            assertEquals(Verdict.UNLICENSED, first.verdict());
            assertEquals(0.8, first.similarity(), 1e-3);
            assertEquals(0.5, first.threshold(), 1e-9);
            assertEquals(2, first.appearances().size());
            assertEquals(1000, first.appearances().getFirst().startMs());
            assertEquals(0.7, first.appearances().getLast().similarity(), 1e-3);
            assertEquals(List.of(100, 200, 300, 450), first.best().box());
            assertEquals(Verdict.REVIEW, heard.findings.getLast().verdict());
            assertEquals(3, summary.scanned());
            assertEquals(0, summary.notScanned());
            assertEquals(30_000, summary.videoMs());
            assertEquals(2, summary.findings());
            assertEquals(4, summary.tracks());
            assertTrue(Files.exists(Path.of(summary.page())));
        }
    }

    @Test
    void sameCommandAgainDoesNoWorkTwice() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        film("2.mp4", "fail DAMAGED");
        try (PlayHome home = home(1)) {
            PlayHome.Heard first = heard(home);
            assertEquals(2, home.looks.get());
            PlayHome.Heard second = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), second);

            assertEquals(2, home.looks.get());
            assertEquals(2, summary.unchanged());
            assertEquals(first.findings, second.findings);
            assertEquals(first.notScanned, second.notScanned);
            assertEquals(0, summary.videoMsNow());
        }
    }

    @Test
    void changedRegisterAsksForANewLookAndFindingsKeepTheirNumbers() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 1000 3000 2 0.8");
        try (PlayHome home = home(1)) {
            heard(home);
            home.enrol(2);
            home.register.addLicence(new LicenceTerms(
                    new PersonId("p-1"),
                    "acct-9",
                    Optional.empty(),
                    Set.of(),
                    Set.of(),
                    LocalDate.of(2026, 1, 1),
                    LocalDate.of(2026, 12, 31),
                    Optional.empty()));
            PlayHome.Heard second = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), second);

            assertEquals(0, summary.unchanged());
            assertEquals(2, home.looks.get());
            assertEquals(
                    List.of("F-000001", "F-000002"),
                    second.findings.stream().map(Finding::id).toList());
            List<Finding> stored = new ArrayList<>();
            home.findings().findings(FindingFilter.all(), stored::add);
            assertEquals(second.findings, stored);
        }
    }

    @Test
    void whatAnotherLicenceOfTheUploaderLeavesOpenIsAnAlarmAndWhatItCoversIsNone() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = home(1)) {
            Path manifest = folder.resolve("uploads.jsonl");
            Files.writeString(
                    manifest,
                    "{\"path\":\"" + videos.resolve("1.mp4")
                            + "\",\"work\":\"drama-7\",\"episode\":\"1\",\"uploader\":\"acct-9\"}\n");
            home.register.addLicence(licence(Optional.of("drama-8")));
            PlayHome.Heard heard = new PlayHome.Heard();
            ScanRequest request = ScanRequest.ofManifest(manifest, Sampling.nightly());

            ScanSummary beyond = scan(home, request, heard);
            assertEquals(Verdict.OUT_OF_SCOPE, heard.findings.getLast().verdict());
            assertEquals(1, beyond.alarms().orElseThrow().observed());

            home.register.addLicence(licence(Optional.empty()));
            ScanSummary covered = scan(home, request, heard);
            assertEquals(Verdict.LICENSED, heard.findings.getLast().verdict());
            assertEquals(0, covered.alarms().orElseThrow().observed());
        }
    }

    private static LicenceTerms licence(Optional<String> work) {
        return new LicenceTerms(
                new PersonId("p-1"),
                "acct-9",
                work,
                Set.of(),
                Set.of(),
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 12, 31),
                Optional.empty());
    }

    @Test
    void lookThatFailsTakesNothingBack() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = home(1)) {
            PlayHome.Heard first = heard(home);
            assertEquals(1, first.findings.size());
            home.enrol(2);
            home.before = video -> {
                throw new PlayVideo.Failing(MediaFailure.TIMEOUT);
            };
            PlayHome.Heard failed = heard(home);
            assertEquals("TIMEOUT", failed.notScanned.getFirst().reason());
            assertEquals(List.of(), failed.findings);

            assertEquals(first.findings, stored(home));

            home.before = video -> {};
            PlayHome.Heard again = heard(home);
            assertEquals(again.findings, stored(home));
            assertEquals(
                    first.findings.getFirst().id(), again.findings.getFirst().id());
            assertFalse(first.findings.equals(again.findings), "decided with the register as it is now");
        }
    }

    @Test
    void whatALookAtAPartFindsHoldsBesideWhatItDidNotMeetAgain() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 4000 6000 2 0.8", "face 7000 9000 3 0.8");
        try (PlayHome home = home(1, 3)) {
            PlayHome.Heard whole = heard(home);
            home.enrol(2);
            home.before = video -> {
                throw new PlayVideo.BreakingOff(MediaFailure.TIMEOUT, 6500);
            };
            PlayHome.Heard part = heard(home);
            assertEquals(
                    List.of("p-1", "p-2"),
                    part.findings.stream().map(Finding::person).toList());

            assertEquals(
                    List.of(part.findings.getFirst(), whole.findings.getLast(), part.findings.getLast()), stored(home));
            for (Finding finding : stored(home)) {
                assertEquals(Optional.of(finding), home.findings().finding(finding.id()));
                assertTrue(home.findings().picture(finding.id(), 1).isPresent(), finding.id());
            }

            home.before = video -> {
                throw new PlayVideo.BreakingOff(MediaFailure.TIMEOUT, 3500);
            };
            PlayHome.Heard less = heard(home);
            assertEquals(part.findings, less.findings, "under the same conditions more was seen before");
            assertEquals(3, stored(home).size());

            home.before = video -> {};
            PlayHome.Heard again = heard(home);
            assertEquals(3, again.findings.size());
            assertEquals(Set.copyOf(again.findings), Set.copyOf(stored(home)), "a look at all of it decides about all");
        }
    }

    @Test
    void lookAtLessForAReasonThatLastsTakesNothingBack() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 4000 6000 2 0.8");
        try (PlayHome home = home(1, 2)) {
            home.before = video -> {
                throw new PlayVideo.BreakingOff(MediaFailure.TRUNCATED, 6500);
            };
            PlayHome.Heard more = heard(home);
            home.enrol(3);
            home.before = video -> {
                throw new PlayVideo.BreakingOff(MediaFailure.DAMAGED, 3500);
            };
            PlayHome.Heard less = heard(home);

            assertEquals(List.of(less.findings.getFirst(), more.findings.getLast()), stored(home));
        }
    }

    @Test
    void partSeenBeforeStandsWhereNothingIsSeenNow() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "partly TIMEOUT");
        try (PlayHome home = home(1)) {
            PlayHome.Heard first = heard(home);
            home.before = video -> {
                throw new PlayVideo.Failing(MediaFailure.TIMEOUT);
            };
            PlayHome.Heard failed = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), failed);

            assertEquals(2, home.looks.get());
            assertEquals(first.findings, failed.findings);
            assertEquals(1, summary.partlyScanned());
            assertEquals(first.findings, stored(home));
        }
    }

    @Test
    void findingForReviewKeepsItsNumberBesideAClearOne() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.51");
        film("2.mp4", "face 1000 3000 1 0.51", "face 5000 6000 1 0.8");
        try (PlayHome home = home(1)) {
            heard(home);

            List<Integer> places = JdbcClient.create(home.database.dataSource())
                    .sql("SELECT f.place FROM scan_finding f JOIN scan_upload u ON u.upload = f.upload"
                            + " ORDER BY u.path, f.place")
                    .query((row, index) -> row.getInt(1))
                    .list();

            assertEquals(List.of(1, 0, 1), places);
        }
    }

    private static List<Finding> stored(PlayHome home) {
        List<Finding> stored = new ArrayList<>();
        home.findings().findings(FindingFilter.all(), stored::add);
        return stored;
    }

    @Test
    void sameBytesUnderTwoNamesAreDecodedOnceAndFoundTwice() throws Exception {
        Files.writeString(videos.resolve("a.mp4"), "face 1000 3000 1 0.8");
        Files.writeString(videos.resolve("b.mp4"), "face 1000 3000 1 0.8");
        Files.writeString(videos.resolve("c.mp4"), "face 1000 3000 1 0.9");
        try (PlayHome home = home(1)) {
            PlayHome.Heard heard = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), heard);

            assertEquals(2, home.looks.get());
            assertEquals(3, heard.findings.size());
            assertEquals(3, summary.scanned());
        }
    }

    @Test
    void whatWasHashedToBeKnownIsNotHashedAgain() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        film("2.mp4", "face 1000 3000 2 0.8");
        film("longer.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = home(1)) {
            heard(home);

            assertEquals(3, home.looks.get());
            // Of one length are two of them; nothing tells the third from what is new.
            assertEquals(2, home.hashed.size());
        }
    }

    @Test
    void videoWrittenToAfterItWasHashedIsSeenAsItIsNow() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        film("2.mp4", "face 1000 3000 1 0.8");
        Files.copy(videos.resolve("1.mp4"), videos.resolve("3.mp4"));
        try (PlayHome home = home(1, 2)) {
            AtomicBoolean written = new AtomicBoolean();
            home.before = video -> {
                if (video.endsWith("1.mp4") && written.compareAndSet(false, true)) {
                    try {
                        film("1.mp4", "face 1000 3000 2 0.8");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
            PlayHome.Heard heard = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), heard);

            assertEquals(3, summary.scanned());
            assertEquals(
                    List.of("p-2", "p-1", "p-1"),
                    heard.findings.stream().map(Finding::person).toList());
            assertEquals(
                    3,
                    heard.findings.stream().map(Finding::videoSha256).distinct().count());
        }
    }

    @Test
    void partlyReadableVideoGivesFindingsAndIsNamed() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "partly TRUNCATED");
        try (PlayHome home = home(1)) {
            PlayHome.Heard heard = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), heard);

            assertEquals(1, heard.findings.size());
            assertEquals(
                    List.of(new NotScanned(videos.resolve("1.mp4").toString(), "TRUNCATED", "seen up to 4 s", true)),
                    heard.notScanned);
            assertEquals(1, summary.notScanned());
            assertEquals(1, summary.partlyScanned());
            assertEquals(0, summary.scanned());
        }
    }

    @Test
    void stopsBetweenVideosAndGoesOnWhereItStopped() throws Exception {
        for (int i = 0; i < 10; i++) {
            film(i + ".mp4", "face 1000 3000 1 0.8" + i);
        }
        try (PlayHome home = home(1)) {
            StopSignal stop = StopSignal.manual();
            home.before = video -> {
                if (home.looks.get() == 5) {
                    stop.request();
                }
            };
            PlayHome.Heard first = new PlayHome.Heard();
            ScanSummary stopped;
            try (ScanService service = home.service()) {
                stopped = service.scan(everything(), first, stop);
            }
            assertTrue(stopped.stopped());
            assertTrue(stopped.remaining() >= 5, stopped.toString());
            assertEquals(10 - stopped.remaining(), first.findings.size());
            home.before = video -> {};
            PlayHome.Heard second = new PlayHome.Heard();

            ScanSummary rest = scan(home, everything(), second);

            assertTrue(second.resumed);
            assertEquals(stopped.run(), rest.run());
            assertEquals(10, rest.scanned());
            assertEquals(10 - stopped.remaining(), rest.unchanged());
            assertEquals(10, second.findings.size());
            assertEquals(
                    10, new HashSet<>(second.findings.stream().map(Finding::id).toList()).size());
        }
    }

    @Test
    void defectStopsTheScanAndWhatWasDoneIsKept() throws Exception {
        for (int i = 0; i < 6; i++) {
            film(i + ".mp4", "face 1000 3000 1 0.8" + i);
        }
        try (PlayHome home = home(1)) {
            home.before = video -> {
                if (video.endsWith("4.mp4")) {
                    throw new IllegalStateException("as a defect would");
                }
            };
            ScanStoppedException stopped =
                    assertThrows(ScanStoppedException.class, () -> scan(home, everything(), new PlayHome.Heard()));
            assertTrue(
                    stopped.category() instanceof FailureCategory.Defect,
                    stopped.category().toString());
            home.before = video -> {};
            PlayHome.Heard heard = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), heard);

            assertTrue(heard.resumed);
            assertTrue(summary.unchanged() > 0);
            assertEquals(6, heard.findings.size());
        }
    }

    @Test
    void registerThatFailsOnceTheScanHasBegunIsNotTakenForOneThatWasNeverReady() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), CLOCK);
                ScanService service = home.service()) {
            home.enrol(1);
            ScanListener listener = new ScanListener() {
                @Override
                public void started(int videos, boolean resumed) {
                    home.database.close();
                }

                @Override
                public void result(ResultLine line) {}
            };
            assertThrows(ScanStoppedException.class, () -> service.scan(everything(), listener, StopSignal.manual()));
        }
    }

    @Test
    void passingFailureIsTriedAgain() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = home(1)) {
            home.before = video -> {
                if (home.looks.get() < 3) {
                    throw new java.io.UncheckedIOException(new IOException("for a moment"));
                }
            };
            PlayHome.Heard heard = heard(home);

            assertEquals(3, home.looks.get());
            assertEquals(1, heard.findings.size());
        }
    }

    @Test
    void lastingReadFailureIsNamedAndTheRestGoesOn() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        film("2.mp4", "face 1000 3000 1 0.85");
        try (PlayHome home = home(1)) {
            home.before = video -> {
                if (video.endsWith("1.mp4")) {
                    throw new java.io.UncheckedIOException(new IOException("for good"));
                }
            };
            PlayHome.Heard heard = heard(home);

            assertEquals(1, heard.findings.size());
            assertEquals("UNREADABLE", heard.notScanned.getFirst().reason());
        }
    }

    @Test
    void secondScanOfTheSameHomeIsRefusedWhileOneRuns() throws Exception {
        film("1.mp4", "nobody");
        try (PlayHome home = home()) {
            List<String> refusals = new ArrayList<>();
            home.before = video -> {
                try (ScanService second = home.service()) {
                    refusals.add(assertThrows(
                                    NotReadyException.class,
                                    () -> second.scan(everything(), new PlayHome.Heard(), StopSignal.manual()))
                            .toString());
                } catch (NotReadyException e) {
                    throw new IllegalStateException(e);
                }
            };

            heard(home);

            assertEquals(1, refusals.size());
            assertTrue(refusals.getFirst().contains("another scan is running"), refusals.toString());
        }
    }

    @Test
    void whoWithdrawsDuringTheScanIsNotFound() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 1000 3000 2 0.9");
        try (PlayHome home = home(1, 2)) {
            home.before = video ->
                    home.register.withdraw(new PersonId("p-1"), new Withdrawal(CLOCK.instant(), Optional.empty()));
            PlayHome.Heard heard = heard(home);

            assertEquals(
                    List.of("p-2"), heard.findings.stream().map(Finding::person).toList());
        }
    }

    @Test
    void personErasedDuringTheScanIsNotFound() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 1000 3000 2 0.9");
        try (PlayHome home = home(1, 2)) {
            home.before = video -> home.register.erase(new PersonId("p-1"));
            PlayHome.Heard heard = heard(home);

            assertEquals(
                    List.of("p-2"), heard.findings.stream().map(Finding::person).toList());
        }
    }

    @Test
    void erasureTakesFindingsPicturesAndMentions() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 1000 3000 2 0.9");
        try (PlayHome home = home(1, 2)) {
            PlayHome.Heard heard = new PlayHome.Heard();
            ScanSummary summary = scan(home, everything(), heard);
            assertEquals("p-1", heard.findings.get(1).runnerUp().orElseThrow().person());
            assertTrue(home.findings().picture("F-000001", 1).isPresent());
            home.register.erase(new PersonId("p-1"));

            assertEquals(1, home.findings().erase(new PersonId("p-1")));

            List<Finding> left = new ArrayList<>();
            home.findings().findings(FindingFilter.all(), left::add);
            assertEquals(1, left.size());
            assertTrue(left.getFirst().runnerUp().isEmpty());
            assertTrue(home.findings().picture("F-000001", 1).isEmpty());
            assertFalse(Files.readString(Path.of(summary.page())).contains("p-1"));
        }
    }

    @Test
    void aFindingNearOneOfTwoLookAlikesNamesBothUntilOneIsErased() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = home(1, 2, 3)) {
            PersonId twin = new PersonId("p-2");
            home.register.rememberLookAlikes(
                    new PersonId("p-1"),
                    List.of(new LookAlike(twin, new Cosine(0.7)), new LookAlike(new PersonId("p-3"), new Cosine(0.6))));
            PlayHome.Heard heard = new PlayHome.Heard();
            ScanSummary summary = scan(home, everything(), heard);

            assertEquals(
                    Optional.of(List.of("p-2", "p-3")),
                    heard.findings.getFirst().also());
            assertTrue(JsonLines.line(heard.findings.getFirst()).contains("\"also\":[\"p-2\",\"p-3\"]"));
            assertTrue(Files.readString(Path.of(summary.page())).contains("p-2, p-3"));

            home.register.erase(twin);
            home.findings().erase(twin);
            List<Finding> left = new ArrayList<>();
            home.findings().findings(FindingFilter.all(), left::add);
            assertEquals(Optional.of(List.of("p-3")), left.getFirst().also());
            String page = Files.readString(Path.of(summary.page()));
            assertTrue(page.contains("p-3, who may be meant"));
            assertFalse(page.contains("p-2"));
        }
    }

    @Test
    void erasureThatBrokeOffIsFinishedByTheNext() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 1000 3000 2 0.9");
        try (PlayHome home = home(1, 2)) {
            ScanSummary summary = scan(home, everything(), new PlayHome.Heard());
            Path page = Path.of(summary.page());
            String before = Files.readString(page);
            home.register.erase(new PersonId("p-1"));
            home.findings().erase(new PersonId("p-1"));
            // As if the process had died between the database's commit and the drawing of the page.
            Files.writeString(page, before);

            assertEquals(0, home.findings().erase(new PersonId("p-1")));

            assertFalse(Files.readString(page).contains("p-1"));
        }
    }

    @Test
    void resultsSayWhatWasLookedAt() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.51", "length 20000");
        film("2.mp4", "fail DAMAGED");
        Files.writeString(videos.resolve("note.txt"), "no video");
        try (PlayHome home = home(1)) {
            PlayHome.Heard heard = new PlayHome.Heard();

            ScanSummary summary = scan(home, everything(), heard);

            VideoLooked seen = heard.looked.getFirst();
            assertEquals(2, heard.looked.size());
            assertEquals(10, seen.frames());
            assertEquals(2000, seen.longestGapMs());
            assertEquals(1, seen.shareSeen());
            assertEquals("SCANNED", seen.status());
            assertEquals(Optional.of(heard.findings.getFirst().videoSha256()), seen.videoSha256());
            assertEquals(Optional.of("1.mp4"), seen.episode());
            assertEquals("NOT_SCANNED", heard.looked.getLast().status());
            assertEquals(2000, summary.longestGapMs());
            assertEquals(1, summary.shareSeen());
            assertEquals(1, summary.passedOver());
            assertTrue(JsonLines.line(seen).startsWith("{\"type\":\"video\",\"path\":"), JsonLines.line(seen));
            assertTrue(
                    Files.readString(Path.of(summary.page())).contains("<h1>1 finding</h1>"), "a finding comes first");
            String page = Files.readString(Path.of(summary.page()));
            assertTrue(page.contains("Who these are is not sure; beside each stands why."), page);
            assertTrue(page.contains("is within 0.050 of the threshold"), "the finding's own reason");
            assertFalse(page.contains("two people are near"), page);
            String line = JsonLines.line(heard.findings.getFirst());
            assertTrue(line.contains("\"verdict\":\"REVIEW\""), line);
            assertFalse(line.contains("on_upload") || line.contains("\"today\""), line);
        }
    }

    @Test
    void pageNeverSaysThatNobodyIsThereWhereNobodyLooked() throws Exception {
        film("1.mp4", "fail DAMAGED");
        try (PlayHome home = home(1)) {
            home.enrol(1);
            String nothing = Files.readString(
                    Path.of(scan(home, everything(), new PlayHome.Heard()).page()));
            assertTrue(nothing.contains("<h1>Nothing could be looked at</h1>"), nothing);
            assertFalse(nothing.contains("No registered face"), nothing);
            assertTrue(nothing.contains("<dt>Recogniser</dt><dd>play-recogniser, SHA-256 000"), nothing);
            assertTrue(nothing.contains("<dt>Rule</dt><dd>threshold 0.500"), nothing);
            assertTrue(nothing.contains("<dt>Register</dt><dd>version "), nothing);
            film("2.mp4", "nobody");

            String part = Files.readString(
                    Path.of(scan(home, everything(), new PlayHome.Heard()).page()));

            assertTrue(
                    part.contains("<h1>No registered face was found in the 1 of 2 videos that were looked at</h1>"),
                    part);
        }
    }

    @Test
    void pageSaysThatTheRegisterChangedBetweenTheVideos() throws Exception {
        film("1.mp4", "nobody");
        film("2.mp4", "nobody");
        try (PlayHome home = home(1)) {
            home.before = video -> {
                // A look is decided when it is done, so that this is between the first and the second.
                if (home.looks.get() == 2) {
                    home.enrol(2);
                }
            };
            ScanSummary summary;
            try (ScanService service = home.service(PlayHome.settings(1))) {
                summary = service.scan(everything(), new PlayHome.Heard(), StopSignal.manual());
            }
            String page = Files.readString(Path.of(summary.page()));
            assertTrue(page.contains("<dt>Register</dt><dd>changed between the videos: versions "), page);
        }
    }

    @Test
    void folderWithoutVideosIsSaid() throws Exception {
        Files.writeString(videos.resolve("readme.txt"), "no video");
        try (PlayHome home = home()) {
            NothingToScanException nothing =
                    assertThrows(NothingToScanException.class, () -> scan(home, everything(), new PlayHome.Heard()));
            assertTrue(String.valueOf(nothing.getMessage()).contains(videos.toString()), nothing.toString());
        }
    }

    @Test
    void namedFileThatIsNotThereIsUnreadable() throws Exception {
        try (PlayHome home = home()) {
            PlayHome.Heard heard = new PlayHome.Heard();

            ScanSummary summary =
                    scan(home, ScanRequest.ofPaths(List.of(videos.resolve("9.mp4")), Sampling.nightly()), heard);

            assertEquals("UNREADABLE", heard.notScanned.getFirst().reason());
            assertEquals(1, summary.notScanned());
        }
    }
}
