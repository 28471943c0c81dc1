package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.sighting.ArchiveCoverage;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.indexer.sighting.SightingHit;
import io.sosia.indexer.sighting.SightingQuery;
import io.sosia.indexer.sighting.SightingSearch;
import io.sosia.indexer.sighting.Span;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.models.vector.Cosine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan leaves in the archive of sightings. */
class SightingScanTest {

    private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);

    @TempDir
    private Path folder;

    private Path videos;
    private Clock clock = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    @BeforeEach
    void folders() throws IOException {
        videos = Files.createDirectories(folder.resolve("drama-7"));
    }

    private void film(String name, String... lines) throws IOException {
        Files.writeString(videos.resolve(name), name + "\n" + String.join("\n", lines));
    }

    private SealedSightings archive(PlayHome home) throws Exception {
        MasterKey key = MasterKey.find(home.home.masterKey(), Map.of(), !SealedSightings.exists(home.home.sightings()));
        return SealedSightings.open(home.home.sightings(), key);
    }

    private ScanSummary scan(PlayHome home, SightingSettings settings) throws Exception {
        try (SealedSightings archive = archive(home);
                ScanService service = new BatchScanService(
                        home.home,
                        home.database,
                        home.keys,
                        PlayHome.settings(2),
                        home.parts(),
                        Optional.of(new SightingKeeper(archive, settings, clock)),
                        clock,
                        () -> {})) {
            return service.scan(
                    ScanRequest.ofPaths(List.of(videos), Sampling.nightly()), line -> {}, StopSignal.manual());
        }
    }

    /** Everybody at least as like the person on an axis. */
    private SightingSearch search(PlayHome home, int axis, double least) throws Exception {
        try (SealedSightings archive = archive(home)) {
            return archive.search(
                    CaseReference.issuedBy(number -> true, "T-1"),
                    new SightingQuery(
                            PersonTemplates.of(List.of(PlayVideo.person(axis), PlayVideo.strongPerson(axis))),
                            Fusion.of(PlayVideo.SPACE, PlayVideo.STRONG_SPACE),
                            new Cosine(least),
                            new Cosine(-1),
                            100,
                            Set.of("drama-7")));
        }
    }

    private static SightingSettings kept(int days) {
        return new SightingSettings(Duration.ofDays(days), "small");
    }

    @Test
    void whoeverIsSeenIsKeptRegisteredOrNot() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8 0.9", "face 2000 4000 9 0.1 0.9");
        film("2.mp4", "face 1000 2000 9 0.95 0.85");
        film("3.mp4", "nobody");
        film("4.mp4", "fail DAMAGED");
        try (PlayHome home = new PlayHome(folder.resolve("home"), clock)) {
            home.lookingCloser().enrolInBoth(1);

            ScanSummary summary = scan(home, kept(30));

            assertEquals(Optional.of(new SightingsKept(3, "2026-12-20")), summary.sightings());
            SightingSearch stranger = search(home, 9, 0.9);
            assertEquals(3, stranger.compared());
            SightingHit hit = stranger.hits().getFirst();
            assertEquals("2.mp4", hit.look().upload().episode());
            assertEquals(List.of(new Span(1000, 2000)), hit.sighting().spans());
            assertTrue(hit.picture().isPresent());
            // Looked at, though nobody was seen; what could not be looked at is not among them.
            assertEquals(
                    Set.of("1.mp4", "2.mp4", "3.mp4"),
                    Set.copyOf(stranger.looks().stream()
                            .map(look -> look.upload().episode())
                            .toList()));

            SightingHit registered = search(home, 1, 0.7).hits().getFirst();
            assertEquals(2, registered.sighting().templates().spaces().size(), "the scan has looked closer");
            assertEquals(0.4 * 0.8 + 0.6 * 0.9, registered.likeness().score().value(), 1e-3);
            assertEquals(
                    1, hit.sighting().templates().spaces().size(), "nothing was computed to keep the sighting alone");
            assertEquals(1, home.strongPasses.get());
        }
    }

    @Test
    void aNewScanTakesTheEarlierOnesPlace() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8", "face 2000 4000 9 0.9");
        try (PlayHome home = new PlayHome(folder.resolve("home"), clock)) {
            scan(home, kept(30));
            assertEquals(0, scan(home, kept(30)).sightings().orElseThrow().kept(), "nothing was looked at anew");
            home.enrol(9);
            assertEquals(2, scan(home, kept(30)).sightings().orElseThrow().kept());
            assertEquals(2, search(home, 9, -1).compared());

            clock = Clock.fixed(Instant.parse("2026-11-21T01:00:00Z"), ZoneOffset.UTC);
            home.enrol(8);
            scan(home, kept(30));
            assertEquals(2, search(home, 9, -1).compared());
        }
    }

    @Test
    void whatExpiresIsErasedAtTheNextScan() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), clock)) {
            scan(home, kept(2));
            film("2.mp4", "face 1000 3000 2 0.8");
            clock = Clock.fixed(Instant.parse("2026-11-21T01:00:00Z"), ZoneOffset.UTC);
            scan(home, kept(2));
            assertEquals(
                    List.of(FRIDAY, FRIDAY.plusDays(1)),
                    coverage(home).days().stream().map(ArchiveCoverage.Day::day).toList());

            clock = Clock.fixed(Instant.parse("2026-11-22T01:00:00Z"), ZoneOffset.UTC);
            scan(home, kept(2));
            assertEquals(
                    List.of(FRIDAY.plusDays(1)),
                    coverage(home).days().stream().map(ArchiveCoverage.Day::day).toList());

            ScanSummary none = scan(home, SightingSettings.none());
            assertEquals(Optional.empty(), none.sightings());
            assertEquals(List.of(), coverage(home).days());
        }
    }

    private ArchiveCoverage coverage(PlayHome home) throws Exception {
        try (SealedSightings archive = archive(home)) {
            return archive.coverage();
        }
    }

    @Test
    void withoutPicturesNoneIsKept() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), clock)) {
            scan(home, new SightingSettings(Duration.ofDays(30), "none"));
            assertEquals(
                    Optional.empty(), search(home, 1, 0.5).hits().getFirst().picture());
        }
    }

    @Test
    void aScanWhoseResultIsNotCommittedLeavesNothingDoubled() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), clock)) {
            // While the first scan decides, somebody registers: it decides anew, and the sightings stay as they are.
            home.before = video -> home.enrol(5);
            ScanSummary summary = scan(home, kept(30));
            home.before = video -> {};

            assertEquals(1, summary.sightings().orElseThrow().kept());
            assertEquals(1, search(home, 1, -1).compared());
        }
    }

    @Test
    void anArchiveThatSomebodyElseWritesIsSaidBeforeAnythingIsDone() throws Exception {
        film("1.mp4", "face 1000 3000 1 0.8");
        try (PlayHome home = new PlayHome(folder.resolve("home"), clock)) {
            scan(home, kept(1));
            clock = Clock.fixed(Instant.parse("2026-11-25T01:00:00Z"), ZoneOffset.UTC);
            try (SealedSightings other = archive(home)) {
                other.sealBefore(FRIDAY);
                assertThrows(io.sosia.jobs.config.NotReadyException.class, () -> scan(home, kept(1)));
            }
            assertEquals(1, scan(home, kept(1)).unchanged());
            assertFalse(Files.exists(home.home.sightings().resolve("2026-11-20.key")));
        } catch (UncheckedIOException e) {
            throw new AssertionError("it is said, not thrown", e);
        }
    }
}
