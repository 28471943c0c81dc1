package io.sosia.jobs.takedown.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.FailureCategory;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.jobs.review.ReviewAnswer;
import io.sosia.jobs.review.ReviewAnswer.Refusal;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.Reviewable;
import io.sosia.jobs.review.ReviewedPerson;
import io.sosia.jobs.scan.ScanStoppedException;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.CaseChange;
import io.sosia.jobs.takedown.CaseDesk.Answer;
import io.sosia.jobs.takedown.CaseLetter;
import io.sosia.jobs.takedown.CasePhoto;
import io.sosia.jobs.takedown.CaseRequest;
import io.sosia.jobs.takedown.CaseState;
import io.sosia.jobs.takedown.Objection;
import io.sosia.jobs.takedown.Recipient;
import io.sosia.jobs.takedown.Requester;
import io.sosia.jobs.takedown.RequesterRole;
import io.sosia.jobs.takedown.TakedownCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a search for a case does, on any database. */
abstract class CaseSearchContract {

    private static final Clock FRIDAY = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);
    static final String PHOTO = "photo 1 0.98 2";

    @TempDir
    Path folder;

    Path uploads = Path.of("");

    @SuppressWarnings("NullAway.Init") // opened before each test
    SearchHome home;

    /** A new and empty database. */
    abstract RegisterDatabase database(Home root) throws Exception;

    @BeforeEach
    void open() throws Exception {
        uploads = Files.createDirectories(folder.resolve("uploads"));
        Home root = Home.prepare(folder.resolve("home"));
        home = new SearchHome(root, database(root), FRIDAY);
    }

    @AfterEach
    void close() {
        home.close();
    }

    static void at(SearchHome home, String instant) {
        home.clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    @Test
    void whoeverRegistersLaterIsFoundInWhatWasScannedBeforeAndNoVideoIsDecoded() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5", "face 2000 4000 9 0.9 6");
        SearchHome.film(uploads, "drama-1", "2.mp4", "face 0 2000 1 0.75 7", "face 5000 6000 1 0.7 8");
        SearchHome.film(uploads, "drama-2", "1.mp4", "face 1000 3000 9 0.9 5");
        home.scan(uploads);
        home.enrol(1);
        int looks = home.looks.get();
        TakedownCase opened = home.open(Optional.of(new PersonId("p-1")), List.of());

        SearchResult result = home.search(opened.number());

        CaseFinding finding = result.findings().getFirst();
        assertEquals(1, result.findings().size());
        assertEquals("drama-1", finding.work());
        assertEquals(List.of("1.mp4", "2.mp4"), finding.episodes());
        assertEquals(3, finding.places().size());
        assertEquals(2000 + 2000 + 1000, finding.screenMs());
        assertEquals(Verdict.UNLICENSED, finding.verdict());
        assertEquals(0.8, finding.score(), 0.02);
        assertEquals(looks, home.looks.get(), "nothing is decoded again");
        assertTrue(home.strongPasses.get() >= 3, "the strong recogniser looks at the pictures");
        Coverage coverage = result.coverage().orElseThrow();
        assertTrue(coverage.complete(), coverage.statement());
        assertEquals(5, coverage.strangers().compared());
        assertEquals(5 * 1e-4, coverage.strangers().expected(), 1e-4);
        assertEquals(
                List.of(LocalDate.of(2026, 11, 20)),
                coverage.archive().orElseThrow().days());
        assertEquals(3, coverage.archive().orElseThrow().videos());
        assertEquals(
                CaseState.SEARCHED,
                home.cases.find(opened.number()).orElseThrow().state());
        assertEquals(2, home.entries("SEARCHED"), "as it begins and as it ends");
    }

    @Test
    void lookingAgainDoublesNothingAndAddsWhatIsNew() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        TakedownCase opened = home.open(Optional.empty(), List.of(), PHOTO);
        SearchResult first = home.search(opened.number());
        SearchResult again = home.search(opened.number());
        assertEquals(first.findings(), again.findings());
        assertEquals(0, again.fresh());

        SearchHome.film(uploads, "drama-1", "2.mp4", "face 1000 3000 1 0.8 6");
        SearchHome.film(uploads, "drama-3", "1.mp4", "face 1000 3000 1 0.7 7");
        home.scan(uploads);
        SearchResult more = home.search(opened.number());

        assertEquals(2, more.findings().size());
        assertEquals(1, more.fresh());
        CaseFinding known = more.findings().stream()
                .filter(finding -> finding.work().equals("drama-1"))
                .findFirst()
                .orElseThrow();
        assertEquals(first.findings().getFirst().finding(), known.finding());
        assertEquals(List.of("1.mp4", "2.mp4"), known.episodes());
    }

    @Test
    void whatPeopleHaveDecidedAboutStaysAsTheySawIt() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        TakedownCase opened = home.open(Optional.empty(), List.of(), PHOTO);
        CaseFinding first = home.search(opened.number()).findings().getFirst();
        home.decided.put(first.finding(), ReviewState.CONFIRMED);
        SearchHome.film(uploads, "drama-1", "2.mp4", "face 1000 3000 1 0.8 6");
        home.scan(uploads);

        List<CaseFinding> findings = home.search(opened.number()).findings();

        assertEquals(2, findings.size());
        assertTrue(findings.contains(first), "as it was decided about");
        CaseFinding further = findings.stream()
                .filter(finding -> finding.finding() != first.finding())
                .findFirst()
                .orElseThrow();
        assertEquals(first.character(), further.character());
        assertEquals(List.of("2.mp4"), further.episodes());
        assertEquals(findings, home.search(opened.number()).findings(), "and not a third one");
    }

    /** Scans videos {@code drama-1/EPISODE.mp4} with the person's face, each uploaded by an account. */
    private void upload(String... episodesAndAccounts) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String one : episodesAndAccounts) {
            String[] parts = one.split(" ");
            Path video = SearchHome.film(uploads, "drama-1", parts[0] + ".mp4", "face 1000 3000 1 0.8 1" + parts[0]);
            lines.add("{\"path\": \"" + video + "\", \"work\": \"drama-1\", \"episode\": \"" + parts[0]
                    + "\", \"uploader\": \"" + parts[1] + "\"}");
        }
        home.scanManifest(Files.write(folder.resolve("uploads.jsonl"), lines));
    }

    private ReviewAnswer decide(CaseFinding finding, ReviewDecision decision, String by) throws Exception {
        return home.reviewDesk().decide(finding.finding(), decision, by, "looked at it", Optional.empty());
    }

    private Answer.Given answer(String number, Recipient to, String account) throws Exception {
        Answer answer = home.desk().answer(number, to, account, CaseLetter.Language.EN, home.clock.instant());
        return assertInstanceOf(Answer.Given.class, answer, answer.toString());
    }

    /** A case with a finding of {@code acct-1} and one of {@code acct-2}, both confirmed, answered. */
    private TakedownCase answered() throws Exception {
        home.reviews = home.storedReviews();
        upload("1 acct-1");
        home.enrol(1);
        TakedownCase opened = home.open(Optional.of(new PersonId("p-1")), List.of());
        CaseFinding first = home.search(opened.number()).findings().getFirst();
        assertInstanceOf(ReviewAnswer.Counted.class, decide(first, ReviewDecision.CONFIRM, "reviewer-1"));
        upload("2 acct-2");
        CaseFinding second = home.search(opened.number()).findings().stream()
                .filter(finding -> finding.finding() != first.finding())
                .findFirst()
                .orElseThrow();
        assertInstanceOf(ReviewAnswer.Counted.class, decide(second, ReviewDecision.CONFIRM, "reviewer-1"));
        answer(opened.number(), Recipient.REQUESTER, "");
        answer(opened.number(), Recipient.UPLOADER, "acct-1");
        answer(opened.number(), Recipient.UPLOADER, "acct-2");
        return home.cases.find(opened.number()).orElseThrow();
    }

    @Test
    void whatALaterRoundFindsIsDecidedByItself() throws Exception {
        TakedownCase about = answered();
        List<CaseFinding> before = home.findings().of(about.number(), 1);
        assertEquals(2, before.size());
        assertInstanceOf(
                CaseChange.Done.class,
                home.desk()
                        .counter(
                                about.number(),
                                new Objection("acct-1", Optional.of("No."), Optional.empty()),
                                home.clock.instant()));
        upload("3 acct-3");

        List<CaseFinding> findings = home.search(about.number()).findings();

        assertEquals(3, findings.size());
        assertTrue(findings.containsAll(before), "nothing joins what people have seen, contested or not");
        CaseFinding fresh = findings.stream()
                .filter(finding -> !before.contains(finding))
                .findFirst()
                .orElseThrow();
        assertEquals(2, fresh.round());
        assertEquals(Optional.of("acct-3"), fresh.uploader());
        CaseFinding contested = before.stream()
                .filter(finding -> finding.uploader().equals(Optional.of("acct-1")))
                .findFirst()
                .orElseThrow();
        TakedownCase second = home.cases.find(about.number()).orElseThrow();
        assertEquals(
                Set.of(contested.id(), fresh.id()),
                home.desk().decisions(second).open().stream()
                        .map(one -> one.finding().id())
                        .collect(Collectors.toSet()));
        assertEquals(Set.of("acct-2"), home.desk().decisions(second).accounts(), "acct-3 is nobody's yet");
        assertEquals(
                Set.of(contested.finding(), fresh.finding()),
                home.reviewDesk().undecided().stream()
                        .map(listed -> listed.facts().finding())
                        .collect(Collectors.toSet()),
                "the list is what has to be decided");

        decide(contested, ReviewDecision.REJECT, "reviewer-2");
        decide(fresh, ReviewDecision.CONFIRM, "reviewer-2");
        TakedownCase answered = answer(about.number(), Recipient.REQUESTER, "").current();
        assertEquals(Set.of("acct-1", "acct-3"), home.desk().untold(answered), "acct-2 was told");
        assertEquals(Set.of("acct-1", "acct-3"), home.desk().concerned(answered));
    }

    private static Refusal refused(ReviewAnswer answer) {
        return assertInstanceOf(ReviewAnswer.Refused.class, answer, answer.toString())
                .refusal();
    }

    @Test
    void onlyWhatIsUnderReviewIsDecided() throws Exception {
        home.reviews = home.storedReviews();
        upload("1 acct-1", "2 acct-1");
        home.enrol(1);
        String number = home.open(Optional.of(new PersonId("p-1")), List.of()).number();
        CaseFinding finding = home.search(number).findings().getFirst();
        decide(finding, ReviewDecision.REJECT, "reviewer-1");
        assertInstanceOf(
                ReviewAnswer.Counted.class,
                decide(finding, ReviewDecision.CONFIRM, "reviewer-1"),
                "before the answer one may think better of it");
        home.desk().look(number, home.clock.instant());
        answer(number, Recipient.UPLOADER, "acct-1");
        assertEquals(Refusal.DECISION_STANDS, refused(decide(finding, ReviewDecision.REJECT, "reviewer-1")));
        answer(number, Recipient.REQUESTER, "");
        assertEquals(Refusal.CASE_NOT_UNDER_REVIEW, refused(decide(finding, ReviewDecision.REJECT, "reviewer-1")));
        assertInstanceOf(
                ReviewAnswer.AlreadySo.class,
                decide(finding, ReviewDecision.CONFIRM, "reviewer-1"),
                "the same again is no change");
        assertEquals(
                ReviewState.CONFIRMED,
                home.reviewDesk().finding(finding.finding()).orElseThrow().state());
        home.cases.close(number, false, home.clock.instant());
        assertEquals(Refusal.CASE_NOT_UNDER_REVIEW, refused(decide(finding, ReviewDecision.REJECT, "reviewer-1")));
    }

    @Test
    void whatWasWithdrawnIsNobodysToDecide() throws Exception {
        upload("1 acct-1");
        String number = home.open(Optional.empty(), List.of(), PHOTO).number();
        CaseFinding finding = home.search(number).findings().getFirst();
        assertEquals(1, home.reviewDesk().undecided().size());
        home.cases.close(number, true, home.clock.instant());
        assertEquals(List.of(), home.reviewDesk().undecided());
        assertEquals(Refusal.CASE_NOT_UNDER_REVIEW, refused(decide(finding, ReviewDecision.CONFIRM, "reviewer-1")));
        assertEquals(
                Optional.empty(), home.register.person(new PersonId("case-000001")), "and nobody is registered by it");
    }

    /** Searches, and does something once the search has come to a step. */
    private ScanStoppedException overtaken(String number, SearchStep when, Executable meanwhile) {
        return assertThrows(
                ScanStoppedException.class,
                () -> home.search(
                        number,
                        new SearchListener() {
                            private boolean done;

                            @Override
                            public void began(boolean resumed) {}

                            @Override
                            public void progress(SearchStep step, long at, long total) {
                                if (step == when && !done) {
                                    done = true;
                                    assertDoesNotThrow(meanwhile);
                                }
                            }
                        },
                        StopSignal.manual()));
    }

    @Test
    void aCaseThatIsEndedDuringItsSearchIsNobodysMistake() throws Exception {
        upload("1 acct-1");
        for (SearchStep step : List.of(SearchStep.ARCHIVE, SearchStep.FACES, SearchStep.CONCLUSION)) {
            for (boolean erased : List.of(false, true)) {
                String number = home.open(Optional.empty(), List.of(), PHOTO).number();
                ScanStoppedException stopped = overtaken(number, step, () -> {
                    home.cases.close(number, true, home.clock.instant());
                    if (erased) {
                        home.cases.erase(number, home.clock.instant());
                    }
                });
                assertInstanceOf(FailureCategory.Overtaken.class, stopped.category(), stopped.toString());
                assertTrue(String.valueOf(stopped.getMessage()).contains(number), stopped.getMessage());
                assertEquals(List.of(), home.findings().of(number, 1));
            }
        }
    }

    @Test
    void anObjectionDuringASearchIsSearchedForInItsOwnRound() throws Exception {
        home.reviews = home.storedReviews();
        upload("1 acct-1");
        home.enrol(1);
        String number = home.open(Optional.of(new PersonId("p-1")), List.of()).number();
        decide(home.search(number).findings().getFirst(), ReviewDecision.CONFIRM, "reviewer-1");
        upload("2 acct-2");
        ScanStoppedException stopped = overtaken(number, SearchStep.CONCLUSION, () -> {
            answer(number, Recipient.REQUESTER, "");
            home.desk()
                    .counter(
                            number,
                            new Objection("acct-1", Optional.of("No."), Optional.empty()),
                            home.clock.instant());
        });
        assertInstanceOf(FailureCategory.Overtaken.class, stopped.category(), stopped.toString());
        assertEquals(
                List.of(1, 2),
                home.search(number).findings().stream()
                        .map(CaseFinding::round)
                        .sorted()
                        .toList());
    }

    @Test
    void whatNobodyObjectedToStands() throws Exception {
        TakedownCase about = answered();
        home.desk()
                .counter(
                        about.number(),
                        new Objection("acct-1", Optional.of("No."), Optional.empty()),
                        home.clock.instant());
        for (CaseFinding finding : home.findings().of(about.number(), 2)) {
            boolean contested = finding.uploader().equals(Optional.of("acct-1"));
            assertEquals(
                    contested ? Refusal.BARRED_REVIEWER : Refusal.DECISION_STANDS,
                    refused(decide(finding, ReviewDecision.REJECT, "reviewer-1")));
        }
    }

    @Test
    void namedVideosThatTheArchiveLacksAreLookedAtAgain() throws Exception {
        home.sightings = SightingSettings.none();
        Path one = SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        Path gone = SearchHome.film(uploads, "drama-1", "2.mp4", "face 1000 3000 1 0.8 5");
        SearchHome.film(uploads, "drama-2", "1.mp4", "face 1000 3000 1 0.8 5");
        SearchHome.film(uploads, "drama-4", "1.mp4", "fail DAMAGED");
        home.scan(uploads);
        Files.delete(gone);
        int before = home.looks.get();

        SearchResult result = home.search(home.open(
                        Optional.empty(),
                        List.of(
                                SearchHome.named("drama-1"),
                                SearchHome.named("drama-4:1.mp4"),
                                SearchHome.named("drama-9")),
                        PHOTO)
                .number());

        assertEquals(3, home.looks.get() - before, "what was named, and nothing else");
        assertEquals(1, result.findings().size());
        assertEquals(
                one.toString(), result.findings().getFirst().places().getFirst().path());
        assertTrue(result.findings().getFirst().named());
        Coverage coverage = result.coverage().orElseThrow();
        assertFalse(coverage.complete());
        assertEquals(
                Set.of("drama-1 2.mp4 UNREADABLE", "drama-4 1.mp4 DAMAGED"),
                Set.copyOf(coverage.unread().stream()
                        .map(video -> video.work() + " " + video.episode() + " " + video.reason())
                        .toList()));
        assertEquals(
                List.of("drama-1 2 0 1 1", "drama-4 1 0 0 1", "drama-9 0 0 0 0"),
                coverage.named().stream()
                        .map(place -> place.work() + " " + place.known() + " " + place.archived() + " " + place.anew()
                                + " " + place.unread())
                        .toList());
        assertTrue(coverage.statement().contains("drama-9 was never scanned here"), coverage.statement());
    }

    @Test
    void whatHasExpiredIsNotSearchedAndSaid() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        at(home, "2026-12-24T01:00:00Z");
        SearchResult result =
                home.search(home.open(Optional.empty(), List.of(), PHOTO).number());
        assertEquals(List.of(), result.findings());
        Coverage coverage = result.coverage().orElseThrow();
        assertFalse(coverage.complete());
        assertEquals(1, coverage.archive().orElseThrow().expired());
        assertTrue(coverage.statement().contains("expired"), coverage.statement());
    }

    @Test
    void whatWasLookedAtTwiceHidesNothingThatTheArchiveLacks() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        // Somebody registers, so that the same video is looked at again and has two looks in the archive.
        home.enrol(7);
        home.scan(uploads);
        SearchHome.film(uploads, "drama-2", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads.resolve("drama-2"));
        // As if it had been another upload of which the archive was lost.
        JdbcClient.create(home.database.dataSource())
                .sql("UPDATE scan_upload SET episode = '2.mp4' WHERE work = 'drama-2'")
                .update();

        Coverage coverage = home.search(
                        home.open(Optional.empty(), List.of(), PHOTO).number())
                .coverage()
                .orElseThrow();

        assertEquals(1, coverage.archive().orElseThrow().withoutSightings());
        assertFalse(coverage.complete(), coverage.statement());
    }

    @Test
    void photosAreRefusedAsEnrolmentDoes() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        SearchResult result = home.search(
                home.open(Optional.empty(), List.of(), PHOTO, "photo 1 0.97 3", "photo 9 0.9 4", "refused BLURRED")
                        .number());
        assertEquals(1, result.findings().size());
        assertEquals(2, result.photos().used());
        assertEquals(
                List.of("4 BLURRED", "3 UNLIKE_OTHER_PHOTOS"),
                result.photos().refused().stream()
                        .map(photo -> photo.number() + " " + photo.reason())
                        .toList());
        assertFalse(result.coverage().orElseThrow().complete());
    }

    private CaseChange send(String number, Optional<PersonId> person, String photo) {
        return home.cases.complete(
                number,
                new CaseRequest(
                        new Requester(
                                RequesterRole.PERSON,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        List.of(new CasePhoto("more.jpg", photo.getBytes(StandardCharsets.UTF_8))),
                        Optional.empty(),
                        person,
                        List.of(),
                        ""),
                home.clock.instant());
    }

    @Test
    void whereNoPhotoIsOfUseOthersMayBeSent() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        String number =
                home.open(Optional.empty(), List.of(), "refused BLURRED").number();
        assertInstanceOf(
                CaseChange.Refused.class, send(number, Optional.empty(), PHOTO), "nobody has looked at it yet");
        SearchResult none = home.search(number);
        assertEquals(Optional.empty(), none.coverage());
        assertEquals(CaseState.OPEN, home.cases.find(number).orElseThrow().state());

        assertInstanceOf(
                CaseChange.Refused.class, send(number, Optional.of(new PersonId("p-1")), PHOTO), "photos alone");
        CaseChange.Done added = assertInstanceOf(CaseChange.Done.class, send(number, Optional.empty(), PHOTO));
        assertEquals(CaseState.OPEN, added.current().state());

        assertEquals(1, home.search(number).findings().size());
        assertInstanceOf(CaseChange.Refused.class, send(number, Optional.empty(), "photo 1 0.97 3"));
    }

    @Test
    void aSearchThatIsStoppedGoesOnFromThere() throws Exception {
        home.sightings = SightingSettings.none();
        for (int episode = 1; episode <= 4; episode++) {
            SearchHome.film(uploads, "drama-1", episode + ".mp4", "face 1000 3000 1 0.8 " + (4 + episode));
        }
        home.scan(uploads);
        TakedownCase opened = home.open(Optional.empty(), List.of(SearchHome.named("drama-1")), PHOTO);
        int before = home.looks.get();
        StopSignal stop = StopSignal.manual();
        SearchResult stopped = home.search(
                opened.number(),
                new SearchListener() {
                    @Override
                    public void began(boolean resumed) {
                        assertFalse(resumed);
                    }

                    @Override
                    public void progress(SearchStep step, long done, long total) {
                        if (step == SearchStep.VIDEOS && done == 2) {
                            stop.request();
                        }
                    }
                },
                stop);
        assertTrue(stopped.stopped());
        assertEquals(List.of(), stopped.findings());
        assertEquals(
                CaseState.OPEN, home.cases.find(opened.number()).orElseThrow().state());
        boolean[] resumed = new boolean[1];
        SearchResult result = home.search(
                opened.number(),
                new SearchListener() {
                    @Override
                    public void began(boolean again) {
                        resumed[0] = again;
                    }

                    @Override
                    public void progress(SearchStep step, long done, long total) {}
                },
                StopSignal.manual());
        assertTrue(resumed[0]);
        assertEquals(4, home.looks.get() - before, "each video once");
        assertEquals(4, result.findings().getFirst().places().size());
    }

    @Test
    void reviewersGetWhatTheyDecideOn() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        TakedownCase opened = home.open(Optional.empty(), List.of(), PHOTO, "photo 9 0.9 4", "photo 1 0.97 3");
        long finding = home.search(opened.number()).findings().getFirst().finding();
        CaseReviewables source = home.reviewables();

        Reviewable reviewable = source.find(finding).orElseThrow();

        assertEquals(Optional.of(opened.number()), reviewable.caseNumber());
        assertEquals(1, reviewable.tracks().size());
        ReviewedPerson.OfCase person = (ReviewedPerson.OfCase) reviewable.person();
        assertEquals(new PersonId("case-000001"), person.id());
        assertEquals(2, person.photos().size(), "the odd one is nobody's portrait");
        assertEquals(finding, source.facts(finding).orElseThrow().finding());
        assertEquals(Optional.empty(), source.find(finding + 1));
    }

    @Test
    void withTheCasesKeyEverythingGoes() throws Exception {
        SearchHome.film(uploads, "drama-1", "1.mp4", "face 1000 3000 1 0.8 5");
        home.scan(uploads);
        TakedownCase opened = home.open(Optional.empty(), List.of(), PHOTO);
        CaseFinding finding = home.search(opened.number()).findings().getFirst();
        byte[] picture = home.findings().picture(finding.finding(), 1).orElseThrow();
        assertArrayEquals(new byte[] {(byte) 0xff, (byte) 0xd8}, new byte[] {picture[0], picture[1]});
        home.keys.destroy(SubjectKeys.ofCase(opened.number()));
        assertEquals(List.of(), home.findings().of(opened.number(), 1));
        assertEquals(Optional.empty(), home.findings().picture(finding.finding(), 1));
        assertEquals(Optional.empty(), home.reviewables().find(finding.finding()));
        home.findings().forget(opened.number());
        assertEquals(Optional.empty(), home.findings().coverage(opened.number(), 1));
    }
}
