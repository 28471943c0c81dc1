package io.sosia.jobs.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.retention.AuditedErasures;
import io.sosia.jobs.retention.ErasedSubject;
import io.sosia.jobs.retention.ErasureLog;
import io.sosia.jobs.retention.ErasureReason;
import io.sosia.models.merkle.CheckpointKey;
import io.sosia.models.merkle.LogProof;
import io.sosia.models.merkle.MerkleHash;
import io.sosia.models.merkle.TreeEdge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the audit log promises on every database. */
abstract class AuditContract {

    @TempDir
    private Path folder;

    private AuditHome home;

    /** The same database each time. */
    abstract RegisterDatabase database(Path folder) throws IOException;

    @BeforeEach
    void open() throws IOException {
        home = new AuditHome(folder, database(folder));
    }

    @AfterEach
    void close() {
        home.close();
    }

    private List<String> contents() {
        return home
                .sql()
                .sql("SELECT content FROM audit_entry ORDER BY number")
                .query((row, n) -> row.getBytes(1))
                .stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void theFirstEntrySaysThatTheKeyWasMade() {
        assertEquals(2, home.view("p-1").number());
        assertTrue(contents().getFirst().contains("\"kind\":\"KEY_CREATED\""));
        assertTrue(contents().getFirst().contains(home.signingKey().id()));
    }

    @Test
    void eachEntryComesWithACheckpointOverAllOfThem() {
        home.view("p-1");
        AuditPosition last = home.view("p-2");
        TreeEdge edge = TreeEdge.empty();
        for (String content : contents()) {
            edge = edge.append(MerkleHash.ofLeaf(content.getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(3, last.checkpoint().checkpoint().size());
        assertEquals(edge.root(), last.checkpoint().checkpoint().root());
        assertTrue(
                last.checkpoint().signedBy(CheckpointKey.parse(home.signingKey().publicKeyPem())));
    }

    @Test
    void nobodyStandsInTheLogByName() {
        home.trail()
                .record(new AuditEvent(
                        AuditKind.CASE_OPENED,
                        "ada",
                        List.of(AuditSubject.requester("Zenobia Q"), AuditSubject.person("p-17")),
                        Map.of("case", "C-000001")));
        String content = contents().getLast();
        assertTrue(content.contains("C-000001"));
        for (String value : List.of("ada\"", "Zenobia", "p-17")) {
            assertFalse(content.contains(value), value);
        }
    }

    @Test
    void aSubjectHasOneCommitmentUntilTheyAreForgotten() {
        home.view("p-1");
        home.view("p-1");
        home.view("p-2");
        List<String> before = contents();
        assertEquals(commitment(before.get(1)), commitment(before.get(2)));
        assertNotEquals(commitment(before.get(1)), commitment(before.get(3)));

        assertTrue(home.trail().forget(AuditSubject.person("p-1"), "ada"));
        assertFalse(home.trail().forget(AuditSubject.person("p-1"), "ada"));
        home.view("p-1");

        List<String> after = contents();
        assertEquals(before, after.subList(0, before.size()));
        assertTrue(after.get(4).contains("SUBJECT_FORGOTTEN"));
        assertNotEquals(commitment(before.get(1)), commitment(after.get(5)));
        assertEquals(6, after.size());
    }

    @Test
    void whoAskedIsForgottenWithTheLastOfTheirCases() {
        ask("C-000001", "Zenobia");
        ask("C-000002", "Zenobia");
        ask("C-000002", "Yan");
        home.trail().record(AuditEvent.of(AuditKind.CASE_ERASED, "ada", Map.of("case", "C-000001")));
        assertEquals(0, home.trail().forgetCase("C-000001", "ada"), "one of hers is left");
        home.trail().record(AuditEvent.of(AuditKind.CASE_ERASED, "ada", Map.of("case", "C-000002")));
        assertEquals(2, home.trail().forgetCase("C-000002", "ada"));
        assertEquals(0, home.trail().forgetCase("C-000002", "ada"));
        assertTrue(home.trail().verify(Optional.empty()).whole());
    }

    @Test
    void anErasedCaseIsForgottenWithWhoeverAppearsNowhereElse() {
        ask("C-000001", "Zenobia");
        upload("C-000001", "uploader-1");
        upload("C-000001", "uploader-2");
        upload("C-000001", "uploader-3");
        upload("C-000001", "ada");
        upload("C-000002", "uploader-2");
        home.trail()
                .record(new AuditEvent(
                        AuditKind.LICENCE_ADDED, "ada", List.of(AuditSubject.account("uploader-3")), Map.of()));
        ErasureLog log = new AuditedErasures(home.trail(), "ada");

        log.erased(new ErasedSubject.OfCase("C-000001"), "E-000001", ErasureReason.CASE_CLOSED, Map.of());
        assertEquals(Set.of("uploader-2", "uploader-3", "ada"), known());
        log.erased(new ErasedSubject.OfCase("C-000002"), "E-000002", ErasureReason.REQUESTED, Map.of());
        assertEquals(Set.of("uploader-3", "ada"), known());
        assertTrue(home.trail().verify(Optional.empty()).whole());
    }

    private Set<String> known() {
        Set<String> known = new TreeSet<>();
        home.trail()
                .entries(
                        AuditFilter.all(), entry -> entry.subjects().forEach(subject -> subject.ifPresent(known::add)));
        return known;
    }

    private void upload(String number, String account) {
        home.trail()
                .record(new AuditEvent(
                        AuditKind.CASE_CHANGED, "ada", List.of(AuditSubject.account(account)), Map.of("case", number)));
    }

    private void ask(String number, String requester) {
        home.trail()
                .record(new AuditEvent(
                        AuditKind.CASE_OPENED,
                        "ada",
                        List.of(AuditSubject.requester(requester)),
                        Map.of("case", number)));
    }

    @Test
    void proofsFromEveryEntryToEverySizeHold() {
        for (int n = 0; n < 6; n++) {
            home.view("p-" + n);
        }
        CheckpointKey key = CheckpointKey.parse(home.trail().publicKeyPem());
        for (long size = 1; size <= 7; size++) {
            for (long number = 1; number <= size; number++) {
                assertHolds(home.trail().prove(number, Optional.of(size)), key);
                assertHolds(home.trail().proveGrowth(number, size), key);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> home.trail().prove(8, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> home.trail().proveGrowth(0, 7));
    }

    private static void assertHolds(LogProof proof, CheckpointKey key) {
        assertEquals(new LogProof.Check.Holds(), LogProof.parse(proof.text()).check(key));
    }

    private static String commitment(String content) {
        return content.replaceFirst(".*\"subjects\":\\[\\{\"commitment\":\"([0-9a-f]{64}).*", "$1");
    }

    @Test
    void anEntryGoesWithItsTransaction() {
        home.view("p-1");
        TransactionTemplate transaction = new TransactionTemplate(
                new JdbcTransactionManager(home.database().dataSource()));
        transaction.executeWithoutResult(status -> {
            home.view("p-2");
            status.setRollbackOnly();
        });
        assertEquals(2, contents().size());
        assertEquals(3, home.view("p-3").number());
    }

    @Test
    void settingsAreNotedWhereTheyDiffer() {
        Map<String, String> settings = Map.of("scan.longSide", "960", "database.url", "\"secret-place\"");
        String digest = home.trail().noteSettings(new TreeMap<>(settings), "ada");
        assertEquals(digest, home.trail().noteSettings(new TreeMap<>(settings), "bob"));
        assertEquals(2, contents().size());
        TreeMap<String, String> other = new TreeMap<>(settings);
        other.put("scan.longSide", "640");
        other.put("scan.more", "1");
        assertNotEquals(digest, home.trail().noteSettings(other, "ada"));
        assertEquals(3, contents().size());
        assertTrue(contents().getLast().contains("\"changed\":\"scan.longSide, scan.more\""));
        contents().forEach(content -> assertFalse(content.contains("secret-place")));
    }

    @Test
    void manyWritersMakeOneTreeWithoutGaps() throws Exception {
        int writers = 4;
        int each = 15;
        // A pool and a log of its own, as another process has.
        try (AuditHome other = new AuditHome(folder, database(folder));
                ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            List<Callable<Void>> work = IntStream.range(0, writers)
                    .<Callable<Void>>mapToObj(writer -> () -> {
                        for (int n = 0; n < each; n++) {
                            (writer % 2 == 0 ? home : other).view("p-" + writer);
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        }
        List<String> contents = contents();
        assertEquals(1 + writers * each, contents.size());
        TreeEdge edge = TreeEdge.empty();
        for (String content : contents) {
            edge = edge.append(MerkleHash.ofLeaf(content.getBytes(StandardCharsets.UTF_8)));
            assertTrue(content.contains("\"number\":" + edge.size() + ","));
        }
        assertEquals(
                edge.append(MerkleHash.ofLeaf(new byte[0])).size(),
                home.view("p-9").number());
    }

    @Test
    void nothingIsSignedOverWhatOthersWrote() {
        home.view("p-1");
        home.sql().sql("UPDATE audit_log SET size = 1").update();
        assertThrows(AuditDamagedException.class, () -> home.view("p-2"));
        home.sql().sql("DELETE FROM audit_log").update();
        assertThrows(AuditDamagedException.class, () -> home.view("p-2"));
    }
}
