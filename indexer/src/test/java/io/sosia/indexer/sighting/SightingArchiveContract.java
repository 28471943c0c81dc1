package io.sosia.indexer.sighting;

import static io.sosia.indexer.sighting.MadeSightings.MORNING;
import static io.sosia.indexer.sighting.MadeSightings.QUICK;
import static io.sosia.indexer.sighting.MadeSightings.STRONG;
import static io.sosia.indexer.sighting.MadeSightings.everything;
import static io.sosia.indexer.sighting.MadeSightings.look;
import static io.sosia.indexer.sighting.MadeSightings.openCase;
import static io.sosia.indexer.sighting.MadeSightings.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.PersonTemplates;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every archive of sightings does. */
abstract class SightingArchiveContract {

    private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);

    final MadeSightings made = new MadeSightings(4);

    /** An empty one. The subclass closes it. */
    abstract SightingArchive archive() throws Exception;

    /** Does to the archive what time does, where it does anything: seals past days, closes and opens it. */
    abstract SightingArchive settled() throws Exception;

    @Test
    void everySightingIsFoundByItself() throws Exception {
        SightingArchive archive = archive();
        List<SightedTrack> tracks = made.tracks(7, false);
        archive.append(look(1, MORNING), tracks);
        archive.append(look(2, MORNING.plusSeconds(60)), made.tracks(5, false));

        for (SightingArchive state : List.of(archive, settled())) {
            for (SightedTrack track : tracks) {
                Embedding face = track.sighting().templates().primary();
                SightingSearch found = state.search(openCase(), query(face, 0.999, 3));
                assertEquals(1, found.hits().size(), () -> String.valueOf(found));
                assertEquals(
                        track.sighting().track(),
                        found.hits().getFirst().sighting().track());
                assertEquals(
                        track.sighting().spans(),
                        found.hits().getFirst().sighting().spans());
                assertEquals(look(1, MORNING), found.hits().getFirst().look());
                assertEquals(12, found.compared());
                assertEquals(List.of(FRIDAY), found.days());
                assertEquals(List.of(), found.damaged());
            }
        }
    }

    @Test
    void aSearchIsWhatComparingOneByOneIs() throws Exception {
        SightingArchive archive = archive();
        SightingsInMemory plain = new SightingsInMemory();
        for (int upload = 0; upload < 30; upload++) {
            Look look = look(upload, MORNING.plus(Duration.ofHours(3L * upload)));
            List<SightedTrack> tracks = made.tracks(upload % 7, false);
            archive.append(look, tracks);
            plain.append(look, tracks);
        }
        for (SightingArchive state : List.of(archive, settled())) {
            for (double screen : new double[] {-1, 0, 0.2, 0.4}) {
                for (int most : new int[] {1, 10, 1000}) {
                    Embedding first = made.vector(QUICK);
                    Embedding second = made.vector(QUICK);
                    Embedding strong = made.vector(STRONG);
                    SightingQuery query = new SightingQuery(
                            PersonTemplates.of(List.of(first, second, strong)),
                            MadeSightings.BOTH,
                            new Cosine(screen),
                            new Cosine(0.1),
                            most,
                            Set.of("work-1", "work-3"));
                    SightingSearch expected = plain.search(openCase(), query);
                    SightingSearch found = state.search(openCase(), query);
                    assertEquals(ids(expected), ids(found));
                    assertEquals(expected.found(), found.found());
                    assertEquals(expected.compared(), found.compared());
                    assertEquals(expected.days(), found.days());
                    assertEquals(expected.looks(), found.looks());
                    for (int i = 0; i < expected.hits().size(); i++) {
                        assertEquals(
                                expected.hits().get(i).likeness().score().value(),
                                found.hits().get(i).likeness().score().value(),
                                1e-6);
                    }
                }
            }
        }
    }

    private static List<String> ids(SightingSearch search) {
        return search.hits().stream().map(hit -> hit.id().toString()).toList();
    }

    @Test
    void whoHasNoVectorInTheSpaceIsCounted() throws Exception {
        SightingArchive archive = archive();
        archive.append(
                look(1, MORNING),
                List.of(new SightedTrack(made.sighting(1, FaceVectors.of(made.vector(STRONG))), Optional.empty())));

        for (SightingArchive state : List.of(archive, settled())) {
            SightingSearch found = state.search(openCase(), everything(made.vector(QUICK)));
            assertEquals(List.of(), found.hits());
            assertEquals(0, found.compared());
            assertEquals(1, found.incomparable());
        }
    }

    @Test
    void theSameUploadAgainTakesTheFirstOnesPlace() throws Exception {
        SightingArchive archive = archive();
        archive.append(look(1, MORNING), made.tracks(3, true));
        archive.append(look(2, MORNING), made.tracks(2, false));
        archive.append(look(1, MORNING.plusSeconds(5)), made.tracks(4, false));
        // On the next day as well: the earlier day is sealed by then.
        archive.append(look(2, MORNING.plus(Duration.ofDays(1))), made.tracks(1, false));

        for (SightingArchive state : List.of(archive, settled())) {
            SightingSearch found = state.search(openCase(), everything(made.vector(QUICK)));
            assertEquals(5, found.hits().size());
            assertEquals(
                    List.of(1, 2, 3, 4),
                    found.hits().stream()
                            .filter(hit -> hit.look().equals(look(1, MORNING.plusSeconds(5))))
                            .map(hit -> hit.sighting().track())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void aLookThatSawLessStandsBesideTheEarlierOne() throws Exception {
        SightingArchive archive = archive();
        archive.append(look(1, MORNING, 0.6, false), made.tracks(1, false));
        archive.append(look(1, MORNING.plusSeconds(1), 0.4, false), made.tracks(2, false));
        archive.append(look(2, MORNING, 1, true), made.tracks(4, false));
        archive.append(look(2, MORNING.plusSeconds(1), 0.9, false), made.tracks(8, false));
        archive.append(look(3, MORNING, 0.4, false), made.tracks(16, false));
        archive.append(look(3, MORNING.plusSeconds(1), 0.4, false), made.tracks(32, false));

        for (SightingArchive state : List.of(archive, settled())) {
            SightingSearch found = state.search(openCase(), everything(made.vector(QUICK)));
            assertEquals(1 + 2 + 4 + 8 + 32, found.compared());
        }
    }

    @Test
    void looksThatSawNobodyAreKnown() throws Exception {
        SightingArchive archive = archive();
        archive.append(look(1, MORNING), List.of());
        archive.append(look(2, MORNING), List.of());

        for (SightingArchive state : List.of(archive, settled())) {
            SightingSearch found = state.search(
                    openCase(),
                    new SightingQuery(
                            PersonTemplates.of(List.of(made.vector(QUICK))),
                            MadeSightings.BOTH,
                            new Cosine(0),
                            new Cosine(0),
                            1,
                            Set.of("work-1")));
            assertEquals(List.of(look(1, MORNING)), found.looks());
            assertEquals(
                    List.of(new ArchiveCoverage.Day(FRIDAY, 2, 0)),
                    state.coverage().days());
        }
    }

    @Test
    void picturesAreThereWhereTheyWereGiven() throws Exception {
        SightingArchive archive = archive();
        List<SightedTrack> with = made.tracks(3, true);
        archive.append(look(1, MORNING), with);
        archive.append(look(2, MORNING), made.tracks(2, false));

        for (SightingArchive state : List.of(archive, settled())) {
            List<SightingHit> hits =
                    state.search(openCase(), everything(made.vector(QUICK))).hits();
            assertEquals(5, hits.size());
            for (SightingHit hit : hits) {
                Optional<SmallPicture> expected = hit.look().equals(look(1, MORNING))
                        ? with.get(hit.sighting().track() - 1).picture()
                        : Optional.empty();
                assertEquals(expected, hit.picture().flatMap(where -> state.picture(openCase(), where)));
            }
        }
    }

    @Test
    void onlyAnOpenCaseSearches() throws Exception {
        SightingArchive archive = archive();
        archive.append(look(1, MORNING), made.tracks(1, true));
        AtomicBoolean open = new AtomicBoolean(true);
        CaseReference kept = CaseReference.issuedBy(number -> open.get(), "T-000007");
        SightingHit.PictureReference picture = archive.search(kept, everything(made.vector(QUICK)))
                .hits()
                .getFirst()
                .picture()
                .orElseThrow();

        open.set(false);
        CaseNotOpenException refused =
                assertThrows(CaseNotOpenException.class, () -> archive.search(kept, everything(made.vector(QUICK))));
        assertTrue(String.valueOf(refused.getMessage()).contains("T-000007"));
        assertThrows(CaseNotOpenException.class, () -> archive.picture(kept, picture));
        assertThrows(CaseNotOpenException.class, () -> CaseReference.issuedBy(number -> false, "T-000008"));
    }

    @Test
    void whatIsErasedIsFoundNoMore() throws Exception {
        SightingArchive archive = archive();
        List<SightingHit.PictureReference> pictures = new ArrayList<>();
        for (int day = 0; day < 4; day++) {
            Instant at = MORNING.plus(Duration.ofDays(day));
            archive.append(look(day, at), made.tracks(day + 1, true));
        }
        SightingArchive settled = settled();
        settled.search(openCase(), everything(made.vector(QUICK)))
                .hits()
                .forEach(hit -> hit.picture().ifPresent(pictures::add));

        assertEquals(List.of(FRIDAY, FRIDAY.plusDays(1)), settled.eraseBefore(FRIDAY.plusDays(2)));
        assertEquals(List.of(), settled.eraseBefore(FRIDAY.plusDays(2)));

        SightingSearch found = settled.search(openCase(), everything(made.vector(QUICK)));
        assertEquals(3 + 4, found.compared());
        assertEquals(List.of(FRIDAY.plusDays(2), FRIDAY.plusDays(3)), found.days());
        assertEquals(List.of(), found.damaged());
        assertEquals(
                List.of(
                        new ArchiveCoverage.Day(FRIDAY.plusDays(2), 1, 3),
                        new ArchiveCoverage.Day(FRIDAY.plusDays(3), 1, 4)),
                settled.coverage().days());
        for (SightingHit.PictureReference picture : pictures) {
            assertEquals(
                    !picture.day().isBefore(FRIDAY.plusDays(2)),
                    settled.picture(openCase(), picture).isPresent());
        }

        settled.eraseBefore(LocalDate.MAX);
        assertEquals(List.of(), settled.coverage().days());
        settled.append(look(9, MORNING), made.tracks(2, false));
        assertEquals(
                2, settled.search(openCase(), everything(made.vector(QUICK))).compared());
    }

    @Test
    void nothingIsFoundInNothing() throws Exception {
        SightingArchive archive = archive();
        SightingSearch found = archive.search(openCase(), everything(made.vector(QUICK)));
        assertEquals(0, found.compared());
        assertEquals(List.of(), found.days());
        assertEquals(List.of(), archive.coverage().days());
        assertEquals(List.of(), archive.verify());
        assertEquals(List.of(), archive.eraseBefore(LocalDate.MAX));
    }
}
