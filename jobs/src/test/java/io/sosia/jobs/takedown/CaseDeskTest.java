package io.sosia.jobs.takedown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.TakedownSettings;
import io.sosia.jobs.review.Opinion;
import io.sosia.jobs.review.Outcome;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.Reviews;
import io.sosia.jobs.takedown.CaseDesk.Answer;
import io.sosia.jobs.takedown.CaseLetter.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Answers, objections and deadlines, with a real store and findings and decisions that are made up. */
class CaseDeskTest {

    private static final Instant NOW = CaseContract.NOW;

    /** Markup, a template's tags, marks that turn text, controls, and length. */
    private static final String HOSTILE =
            "</bdi><script>alert('x')</script>{{number}}{{{date}}}\u202e\u2066\u0007\n# Forged\n- item\r\ud83d"
                    + "\uE000\uE001" + "A".repeat(10_000);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path folder;

    private final PlayFindings findings = new PlayFindings();
    private final PlayReviews reviews = new PlayReviews();
    private RegisterDatabase database;
    private SubjectKeys keys;
    private StoredCases cases;

    @BeforeEach
    void open() throws Exception {
        database = RegisterDatabase.open(new Home(folder).database());
        keys = database.subjectKeys(MasterKey.find(folder.resolve("master.json"), Map.of(), true));
        cases = StoredCases.open(database, keys, TakedownSettings.defaults());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CaseDesk desk() {
        return desk("Drama Platform", "objections@example.org");
    }

    private CaseDesk desk(String platform, String objections) {
        TakedownSettings plain = TakedownSettings.defaults();
        return new CaseDesk(
                cases,
                findings,
                reviews,
                new TakedownSettings(
                        plain.deadlines(),
                        plain.photos(),
                        plain.photoBytes(),
                        plain.documentBytes(),
                        plain.namedPlaces(),
                        plain.casesPerRequester(),
                        plain.requesterPeriod(),
                        plain.keepClosed(),
                        platform,
                        objections));
    }

    private String opened(RequesterRole role, String name, String territory) {
        CaseRequest request = new CaseRequest(
                new Requester(
                        role,
                        Optional.of(name),
                        Optional.of("a@example.org"),
                        Optional.of("passport"),
                        Optional.of("reviewer-3"),
                        Optional.of("It is me.")),
                List.of(new CasePhoto("me.jpg", new byte[] {1})),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                territory);
        return assertInstanceOf(Opening.Opened.class, cases.open(request, DeadlinePolicy.preset(), NOW))
                .opened()
                .number();
    }

    private static Answer.Given given(Answer answer) {
        return assertInstanceOf(Answer.Given.class, answer, answer.toString());
    }

    private static CaseLetter letter(Answer answer) {
        return given(answer).letter();
    }

    /** Four findings: two confirmed of two accounts, one licensed, one of somebody else. */
    private String decided() {
        String number = opened(RequesterRole.PERSON, "A. Person", "CN");
        findings.add(1, number, "drama-7", "3", "acct-9");
        findings.add(2, number, "drama-8", "1", "acct-5", 0.4711, false);
        findings.add(3, number, "drama-9", "2", "acct-5");
        findings.add(4, number, "drama-10", "2", "acct-4", 0.3313, false);
        findings.searched(number, "drama-99");
        cases.searched(number, NOW);
        reviews.decide(1, 1, ReviewDecision.CONFIRM, "reviewer-1");
        reviews.decide(2, 1, ReviewDecision.CONFIRM, "reviewer-2");
        reviews.decide(3, 1, ReviewDecision.LICENSED, "reviewer-1");
        reviews.decide(4, 1, ReviewDecision.REJECT, "reviewer-1");
        return number;
    }

    @Test
    void aCaseGoesThroughItsLifeAndEveryDeadlineIsWarnedOfAndKeptOrReported() {
        String number = opened(RequesterRole.PERSON, "A. Person", "");
        CaseDesk desk = desk();
        TakedownCase open = desk.look(number, NOW).orElseThrow();
        assertEquals(Urgency.ON_TIME, open.urgency(NOW));
        assertEquals(Urgency.DUE_SOON, open.urgency(NOW.plus(Duration.ofHours(36))));
        assertEquals(Urgency.DUE_SOON, open.urgency(NOW.plus(Duration.ofDays(2))));
        assertEquals(Urgency.OVERDUE, open.urgency(NOW.plus(Duration.ofDays(2)).plusMillis(1)));

        findings.add(1, number, "drama-7", "3", "acct-9");
        findings.add(2, number, "drama-8", "1", "acct-5");
        findings.searched(number, "");
        cases.searched(number, NOW.plus(Duration.ofHours(1)));
        Instant early = NOW.plus(Duration.ofHours(2));
        assertEquals(CaseState.SEARCHED, desk.look(number, early).orElseThrow().state());
        assertTrue(refused(desk.answer(number, Recipient.REQUESTER, "", Language.EN, early))
                .contains("F-000001 OPEN"));
        reviews.decide(1, 1, ReviewDecision.CONFIRM, "reviewer-1");
        reviews.pending(2, 1, "reviewer-1");
        assertTrue(refused(desk.answer(number, Recipient.REQUESTER, "", Language.EN, early))
                .contains("F-000002 PENDING_SECOND"));
        reviews.decide(2, 1, ReviewDecision.CONFIRM, "reviewer-2");

        Instant answered = NOW.plus(Duration.ofHours(40));
        TakedownCase after = given(desk.answer(number, Recipient.REQUESTER, "", Language.EN, answered))
                .current();
        assertEquals(CaseState.ANSWERED, after.state());
        assertEquals(Urgency.KEPT, after.urgency(NOW.plus(Duration.ofDays(99))));
        assertEquals(Set.of("acct-5", "acct-9"), desk.untold(after));
        given(desk.answer(number, Recipient.UPLOADER, "acct-9", Language.ZH, answered));
        given(desk.answer(number, Recipient.UPLOADER, "acct-5", Language.ZH, answered));
        assertEquals(Set.of(), desk.untold(after));

        Instant objected = answered.plus(Duration.ofDays(3));
        Objection objection = new Objection("acct-9", Optional.of("We have a licence."), Optional.empty());
        TakedownCase reopened = assertInstanceOf(CaseChange.Done.class, desk.counter(number, objection, objected))
                .current();
        assertEquals(CaseState.REOPENED, reopened.state());
        assertEquals(Set.of("reviewer-1"), reopened.barredReviewers());
        assertEquals(Urgency.ON_TIME, reopened.urgency(objected));
        assertEquals(Urgency.DUE_SOON, reopened.urgency(objected.plus(Duration.ofDays(7))));
        // What others uploaded stays decided; what this account uploaded does not.
        assertEquals(
                List.of("F-000001"),
                desk.decisions(reopened).open().stream()
                        .map(one -> one.finding().id())
                        .toList());
        reviews.decide(1, 2, ReviewDecision.LICENSED, "reviewer-4");

        Instant late = objected.plus(Duration.ofDays(8));
        TakedownCase second = given(desk.answer(number, Recipient.REQUESTER, "", Language.EN, late))
                .current();
        assertEquals(Urgency.LATE, second.urgency(late));
        assertEquals(Urgency.KEPT, second.rounds().getFirst().urgency(late));
        String told = letter(desk.answer(number, Recipient.UPLOADER, "acct-9", Language.EN, late))
                .plain();
        assertTrue(told.contains("you objected") && told.contains("These stay"), told);
        TakedownCase closed = assertInstanceOf(CaseChange.Done.class, cases.close(number, false, late))
                .current();
        assertEquals(CaseState.CLOSED, closed.state());
        assertEquals(List.of(number), cases.toErase(late.plus(Duration.ofDays(30))));
    }

    private static String refused(Answer answer) {
        return assertInstanceOf(Answer.Refused.class, answer, answer.toString()).why();
    }

    @Test
    void aLicenceIsSpokenOfOnlyWhereOneIsRecorded() {
        String number = opened(RequesterRole.PERSON, "A. Person", "");
        CaseDesk desk = desk();
        findings.add(1, number, "drama-7", "3", "acct-9");
        findings.add(2, number, "drama-8", "1", "acct-9");
        findings.searched(number, "");
        cases.searched(number, NOW);
        reviews.licensed(1, 1, "reviewer-1", "L-000001");
        reviews.decide(2, 1, ReviewDecision.LICENSED, "reviewer-1");

        String requester = letter(desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW))
                .plain()
                .replaceAll("\\s+", " ");
        int recorded = requester.indexOf("a licence covers them, so they stay: ");
        int shown = requester.indexOf("No licence is recorded with us for them, but by what we were shown you agreed");
        assertTrue(0 < recorded && recorded < requester.indexOf("drama-7"), requester);
        assertTrue(requester.indexOf("drama-7") < shown && shown < requester.indexOf("drama-8"), requester);
        assertFalse(requester.contains("We did not find"), requester);
        String uploader = letter(desk.answer(number, Recipient.UPLOADER, "acct-9", Language.ZH, NOW))
                .plain()
                .replaceAll("\\s+", "");
        int allowed = uploader.indexOf("我们没有登记涵盖该使用的授权");
        assertTrue(uploader.indexOf("drama-7") < allowed && allowed < uploader.indexOf("drama-8"), uploader);
    }

    @Test
    void nothingFoundIsAnsweredWithWhatWasLookedAt() {
        String number = opened(RequesterRole.PERSON, "A. Person", "");
        CaseDesk desk = desk();
        assertInstanceOf(Answer.Refused.class, desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW));
        findings.searched(number, "drama-99");
        cases.searched(number, NOW);

        CaseLetter english = letter(desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW));
        CaseLetter chinese = letter(desk.answer(number, Recipient.REQUESTER, "", Language.ZH, NOW.plusSeconds(1)));

        String plain = english.plain().replaceAll("\\s+", " ");
        for (String said : List.of(
                "We did not find your face in what we looked at.",
                "37,600 videos of 1,000.0 hours, of which 98.7 % could be looked at",
                "3 videos that were scanned before 22 October 2026",
                "12 videos of which no record",
                "could not be read, or only in part: 2",
                "You named “drama-99”, episode “4”. We know of no video of that name.",
                "4 December 2026, 10:00 UTC",
                "to objections@example.org")) {
            assertTrue(plain.contains(said), () -> said + " is not in " + plain);
        }
        assertTrue(chinese.plain().contains("没有找到您的面部影像"), chinese.plain());
        assertTrue(chinese.plain().replaceAll("\\s+", "").contains("2026年12月4日10:00（UTC）之前"), chinese.plain());
        assertTrue(chinese.html().contains("lang=\"zh-CN\""));
    }

    @Test
    void aLetterTellsNobodyOfOthersAndNoSimilarity() {
        String number = decided();
        CaseDesk desk = desk();
        for (Language language : Language.values()) {
            CaseLetter requester = letter(desk.answer(number, Recipient.REQUESTER, "", language, NOW));
            CaseLetter uploader = letter(desk.answer(number, Recipient.UPLOADER, "acct-5", language, NOW));
            for (String text : List.of(requester.html(), requester.plain())) {
                assertFalse(text.contains("acct-"), text);
                assertTrue(text.contains("drama-7") && text.contains("drama-8") && text.contains("drama-9"), text);
                assertTrue(text.contains("00:12–00:25, 1:00:05–1:00:10"), text);
                assertFalse(text.contains("drama-10"), "what shows somebody else is told by number alone");
            }
            for (String text : List.of(uploader.html(), uploader.plain())) {
                assertFalse(text.contains("A. Person") || text.contains("a@example.org"), text);
                assertTrue(text.contains("drama-8") && text.contains("drama-9"), text);
                assertFalse(text.contains("drama-7") || text.contains("acct-9"), "of others' uploads nothing is said");
            }
            for (CaseLetter letter : List.of(requester, uploader)) {
                for (String number2 : List.of("0.7", "0.4", "0.3", "71", "0.71", "reviewer")) {
                    assertFalse(letter.plain().contains(number2), () -> number2 + " is in " + letter.plain());
                }
                assertTrue(letter.plain().contains("1019") || letter.plain().contains("一千零一十九"), letter.plain());
            }
        }
        assertTrue(refused(desk.answer(number, Recipient.UPLOADER, "acct-4", Language.EN, NOW))
                .contains("acct-5"));
    }

    /** The made-up decisions, with something that happens whenever one is asked for. */
    private Reviews asked(Runnable before) {
        return new Reviews() {
            @Override
            public Optional<Outcome> outcome(long finding, int round) {
                before.run();
                return reviews.outcome(finding, round);
            }

            @Override
            public List<Opinion> history(long finding, int round) {
                return reviews.history(finding, round);
            }

            @Override
            public ReviewState state(long finding, int round) {
                return reviews.state(finding, round);
            }
        };
    }

    @Test
    void whatIsChangedMeanwhileIsNotTakenForDecided() {
        String number = opened(RequesterRole.PERSON, "A. Person", "");
        findings.add(1, number, "drama-7", "3", "acct-9");
        findings.searched(number, "");
        cases.searched(number, NOW);
        reviews.decide(1, 1, ReviewDecision.CONFIRM, "reviewer-1");
        AtomicInteger looks = new AtomicInteger();
        Reviews changing = asked(() -> {
            if (looks.getAndIncrement() == 1) {
                reviews.pending(1, 1, "reviewer-2");
            }
        });

        CaseDesk desk = new CaseDesk(cases, findings, changing, TakedownSettings.defaults());

        assertEquals(CaseState.SEARCHED, desk.look(number, NOW).orElseThrow().state());
        assertTrue(refused(desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW))
                .contains("F-000001 PENDING_SECOND"));
    }

    @Test
    void nothingComesBetweenWhatALetterSaysAndItsBeingGiven() {
        String number = decided();
        Reviews held = asked(() -> assertTrue(TransactionSynchronizationManager.isActualTransactionActive()));
        CaseDesk desk = new CaseDesk(cases, findings, held, TakedownSettings.defaults());
        given(desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW));
        assertInstanceOf(
                CaseChange.Done.class,
                desk.counter(number, new Objection("acct-9", Optional.empty(), Optional.empty()), NOW));
    }

    @Test
    void theSameAnswerIsGivenOnce() {
        String number = decided();
        CaseDesk desk = desk();
        Answer.Given first = given(desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW));
        Answer.Given again = given(desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW.plusSeconds(99)));

        assertFalse(first.again());
        assertTrue(again.again());
        assertEquals(first.letter(), again.letter());
        assertEquals(1, cases.letters(number).size());
    }

    @Test
    void onlyWhoIsConcernedObjects() {
        String number = decided();
        CaseDesk desk = desk();
        Objection stranger = new Objection("acct-1", Optional.of("No."), Optional.empty());
        assertInstanceOf(CaseChange.Refused.class, desk.counter(number, stranger, NOW));
        given(desk.answer(number, Recipient.REQUESTER, "", Language.EN, NOW));
        assertInstanceOf(CaseChange.Refused.class, desk.counter(number, stranger, NOW));
        assertInstanceOf(
                CaseChange.Refused.class,
                desk.counter(number, new Objection("acct-4", Optional.empty(), Optional.empty()), NOW));
        assertInstanceOf(
                CaseChange.Done.class,
                desk.counter(number, new Objection("acct-5", Optional.empty(), Optional.empty()), NOW));
        assertInstanceOf(CaseChange.Unknown.class, desk.counter("C-000099", stranger, NOW));
    }

    @Test
    void whatOthersWroteStaysText() {
        String number = opened(RequesterRole.AGENT, "</bdi><script>alert(1)</script>{{number}}\u202e# x", "");
        assertEquals(CaseState.INCOMPLETE, cases.find(number).orElseThrow().state());
        cases.complete(
                number,
                new CaseRequest(
                        new Requester(
                                RequesterRole.AGENT,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        List.of(),
                        Optional.of(new CaseDocument(HOSTILE, new byte[] {1})),
                        Optional.empty(),
                        List.of(),
                        ""),
                NOW);
        // No database keeps half a character, so that no account has one.
        String account = HOSTILE.replace("\ud83d", "");
        findings.add(1, number, HOSTILE, HOSTILE, account);
        findings.searched(number, HOSTILE);
        cases.searched(number, NOW);
        reviews.decide(1, 1, ReviewDecision.CONFIRM, "reviewer-1");
        CaseDesk desk = desk("P</title><script>", "x{{date}}<img src=x onerror=alert(1)>");
        for (Language language : Language.values()) {
            for (CaseLetter letter : List.of(
                    letter(desk.answer(number, Recipient.REQUESTER, "", language, NOW)),
                    letter(desk.answer(number, Recipient.UPLOADER, account, language, NOW)))) {
                String html = letter.html();
                assertFalse(html.contains("<script") || html.contains("<img"), html);
                assertEquals(count("<bdi>", html), count("</bdi>", html), html);
                assertTrue(html.contains("{{number}}"), "a template's tag is text like any other");
                for (String text : List.of(html, letter.plain())) {
                    assertFalse(
                            Pattern.compile("[\\p{Cc}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069\\ue000\\ue001&&[^\\n]]")
                                    .matcher(text)
                                    .find(),
                            text);
                    assertFalse(text.contains("A".repeat(300)), "others' text is shortened");
                }
                assertFalse(Pattern.compile("(?m)^\\s*(#|-) ?(Forged|item)")
                        .matcher(letter.plain())
                        .find());
                assertTrue(letter.plain().lines().allMatch(line -> line.length() <= 72), letter.plain());
            }
        }
    }

    private static int count(String what, String text) {
        return text.split(Pattern.quote(what), -1).length - 1;
    }

    @Test
    void lettersReadLikeLetters() throws IOException {
        String number = decided();
        CaseDesk desk = desk();
        for (Language language : Language.values()) {
            CaseLetter requester = letter(desk.answer(number, Recipient.REQUESTER, "", language, NOW));
            CaseLetter uploader = letter(desk.answer(number, Recipient.UPLOADER, "acct-5", language, NOW));
            assertNotEquals(requester.plain(), uploader.plain());
            // For a look at them: -Dsosia.letters=FOLDER.
            String shown = System.getProperty("sosia.letters");
            if (shown != null) {
                Path out = Files.createDirectories(Path.of(shown));
                for (CaseLetter letter : List.of(requester, uploader)) {
                    String name = letter.recipient() + "-" + language.tag();
                    Files.writeString(out.resolve(name + ".html"), letter.html());
                    Files.writeString(out.resolve(name + ".txt"), letter.plain());
                }
            }
        }
    }

    @Test
    void linesBreakBetweenWordsAndChineseCharacters() {
        assertEquals(List.of("one two", "three"), LetterForm.wrapped("one two three", 8));
        assertEquals(List.of("abcdefgh", "ij"), LetterForm.wrapped("abcdefghij", 8));
        assertEquals(List.of("我们没有", "找到。"), LetterForm.wrapped("我们没有找到。", 8));
        assertEquals(List.of("我们没", "有，找到"), LetterForm.wrapped("我们没有，找到", 8));
        assertEquals(List.of(), LetterForm.wrapped("", 8));
    }
}
