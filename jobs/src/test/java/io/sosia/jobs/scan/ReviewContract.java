package io.sosia.jobs.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.media.Sampling;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.LicenceTerms;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.Withdrawal;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.retention.ErasedSubject;
import io.sosia.jobs.retention.ReviewsPart;
import io.sosia.jobs.review.FindingFacts;
import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.ProvisionalPeople;
import io.sosia.jobs.review.ReviewAnswer;
import io.sosia.jobs.review.ReviewAnswer.Refusal;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewDesk;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.Reviewable;
import io.sosia.jobs.review.ReviewableSource;
import io.sosia.jobs.review.ReviewedPerson;
import io.sosia.jobs.review.ReviewedTrack;
import io.sosia.jobs.review.SecondReviewer;
import io.sosia.jobs.review.StoredLessons;
import io.sosia.jobs.review.StoredReviews;
import io.sosia.models.vector.FaceVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What people decide on findings, and what scans learn by it. A face is told by its axis and its likeness to the person
 * registered there: 0.6 is a stranger who looks like them, 0.9 themselves. The two are 0.89 alike.
 */
abstract class ReviewContract {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    private static final String STRANGER = "face 1000 3000 1 0.6";
    private static final String PERSON = "face 5000 7000 1 0.9";

    @TempDir
    private Path folder;

    private PlayHome home;
    private JdbcClient sql;
    private final List<Opinion> told = new ArrayList<>();

    /** A fresh database. */
    abstract RegisterDatabase database(Path folder) throws IOException;

    @BeforeEach
    void opened() throws Exception {
        Path root = folder.resolve("home");
        home = new PlayHome(Home.prepare(root), database(root), CLOCK);
        sql = JdbcClient.create(home.database.dataSource());
        home.enrol(1);
    }

    @AfterEach
    void closed() {
        home.close();
    }

    private void film(String place, String... lines) throws IOException {
        Path file = folder.resolve("videos").resolve(place);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        Files.writeString(file, place + "\n" + String.join("\n", lines));
    }

    private PlayHome.Heard scan() throws Exception {
        return scan(folder.resolve("videos"));
    }

    private PlayHome.Heard scan(Path what) throws Exception {
        PlayHome.Heard heard = new PlayHome.Heard();
        try (ScanService service = home.service()) {
            ScanSummary summary =
                    service.scan(ScanRequest.ofPaths(List.of(what), Sampling.nightly()), heard, StopSignal.manual());
            assertEquals(heard.findings.size(), summary.findings());
            assertEquals(heard.rejected.size(), summary.knownRejected());
        }
        return heard;
    }

    private ReviewDesk desk() throws Exception {
        return desk(SecondReviewer.NONE, List.of());
    }

    private ReviewDesk desk(SecondReviewer rule, List<ReviewableSource> more) throws Exception {
        List<ReviewableSource> sources = new ArrayList<>(more);
        sources.add(ReviewableFindings.open(home.database, home.keys, Fusion.alone(PlayVideo.SPACE)));
        return new ReviewDesk(
                home.database,
                home.register,
                StoredReviews.open(home.database, home.keys),
                new StoredLessons(home.database.dataSource(), home.keys),
                sources,
                rule,
                (finding, opinion, state) -> told.add(opinion),
                CLOCK);
    }

    private ReviewAnswer decide(String id, ReviewDecision decision) throws Exception {
        return decide(desk(), id, decision, "ann");
    }

    private static ReviewAnswer decide(ReviewDesk desk, String id, ReviewDecision decision, String by) {
        return desk.decide(Finding.number(id).orElseThrow(), decision, by, "looked at it", Optional.empty());
    }

    private List<Finding> findings(FindingFilter.Review review) {
        List<Finding> found = new ArrayList<>();
        home.findings()
                .findings(
                        new FindingFilter(Optional.empty(), Optional.empty(), Set.of(), Optional.of(review)),
                        found::add);
        return found;
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    private static double similarity(PlayHome.Heard heard) {
        assertEquals(1, heard.findings.size(), () -> heard.findings.toString());
        return heard.findings.getFirst().similarity();
    }

    private List<String> known() {
        return sql.sql(
                        "SELECT DISTINCT t.known FROM scan_track_score t JOIN scan_upload u ON u.current_result = t.result"
                                + " ORDER BY t.known")
                .query((row, index) -> row.getString(1))
                .list();
    }

    // ---- rejected ------------------------------------------------------------------------------------------------

    @Test
    void aRejectedFaceIsNotRaisedAgainInItsWorkAndThePersonIs() throws Exception {
        film("drama-7/1.mp4", STRANGER);
        assertEquals(0.6, similarity(scan()), 1e-3);
        ReviewAnswer.Counted counted =
                assertInstanceOf(ReviewAnswer.Counted.class, decide("F-000001", ReviewDecision.REJECT));
        assertEquals(ReviewState.REJECTED, counted.outcome().state());
        assertEquals(1, counted.taught().tracks());

        film("drama-7/2.mp4", STRANGER, PERSON);
        film("drama-8/1.mp4", STRANGER);
        PlayHome.Heard heard = scan();

        assertEquals(
                List.of("drama-7 0.9", "drama-8 0.6"),
                heard.findings.stream()
                        .map(finding -> finding.work() + " " + finding.similarity())
                        .sorted()
                        .toList());
        assertEquals(
                List.of("1.mp4 F-000001", "2.mp4 F-000001"),
                heard.rejected.stream()
                        .map(known -> known.episode() + " " + known.finding())
                        .sorted()
                        .toList());
        KnownRejected second = heard.rejected.stream()
                .filter(known -> known.episode().equals("2.mp4"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(new KnownRejected.Span(1000, 3000)), second.appearances());
        assertEquals("p-1", second.person());
        assertEquals(List.of("F-000001"), ids(findings(FindingFilter.Review.REJECTED)));
        assertEquals(2, findings(FindingFilter.Review.OPEN).size());
        // The stranger's two tracks, and the person's and the one in the other work.
        assertEquals(List.of("NON_MATED", "UNKNOWN"), known());
    }

    @Test
    void whatShowsNothingButTheRejectedFaceIsAnsweredToo() throws Exception {
        film("drama-7/1.mp4", STRANGER);
        film("drama-7/2.mp4", STRANGER, "length 9000");
        film("drama-7/3.mp4", STRANGER, PERSON);
        film("drama-8/1.mp4", STRANGER);
        assertEquals(4, scan().findings.size());
        String rejected = idOf("drama-7", "1");
        decide(rejected, ReviewDecision.REJECT);

        assertEquals(Set.of(rejected, idOf("drama-7", "2")), Set.copyOf(ids(findings(FindingFilter.Review.REJECTED))));
        int looks = home.looks.get();
        PlayHome.Heard again = scan();
        assertEquals(looks, home.looks.get(), "nothing is decoded again");
        assertEquals(2, again.findings.size());
        assertEquals(2, again.rejected.size());
    }

    private String idOf(String work, String episode) {
        List<Finding> all = new ArrayList<>();
        home.findings().findings(FindingFilter.all(), all::add);
        return all.stream()
                .filter(finding ->
                        finding.work().equals(work) && finding.episode().equals(episode + ".mp4"))
                .map(Finding::id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoIsNotOnePersonMayBeAnother() throws Exception {
        home.register.enrol(
                new PersonId("p-other"),
                "Other",
                new Consent("C-2", LocalDate.of(2026, 1, 1), Optional.empty()).withNetworkStorage(true),
                List.of(new EnrolledPhoto("e".repeat(64), 0.9, PlayVideo.seen(1, 0.05))));
        film("drama-7/1.mp4", STRANGER);
        PlayHome.Heard first = scan();
        Finding taken = first.findings.getFirst();
        assertEquals("p-other", taken.person());
        decide(taken.id(), ReviewDecision.REJECT);

        film("drama-7/2.mp4", STRANGER);
        PlayHome.Heard heard = scan(folder.resolve("videos/drama-7/2.mp4"));

        assertEquals(
                List.of("p-1"), heard.findings.stream().map(Finding::person).toList());
        assertEquals(
                List.of("p-other"),
                heard.rejected.stream().map(KnownRejected::person).toList());
    }

    @Test
    void anotherFaceInTheSameUploadIsAnotherFinding() throws Exception {
        film("drama-7/1.mp4", STRANGER, PERSON);
        home.before = video -> {
            if (home.looks.get() == 1) {
                throw new PlayVideo.BreakingOff(io.sosia.detector.media.MediaFailure.DAMAGED, 4_000);
            }
        };
        assertEquals(0.6, similarity(scan()), 1e-3);
        decide("F-000001", ReviewDecision.REJECT);

        // Looked at anew since somebody else is registered now.
        home.enrol(2);
        PlayHome.Heard heard = scan();

        assertEquals(0.9, similarity(heard), 1e-3);
        assertEquals("F-000002", heard.findings.getFirst().id());
        assertEquals(Optional.of("OPEN"), heard.findings.getFirst().review());
        assertEquals(1, heard.rejected.size());
        // What was decided stays to be seen, though no scan raises it.
        assertEquals(List.of("F-000001"), ids(findings(FindingFilter.Review.REJECTED)));
    }

    @Test
    void aChangeOfMindRaisesItAgainAndTheHistoryKeepsBoth() throws Exception {
        film("drama-7/1.mp4", STRANGER);
        scan();
        decide("F-000001", ReviewDecision.REJECT);
        film("drama-7/2.mp4", STRANGER);
        assertEquals(2, scan().rejected.size());
        assertEquals(List.of("NON_MATED"), known());

        decide("F-000001", ReviewDecision.CONFIRM);
        PlayHome.Heard heard = scan();

        assertEquals(2, heard.findings.size());
        assertEquals(0, heard.rejected.size());
        ReviewDesk desk = desk();
        assertEquals(
                List.of(ReviewDecision.REJECT, ReviewDecision.CONFIRM),
                desk.history(desk.finding(1).orElseThrow()).stream()
                        .map(Opinion::decision)
                        .toList());
        assertTrue(known().contains("MATED"), () -> known().toString());
        assertFalse(known().contains("NON_MATED"), () -> known().toString());
    }

    // ---- confirmed -----------------------------------------------------------------------------------------------

    @Test
    void aConfirmedFaceIsFoundWherePortraitsDoNotFindIt() throws Exception {
        film("drama-7/1.mp4", STRANGER);
        film("drama-8/1.mp4", "face 1000 3000 1 0.42");
        assertEquals(1, scan().findings.size());
        long before = home.register.templateCount(PlayVideo.SPACE);
        decide("F-000001", ReviewDecision.CONFIRM);
        assertEquals(before + 1, home.register.templateCount(PlayVideo.SPACE));

        PlayHome.Heard heard = scan();

        Finding found = heard.findings.stream()
                .filter(finding -> finding.work().equals("drama-8"))
                .findFirst()
                .orElseThrow();
        Finding.ConfirmedBefore known = found.confirmedBefore().orElseThrow();
        assertEquals("F-000001", known.finding());
        assertFalse(known.sameBytes());
        assertEquals(Optional.of("OPEN"), found.review());

        decide("F-000001", ReviewDecision.REJECT);
        assertEquals(before, home.register.templateCount(PlayVideo.SPACE));
        // In another work nobody has said anything of that face.
        assertEquals(0, scan().findings.size());
    }

    @Test
    void theSameFileUploadedAgainIsRaisedAsConfirmedBefore() throws Exception {
        film("drama-7/1.mp4", PERSON);
        scan();
        decide("F-000001", ReviewDecision.CONFIRM);
        Path again = Files.createDirectories(folder.resolve("more/stolen")).resolve("9.mp4");
        Files.copy(folder.resolve("videos/drama-7/1.mp4"), again);

        Finding found = scan(again).findings.getFirst();

        Finding.ConfirmedBefore known = found.confirmedBefore().orElseThrow();
        assertTrue(known.sameBytes());
        assertEquals("F-000001", known.finding());
        assertEquals(Optional.of("OPEN"), found.review(), "a person decides on each");
    }

    @Test
    void aCasesPersonIsSearchedForOnceConfirmedAndNoLongerThanThat() throws Exception {
        PersonId provisional = new PersonId("case-000003");
        ReviewableSource cases = caseFinding(provisional);
        ReviewDesk desk = desk(SecondReviewer.NONE, List.of(cases));
        film("drama-9/1.mp4", "face 1000 3000 4 0.8");
        assertEquals(0, scan().findings.size());

        ReviewAnswer.Counted counted =
                assertInstanceOf(ReviewAnswer.Counted.class, decide(desk, "F-000900", ReviewDecision.CONFIRM, "bob"));

        assertEquals(Optional.of("case-000003"), counted.taught().registered());
        assertEquals(
                Optional.of("case C-000003"), home.register.person(provisional).map(p -> p.name()));
        Finding found = scan().findings.getFirst();
        assertEquals("case-000003", found.person());
        decide(desk, found.id(), ReviewDecision.REJECT, "bob");

        // Nobody looks for them then; what was learnt of others of their findings stays.
        decide(desk, "F-000900", ReviewDecision.REJECT, "bob");
        assertFalse(home.register.searchable(LocalDate.of(2026, 11, 20)).contains(provisional));
        StoredLessons lessons = new StoredLessons(home.database.dataSource(), home.keys);
        assertEquals(
                2,
                lessons.rejected("drama-9").size()
                        + lessons.rejected("drama-10").size());
        decide(desk, "F-000900", ReviewDecision.CONFIRM, "bob");
        assertTrue(home.register.searchable(LocalDate.of(2026, 11, 20)).contains(provisional));

        StoredReviews reviews = StoredReviews.open(home.database, home.keys);
        ReviewsPart part = new ReviewsPart(reviews, home.register, home.findings());
        ErasedSubject end = new ErasedSubject.OfCase("C-000003");
        assertEquals(
                Map.of("decisions", 3L, "people", 1L, "photos", 1L, "findings", 1L, "pictures", 1L, "mentions", 0L),
                part.count(end));
        part.erase(end);
        assertEquals(ReviewState.OPEN, reviews.state(900, 2));
        assertTrue(home.register.person(provisional).isEmpty());
        assertTrue(lessons.rejected("drama-9").isEmpty());
        assertTrue(home.keys.find(SubjectKeys.person(provisional.value())).isEmpty());
        assertEquals(Map.of("decisions", 0L), part.count(end));
    }

    private static final PersonId OF_CASE = new PersonId("case-000003");

    private boolean searchedFor() {
        return home.register.searchable(LocalDate.of(2026, 11, 20)).contains(OF_CASE);
    }

    @Test
    void aCasesPersonHasATerm() throws Exception {
        decide(desk(SecondReviewer.NONE, List.of(caseFinding(OF_CASE))), "F-000900", ReviewDecision.CONFIRM, "bob");
        Consent consent = home.register.person(OF_CASE).orElseThrow().consent();
        assertEquals(Optional.of(LocalDate.of(2026, 11, 20).plusDays(180)), consent.until());

        ProvisionalPeople people = new ProvisionalPeople(home.register);
        assertEquals(
                ProvisionalPeople.End.UNCHANGED,
                people.ended("C-000004", true, CLOCK.instant(), LocalDate.of(2026, 12, 20)));
        assertEquals(
                ProvisionalPeople.End.LIMITED,
                people.ended("C-000003", false, CLOCK.instant(), LocalDate.of(2026, 12, 20)));
        assertTrue(home.register.searchable(LocalDate.of(2026, 12, 20)).contains(OF_CASE));
        assertFalse(home.register.searchable(LocalDate.of(2026, 12, 21)).contains(OF_CASE));
        assertEquals(
                ProvisionalPeople.End.WITHDRAWN,
                people.ended("C-000003", true, CLOCK.instant(), LocalDate.of(2026, 12, 20)));
        assertFalse(searchedFor());
        assertEquals(
                ProvisionalPeople.End.UNCHANGED,
                people.ended("C-000003", false, CLOCK.instant(), LocalDate.of(2026, 12, 20)));
    }

    @Test
    void whoeverWasWithdrawnStaysSoWhateverIsConfirmedNext() throws Exception {
        ReviewDesk desk = desk(SecondReviewer.NONE, List.of(caseFinding(OF_CASE)));
        decide(desk, "F-000900", ReviewDecision.CONFIRM, "bob");
        home.register.withdraw(OF_CASE, new Withdrawal(CLOCK.instant(), Optional.of("they asked for it")));
        long templates = home.register.templateCount(PlayVideo.SPACE);

        decide(desk, "F-000900", ReviewDecision.REJECT, "bob");
        decide(desk, "F-000900", ReviewDecision.CONFIRM, "bob");

        assertFalse(searchedFor());
        assertEquals(
                Optional.of("they asked for it"),
                home.register
                        .person(OF_CASE)
                        .flatMap(person -> person.consent().withdrawn())
                        .flatMap(Withdrawal::reason));
        assertEquals(templates - 1, home.register.templateCount(PlayVideo.SPACE), "nothing more is kept of them");
    }

    @Test
    void nobodyLooksForACasesPersonOnceTheLastFindingIsRejectedWhoeverFoundIt() throws Exception {
        ReviewDesk desk = desk(SecondReviewer.NONE, List.of(caseFinding(OF_CASE)));
        decide(desk, "F-000900", ReviewDecision.CONFIRM, "bob");
        film("drama-9/1.mp4", "face 1000 3000 4 0.8");
        String scanned = scan().findings.getFirst().id();
        decide(desk, scanned, ReviewDecision.CONFIRM, "bob");
        decide(desk, "F-000900", ReviewDecision.REJECT, "bob");
        assertTrue(searchedFor(), "what the scan found is theirs");

        decide(desk, scanned, ReviewDecision.REJECT, "bob");

        assertFalse(searchedFor());
    }

    @Test
    void somebodyElseOfThatIdIsLeftAlone() throws Exception {
        Consent own = new Consent("contract", LocalDate.of(2026, 1, 1), Optional.empty()).withNetworkStorage(true);
        home.register.enrol(OF_CASE, "Zoe", own, List.of(new EnrolledPhoto("e".repeat(64), 0.9, PlayVideo.person(5))));
        ReviewDesk desk = desk(SecondReviewer.NONE, List.of(caseFinding(OF_CASE)));
        decide(desk, "F-000900", ReviewDecision.CONFIRM, "bob");
        decide(desk, "F-000900", ReviewDecision.REJECT, "bob");

        assertEquals("Zoe", home.register.person(OF_CASE).orElseThrow().name());
        assertEquals(own, home.register.person(OF_CASE).orElseThrow().consent());
        assertEquals(1, home.register.templates(List.of(OF_CASE)).size());
    }

    @Test
    void whatACaseConfirmedOfARegisteredPersonGoesWithTheCase() throws Exception {
        film("drama-7/1.mp4", PERSON);
        scan();
        PersonId one = new PersonId("p-1");
        List<String> portraits = home.register.photos(one);
        decide("F-000001", ReviewDecision.CONFIRM);
        long before = home.register.templateCount(PlayVideo.SPACE);
        decide(
                desk(SecondReviewer.NONE, List.of(caseFinding(new ReviewedPerson.Registered(one), 2))),
                "F-000900",
                ReviewDecision.CONFIRM,
                "bob");
        assertEquals(before + 1, home.register.templateCount(PlayVideo.SPACE));

        new ReviewsPart(StoredReviews.open(home.database, home.keys), home.register, home.findings())
                .erase(new ErasedSubject.OfCase("C-000003"));

        assertEquals(before, home.register.templateCount(PlayVideo.SPACE), "what the scan's finding gave stays");
        assertEquals(portraits, home.register.photos(one));
        StoredLessons lessons = new StoredLessons(home.database.dataSource(), home.keys);
        assertEquals(
                List.of(1L),
                lessons.confirmed(one).stream().map(lesson -> lesson.finding()).toList());
    }

    private static ReviewableSource caseFinding(PersonId provisional) {
        return caseFinding(provisional, 2);
    }

    private static ReviewableSource caseFinding(PersonId provisional, int round) {
        return caseFinding(
                new ReviewedPerson.OfCase(
                        "C-000003",
                        provisional,
                        new Consent("case C-000003", LocalDate.of(2026, 1, 1), Optional.empty())
                                .withNetworkStorage(true),
                        List.of(new EnrolledPhoto("d".repeat(64), 0.9, PlayVideo.person(4)))),
                round);
    }

    private static ReviewableSource caseFinding(ReviewedPerson person, int round) {
        return new ReviewableSource() {
            @Override
            public Optional<Reviewable> find(long finding) {
                return finding != 900
                        ? Optional.empty()
                        : Optional.of(new Reviewable(
                                900,
                                person,
                                "drama-10",
                                List.of("1"),
                                List.of(new ReviewedTrack(
                                        "c".repeat(64), 1, FaceVectors.of(PlayVideo.seen(4, 0.7)), 0.5)),
                                Optional.of("C-000003"),
                                round,
                                Set.of("Ann")));
            }

            @Override
            public Optional<FindingFacts> facts(long finding) {
                return find(finding)
                        .map(found -> new FindingFacts(
                                finding,
                                person.id(),
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
                facts(900).ifPresent(consumer);
            }
        };
    }

    @Test
    void whoDecidedBeforeTheObjectionIsRefused() throws Exception {
        ReviewDesk desk = desk(SecondReviewer.NONE, List.of(caseFinding(new PersonId("case-000003"))));
        ReviewAnswer.Refused refused =
                assertInstanceOf(ReviewAnswer.Refused.class, decide(desk, "F-000900", ReviewDecision.CONFIRM, " ann"));
        assertEquals(Refusal.BARRED_REVIEWER, refused.refusal());
        assertTrue(told.isEmpty());
        assertEquals(
                List.of(900L),
                desk.undecided().stream()
                        .map(listed -> listed.facts().finding())
                        .toList());
    }

    // ---- deciding ------------------------------------------------------------------------------------------------

    @Test
    void undecidedFindingsAreListedTheDoubtfulFirst() throws Exception {
        film("drama-7/1.mp4", PERSON);
        film("drama-8/1.mp4", "face 1000 3000 1 0.52");
        film("drama-9/1.mp4", STRANGER);
        scan();
        ReviewDesk desk = desk(SecondReviewer.ALL, List.of());
        decide(desk, idOf("drama-7", "1"), ReviewDecision.CONFIRM, "ann");

        assertEquals(
                List.of("drama-7", "drama-8", "drama-9"),
                desk.undecided().stream().map(listed -> listed.facts().work()).toList());
        decide(desk, idOf("drama-7", "1"), ReviewDecision.CONFIRM, "bob");
        assertEquals(2, desk.undecided().size());
        assertInstanceOf(ReviewAnswer.NoSuchFinding.class, decide(desk, "F-000077", ReviewDecision.REJECT, "ann"));
    }

    @Test
    void theSameDecisionAgainAddsNothing() throws Exception {
        film("drama-7/1.mp4", PERSON);
        scan();
        decide("F-000001", ReviewDecision.CONFIRM);
        assertInstanceOf(ReviewAnswer.AlreadySo.class, decide("F-000001", ReviewDecision.CONFIRM));
        assertEquals(1, told.size());
        assertEquals(
                1,
                sql.sql("SELECT count(*) FROM review_opinion")
                        .query(Integer.class)
                        .single());
        Outcome.Decided decided = assertInstanceOf(
                Outcome.Decided.class,
                StoredReviews.open(home.database, home.keys).outcome(1, 1).orElseThrow());
        assertEquals("looked at it", decided.reason());
        assertEquals(CLOCK.instant(), decided.at());
    }

    @Test
    void whatSecondsHaveYetToAgreeOnTeachesNothing() throws Exception {
        film("drama-7/1.mp4", STRANGER);
        scan();
        ReviewDesk desk = desk(SecondReviewer.ALL, List.of());
        decide(desk, "F-000001", ReviewDecision.REJECT, "ann");
        assertEquals(1, scan().findings.size());
        assertEquals(List.of("UNKNOWN"), known());
        decide(desk, "F-000001", ReviewDecision.CONFIRM, "bob");
        assertEquals(ReviewState.DISPUTED, desk.finding(1).orElseThrow().state());
        decide(desk, "F-000001", ReviewDecision.REJECT, "cho");
        assertEquals(0, scan().findings.size());
    }

    @Test
    void whatTwoConfirmedIsNotTakenBackByOne() throws Exception {
        film("drama-7/1.mp4", PERSON);
        scan();
        ReviewDesk desk = desk(SecondReviewer.CONFIRM, List.of());
        decide(desk, "F-000001", ReviewDecision.CONFIRM, "ann");
        decide(desk, "F-000001", ReviewDecision.CONFIRM, "bob");
        decide(desk, "F-000001", ReviewDecision.REJECT, "cho");
        decide(desk, "F-000001", ReviewDecision.REJECT, "cho");
        assertEquals(ReviewState.PENDING_SECOND, desk.finding(1).orElseThrow().state());
        decide(desk, "F-000001", ReviewDecision.REJECT, "dan");
        assertEquals(ReviewState.REJECTED, desk.finding(1).orElseThrow().state());
    }

    @Test
    void norInALaterRound() throws Exception {
        PersonId provisional = new PersonId("case-000003");
        ReviewDesk first = desk(SecondReviewer.CONFIRM, List.of(caseFinding(provisional, 1)));
        decide(first, "F-000900", ReviewDecision.CONFIRM, "bob");
        decide(first, "F-000900", ReviewDecision.CONFIRM, "cho");

        ReviewDesk second = desk(SecondReviewer.CONFIRM, List.of(caseFinding(provisional, 2)));
        decide(second, "F-000900", ReviewDecision.REJECT, "dan");
        assertEquals(
                ReviewState.PENDING_SECOND, second.finding(900).orElseThrow().state());
        decide(second, "F-000900", ReviewDecision.REJECT, "eve");
        assertEquals(ReviewState.REJECTED, second.finding(900).orElseThrow().state());
    }

    @Test
    void licensedNamesTheLicenceThatCoversItOrRestsOnTheReason() throws Exception {
        film("drama-7/1.mp4", PERSON);
        scan();
        assertEquals(Optional.empty(), licence(decide("F-000001", ReviewDecision.LICENSED)));
        String id = home.register
                .addLicence(new LicenceTerms(
                        new PersonId("p-1"),
                        "acct-9",
                        Optional.of("drama-7"),
                        Set.of(),
                        Set.of(),
                        LocalDate.of(2026, 1, 1),
                        LocalDate.of(2026, 12, 31),
                        Optional.empty()))
                .id();
        ReviewAnswer.Refused refused = assertInstanceOf(
                ReviewAnswer.Refused.class,
                desk().decide(1, ReviewDecision.LICENSED, "ann", "a licence", Optional.of(id)));
        assertEquals(Refusal.LICENCE_DOES_NOT_COVER, refused.refusal(), "nobody knows who uploaded it");

        Path manifest = folder.resolve("manifest.jsonl");
        Files.writeString(manifest, """
                {"path": "videos/drama-7/1.mp4", "work": "drama-7", "episode": "2", "uploader": "acct-9"}
                """);
        PlayHome.Heard heard = new PlayHome.Heard();
        try (ScanService service = home.service()) {
            service.scan(ScanRequest.ofManifest(manifest, Sampling.nightly()), heard, StopSignal.manual());
        }
        String finding = heard.findings.getFirst().id();
        assertEquals(Optional.of(id), licence(decide(finding, ReviewDecision.LICENSED)));
        assertEquals(List.of("MATED"), known());
        assertEquals(2, findings(FindingFilter.Review.LICENSED).size());
    }

    private static Optional<String> licence(ReviewAnswer answer) {
        return assertInstanceOf(ReviewAnswer.Counted.class, answer).taught().licence();
    }

    @Test
    void whoIsErasedLeavesNothingOfIt() throws Exception {
        film("drama-7/1.mp4", STRANGER);
        film("drama-8/1.mp4", STRANGER);
        scan();
        decide(idOf("drama-7", "1"), ReviewDecision.REJECT);
        decide(idOf("drama-8", "1"), ReviewDecision.CONFIRM);
        film("drama-7/2.mp4", STRANGER);
        scan();
        home.register.erase(new PersonId("p-1"));
        home.findings().erase(new PersonId("p-1"));
        for (String table :
                List.of("review_opinion", "review_outcome", "review_lesson", "scan_finding_track", "scan_held_back")) {
            assertEquals(
                    0,
                    sql.sql("SELECT count(*) FROM " + table)
                            .query(Integer.class)
                            .single(),
                    table);
        }
    }
}
