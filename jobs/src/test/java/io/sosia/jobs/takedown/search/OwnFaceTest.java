package io.sosia.jobs.takedown.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.sighting.SealedSightings;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.CaseDocument;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.CaseRequest;
import io.sosia.jobs.takedown.DeadlinePolicy;
import io.sosia.jobs.takedown.Opening;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.RequesterRole;
import io.sosia.jobs.takedown.TakedownCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks for themselves is searched for by their own face. */
class OwnFaceTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);
    private static final String PHOTO = "photo 1 0.95 2";

    @TempDir
    private Path folder;

    private SearchHome home;

    @BeforeEach
    void scanned() throws Exception {
        home = new SearchHome(folder.resolve("home"), CLOCK);
        Path uploads = folder.resolve("uploads");
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private TakedownCase asked(RequesterRole role, String name) {
        return assertInstanceOf(
                        Opening.Opened.class,
                        home.cases.open(
                                new CaseRequest(
                                        new Requester(
                                                role,
                                                Optional.of(name),
                                                Optional.of("mail"),
                                                Optional.of("passport"),
                                                Optional.of("desk"),
                                                Optional.empty()),
                                        List.of(new CasePhoto("me.jpg", PHOTO.getBytes(StandardCharsets.UTF_8))),
                                        role == RequesterRole.AGENT
                                                ? Optional.of(new CaseDocument("mandate.pdf", new byte[] {1}))
                                                : Optional.empty(),
                                        Optional.empty(),
                                        List.of(),
                                        ""),
                                DeadlinePolicy.preset(),
                                CLOCK.instant()))
                .opened();
    }

    @Test
    void photosOfSomebodyRegisteredAreSearchedForByThemOrWhoeverActsForThem() throws Exception {
        home.enrol(1);
        TakedownCase own = asked(RequesterRole.PERSON, "A. Person");
        NotReadyException refused = assertThrows(NotReadyException.class, () -> home.search(own.number()));
        String why = String.valueOf(refused.getMessage());
        assertTrue(why.contains("p-1") && why.contains("--person") && why.contains("--somebody-else"), why);
        assertEquals(0, home.entries("SEARCHED"));

        for (RequesterRole role : List.of(RequesterRole.GUARDIAN, RequesterRole.AGENT)) {
            assertEquals(
                    1,
                    home.search(asked(role, "A. " + role).number()).findings().size());
        }
        TakedownCase named = home.open(Optional.of(new PersonId("p-1")), List.of(), PHOTO);
        assertEquals(1, home.search(named.number()).findings().size());
    }

    @Test
    void whoOnlyLooksAlikeIsSearchedForOncePeopleHaveMadeSure() throws Exception {
        home.enrol(1);
        TakedownCase own = asked(RequesterRole.PERSON, "A. Person");
        try (SealedSightings archive = home.archive()) {
            SearchResult result = new CaseSearch(home.parts(Optional.of(archive)))
                    .search(own, 20, true, "desk", SearchListener.NONE, StopSignal.manual());
            assertEquals(1, result.findings().size());
        }
        assertTrue(home.entries("SOMEBODY_ELSE") > 0);
    }

    @Test
    void othersWhoAreRegisteredKeepNobodyFromAsking() throws Exception {
        home.enrol(7);
        assertEquals(
                1,
                home.search(asked(RequesterRole.PERSON, "A. Person").number())
                        .findings()
                        .size());
    }

    @Test
    void aGuardiansCaseIsAChilds() throws Exception {
        TakedownCase asked = asked(RequesterRole.GUARDIAN, "M\u202eother");
        long finding = home.search(asked.number()).findings().getFirst().finding();
        Consent consent = assertInstanceOf(
                        io.sosia.jobs.review.ReviewedPerson.OfCase.class,
                        home.reviewables().find(finding).orElseThrow().person())
                .consent();
        assertTrue(consent.minor());
        assertEquals(Optional.of("case C-000001, asked for by Mother"), consent.guardian());
    }
}
