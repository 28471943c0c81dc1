package io.sosia.jobs.takedown;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.SqlSubjectKeys;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.config.TakedownSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What every store of cases keeps, whichever database it lives in. */
abstract class CaseContract {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path folder;

    private RegisterDatabase database;
    private SqlSubjectKeys keys;
    private StoredCases cases;

    abstract RegisterDatabase database(Path folder) throws IOException;

    @BeforeEach
    void open() throws Exception {
        database = database(folder);
        keys = database.subjectKeys(MasterKey.find(folder.resolve("master.json"), Map.of(), true));
        cases = StoredCases.open(database, keys, TakedownSettings.defaults());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Requester requester(String contact) {
        return new Requester(
                RequesterRole.PERSON,
                Optional.of("A. Person"),
                Optional.of(contact),
                Optional.of("passport"),
                Optional.of("reviewer-3"),
                Optional.of("That is my face."));
    }

    private static CaseRequest request(String contact) {
        return new CaseRequest(
                requester(contact),
                List.of(new CasePhoto("me.jpg", JPEG)),
                Optional.empty(),
                Optional.of(new PersonId("p-17")),
                List.of(
                        NamedPlace.parse("drama-7:3@12:31"),
                        new NamedPlace("drama-8", Optional.empty(), Optional.empty())),
                "CN");
    }

    private String opened(String contact) {
        return assertInstanceOf(Opening.Opened.class, cases.open(request(contact), DeadlinePolicy.preset(), NOW))
                .opened()
                .number();
    }

    private static TakedownCase done(CaseChange change) {
        return assertInstanceOf(CaseChange.Done.class, change).current();
    }

    private static CaseLetter letter(int round, Recipient recipient, String account, Instant at) {
        return new CaseLetter(round, recipient, account, CaseLetter.Language.EN, at, "<p>page</p>", "text");
    }

    @Test
    void whatWasAskedIsThere() {
        String number = opened("a@example.org");

        assertEquals("C-000001", number);
        TakedownCase found = cases.find(number).orElseThrow();
        assertEquals(CaseState.OPEN, found.state());
        assertEquals(List.of(), found.missing());
        assertEquals(NOW.plus(Duration.ofDays(2)), found.due().due());
        assertEquals(NOW.plus(Duration.ofHours(36)), found.due().warnFrom());
        assertEquals(DeadlinePolicy.preset(), found.policy());
        assertEquals(Optional.of(new PersonId("p-17")), found.person());
        assertEquals("CN", found.territory());
        assertEquals(request("a@example.org").named(), found.named());
        assertEquals(Optional.of(requester("a@example.org")), cases.requester(number));
        CasePhoto photo = cases.photos(number).getFirst();
        assertEquals("me.jpg", photo.name());
        assertArrayEquals(JPEG, photo.bytes());
        assertEquals(List.of(found), cases.all());
        assertTrue(cases.isOpen(number));
        assertEquals(List.of(new CaseEvent(NOW, 1, CaseEvent.Kind.OPENED, CaseState.OPEN)), cases.history(number));
    }

    @Test
    void numbersThatAreNoneAreNoCase() {
        opened("a@example.org");
        for (String number :
                List.of("C-000002", "C-1", "", "C-9999999999999999999", "'; DROP TABLE takedown_case; --")) {
            assertEquals(Optional.empty(), cases.find(number));
            assertFalse(cases.isOpen(number));
            assertEquals(List.of(), cases.photos(number));
            assertEquals(Optional.empty(), cases.requester(number));
            assertInstanceOf(CaseChange.Unknown.class, cases.close(number, true, NOW));
        }
    }

    @Test
    void theSameRequestOpensNoSecondCaseWhileTheFirstRuns() {
        String first = opened("a@example.org");
        Opening again = cases.open(request("a@example.org"), DeadlinePolicy.preset(), NOW.plusSeconds(60));

        assertEquals(
                first, assertInstanceOf(Opening.AlreadyOpen.class, again).open().number());
        assertEquals(1, cases.all().size());
        cases.close(first, true, NOW.plusSeconds(70));
        assertInstanceOf(
                Opening.Opened.class,
                cases.open(request("a@example.org"), DeadlinePolicy.preset(), NOW.plusSeconds(80)));
        assertNotEquals(first, opened("b@example.org"));
    }

    @Test
    void anIncompleteCaseHasItsClockAndIsCompleted() {
        CaseRequest bare = new CaseRequest(
                new Requester(
                        RequesterRole.AGENT,
                        Optional.of("Agency"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "");
        TakedownCase opened = assertInstanceOf(Opening.Opened.class, cases.open(bare, DeadlinePolicy.preset(), NOW))
                .opened();
        String number = opened.number();
        assertEquals(CaseState.INCOMPLETE, opened.state());
        assertEquals(List.of(Missing.CONTACT, Missing.IDENTITY_CHECK, Missing.MANDATE, Missing.FACE), opened.missing());
        assertEquals(NOW.plus(Duration.ofDays(2)), opened.due().due());
        assertFalse(cases.isOpen(number));
        assertThrows(CaseStepRefusedException.class, () -> cases.searched(number, NOW));

        CaseRequest half = new CaseRequest(
                new Requester(
                        RequesterRole.PERSON,
                        Optional.empty(),
                        Optional.of("agency@example.org"),
                        Optional.of("passport"),
                        Optional.of("reviewer-3"),
                        Optional.empty()),
                List.of(),
                Optional.of(new CaseDocument("mandate.pdf", new byte[] {9})),
                Optional.empty(),
                List.of(),
                "");
        TakedownCase after = done(cases.complete(number, half, NOW.plusSeconds(10)));
        assertEquals(CaseState.INCOMPLETE, after.state());
        assertEquals(List.of(Missing.FACE), after.missing());
        assertEquals(RequesterRole.AGENT, cases.requester(number).orElseThrow().role());

        TakedownCase whole = done(cases.complete(
                number,
                new CaseRequest(
                        new Requester(
                                RequesterRole.AGENT,
                                Optional.of("Agency"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        List.of(new CasePhoto("a.jpg", JPEG), new CasePhoto("same.jpg", JPEG)),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        ""),
                NOW.plusSeconds(20)));
        assertEquals(CaseState.OPEN, whole.state());
        assertEquals(opened.due(), whole.due());
        assertEquals(1, cases.photos(number).size());
        assertEquals("mandate.pdf", cases.mandate(number).orElseThrow().name());
        CaseChange.Refused refused =
                assertInstanceOf(CaseChange.Refused.class, cases.complete(number, half, NOW.plusSeconds(30)));
        assertTrue(refused.why().contains("nothing is missing"), refused.why());
    }

    @Test
    void whatIsThereIsNotReplaced() {
        CaseRequest unchecked = new CaseRequest(
                new Requester(
                        RequesterRole.PERSON,
                        Optional.of("A"),
                        Optional.of("a@example.org"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(new CasePhoto("a.jpg", JPEG)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "");
        String number = assertInstanceOf(Opening.Opened.class, cases.open(unchecked, DeadlinePolicy.preset(), NOW))
                .opened()
                .number();
        CaseChange.Refused refused =
                assertInstanceOf(CaseChange.Refused.class, cases.complete(number, request("other@example.org"), NOW));
        assertTrue(refused.why().contains("another requester and contact"), refused.why());
        assertEquals(CaseState.INCOMPLETE, cases.find(number).orElseThrow().state());
    }

    @Test
    void aRequesterOpensSoManyCasesAndNoMore() {
        for (int i = 0; i < 5; i++) {
            CaseRequest one = request("  A@Example.ORG ");
            CaseRequest distinct = new CaseRequest(
                    one.requester(),
                    one.photos(),
                    one.mandate(),
                    one.person(),
                    List.of(NamedPlace.parse("work-" + i)),
                    "");
            assertInstanceOf(Opening.Opened.class, cases.open(distinct, DeadlinePolicy.preset(), NOW.plusSeconds(i)));
        }
        Opening.TooMany many = assertInstanceOf(
                Opening.TooMany.class,
                cases.open(request("a@example.org"), DeadlinePolicy.preset(), NOW.plusSeconds(9)));
        assertEquals(5, many.most());
        assertEquals(NOW.plus(Duration.ofDays(30)), many.next());
        assertEquals(5, cases.all().size());
        opened("somebody-else@example.org");
        assertInstanceOf(
                Opening.Opened.class, cases.open(request("a@example.org"), DeadlinePolicy.preset(), many.next()));
    }

    @Test
    void limitsNameThemselvesAndTheValue() {
        CaseRequest one = request("a@example.org");
        List<CasePhoto> many = java.util.stream.IntStream.range(0, 11)
                .mapToObj(i -> new CasePhoto("p" + i, new byte[] {(byte) i}))
                .toList();
        IllegalArgumentException photos = assertThrows(
                IllegalArgumentException.class,
                () -> cases.open(
                        new CaseRequest(one.requester(), many, Optional.empty(), Optional.empty(), List.of(), ""),
                        DeadlinePolicy.preset(),
                        NOW));
        assertTrue(
                String.valueOf(photos.getMessage()).matches(".*\\b10\\b.*takedowns.photos.*\\b11"),
                photos.getMessage());
        assertEquals(List.of(), cases.all());
    }

    @Test
    void aCaseGoesThroughItsLife() {
        String number = opened("a@example.org");
        Instant at = NOW;

        assertInstanceOf(CaseChange.Refused.class, cases.decided(number, at));
        assertInstanceOf(CaseChange.Refused.class, cases.answered(number, letter(1, Recipient.REQUESTER, "", at)));
        at = at.plusSeconds(10);
        cases.searched(number, at);
        assertInstanceOf(CaseChange.Refused.class, cases.answered(number, letter(1, Recipient.REQUESTER, "", at)));
        assertInstanceOf(CaseChange.Refused.class, cases.close(number, false, at));
        at = at.plusSeconds(10);
        assertEquals(CaseState.DECIDED, done(cases.decided(number, at)).state());
        assertEquals(
                CaseState.DECIDED,
                done(cases.answered(number, letter(1, Recipient.UPLOADER, "acct-9", at)))
                        .state());
        Instant answered = at.plusSeconds(10);
        assertEquals(
                CaseState.ANSWERED,
                done(cases.answered(number, letter(1, Recipient.REQUESTER, "", answered)))
                        .state());
        // The same again is the same letter, and the first date stays.
        done(cases.answered(number, letter(1, Recipient.REQUESTER, "", answered.plusSeconds(99))));
        assertEquals(2, cases.letters(number).size());
        assertEquals(answered, cases.letters(number).getLast().given());
        assertThrows(CaseStepRefusedException.class, () -> cases.searched(number, answered));
        assertFalse(cases.isOpen(number));

        Instant objected = answered.plusSeconds(100);
        Objection objection = new Objection(
                "acct-9", Optional.of("We hold a licence."), Optional.of(new CaseDocument("l.pdf", new byte[] {7})));
        TakedownCase reopened = done(cases.counter(number, objection, Set.of("reviewer-1"), objected));
        assertEquals(CaseState.REOPENED, reopened.state());
        assertEquals(2, reopened.round());
        assertEquals(Optional.of("acct-9"), reopened.contestedBy());
        assertEquals(Set.of("reviewer-1"), reopened.barredReviewers());
        assertEquals(
                objected.plus(DeadlinePolicy.preset().counter()), reopened.due().due());
        Objection kept = cases.objection(number, 2).orElseThrow();
        assertEquals(objection.statement(), kept.statement());
        assertArrayEquals(new byte[] {7}, kept.document().orElseThrow().bytes());
        assertTrue(cases.isOpen(number));
        assertInstanceOf(CaseChange.Refused.class, cases.counter(number, objection, Set.of(), objected.plusSeconds(1)));

        cases.searched(number, objected.plusSeconds(10));
        done(cases.decided(number, objected.plusSeconds(20)));
        done(cases.answered(number, letter(2, Recipient.REQUESTER, "", objected.plusSeconds(30))));
        TakedownCase closed = done(cases.close(number, false, objected.plusSeconds(40)));
        assertEquals(CaseState.CLOSED, closed.state());
        assertEquals(Optional.of(objected.plusSeconds(40).plus(Duration.ofDays(30))), closed.eraseAfter());
        assertEquals(List.of(), cases.toErase(objected));
        assertEquals(List.of(number), cases.toErase(closed.eraseAfter().orElseThrow()));
        assertEquals(
                List.of(
                        CaseEvent.Kind.OPENED,
                        CaseEvent.Kind.SEARCHED,
                        CaseEvent.Kind.DECIDED,
                        CaseEvent.Kind.ANSWERED,
                        CaseEvent.Kind.ANSWERED,
                        CaseEvent.Kind.COUNTERED,
                        CaseEvent.Kind.SEARCHED,
                        CaseEvent.Kind.DECIDED,
                        CaseEvent.Kind.ANSWERED,
                        CaseEvent.Kind.CLOSED),
                cases.history(number).stream().map(CaseEvent::kind).toList());
    }

    @Test
    void anObjectionComesInTime() {
        String number = opened("a@example.org");
        cases.searched(number, NOW);
        cases.decided(number, NOW);
        TakedownCase answered = done(cases.answered(number, letter(1, Recipient.REQUESTER, "", NOW)));
        Instant until = answered.objectionsUntil().orElseThrow();
        Objection objection = new Objection("acct-9", Optional.of("No."), Optional.empty());

        CaseChange.Refused late = assertInstanceOf(
                CaseChange.Refused.class, cases.counter(number, objection, Set.of(), until.plusMillis(1)));
        assertTrue(late.why().contains(until.toString()), late.why());
        done(cases.close(number, false, NOW));
        assertEquals(
                CaseState.REOPENED,
                done(cases.counter(number, objection, Set.of(), until)).state());
        assertEquals(Optional.empty(), cases.find(number).orElseThrow().closed());
    }

    @Test
    void anErasedCaseLeavesNumberDatesAndStates() {
        String number = opened("a@example.org");
        assertInstanceOf(CaseChange.Refused.class, cases.erase(number, NOW));
        done(cases.close(number, true, NOW.plusSeconds(1)));

        TakedownCase erased = done(cases.erase(number, NOW.plusSeconds(2)));

        assertEquals(Optional.of(NOW.plusSeconds(2)), erased.erased());
        assertEquals(NOW, erased.opened());
        assertEquals(CaseState.CLOSED, erased.state());
        assertEquals(List.of(), erased.named());
        assertEquals(Optional.empty(), erased.person());
        assertEquals(Optional.empty(), cases.requester(number));
        assertEquals(List.of(), cases.photos(number));
        assertEquals(Optional.empty(), keys.find(SubjectKeys.ofCase(number)));
        assertEquals(erased, done(cases.erase(number, NOW.plusSeconds(3))));
        assertEquals(List.of(), cases.toErase(NOW.plus(Duration.ofDays(365))));
        assertEquals(3, cases.history(number).size());
    }

    @Test
    void aKeyThatIsGoneReadsAsAbsent() {
        String number = opened("a@example.org");
        keys.destroy(SubjectKeys.ofCase(number));

        assertEquals(Optional.empty(), cases.requester(number));
        assertEquals(List.of(), cases.photos(number));
        assertEquals(CaseState.OPEN, cases.find(number).orElseThrow().state());
    }

    @Test
    void whatIsSealedCannotBeMovedOrChanged() {
        String one = opened("a@example.org");
        String other = opened("b@example.org");
        JdbcClient.create(database.dataSource())
                .sql("UPDATE takedown_case SET requester ="
                        + " (SELECT requester FROM takedown_case WHERE case_number = 1) WHERE case_number = 2")
                .update();

        assertTrue(cases.requester(one).isPresent());
        CaseDamagedException named = assertThrows(CaseDamagedException.class, () -> cases.requester(other));
        assertTrue(String.valueOf(named.getMessage()).contains(other), named.getMessage());
    }

    @Test
    void aStepIsUndoneWithTheCallersTransaction() {
        String number = opened("a@example.org");
        new TransactionTemplate(new JdbcTransactionManager(database.dataSource())).executeWithoutResult(status -> {
            cases.searched(number, NOW);
            status.setRollbackOnly();
        });

        assertEquals(CaseState.OPEN, cases.find(number).orElseThrow().state());
        assertEquals(1, cases.history(number).size());
    }

    @Test
    void whoAsksIsNowhereInThePlain() {
        opened("someone@example.org");
        for (String table :
                List.of("takedown_case", "takedown_round", "takedown_document", "takedown_asked", "takedown_event")) {
            JdbcClient.create(database.dataSource())
                    .sql("SELECT * FROM " + table)
                    .query()
                    .listOfRows()
                    .forEach(row -> row.values().forEach(value -> {
                        String text = value instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.ISO_8859_1)
                                : String.valueOf(value);
                        for (String secret :
                                List.of("someone@example.org", "A. Person", "That is my face", "me.jpg", "passport")) {
                            assertFalse(text.contains(secret), table + " holds " + secret);
                        }
                    }));
        }
    }
}
