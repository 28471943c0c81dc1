package io.sosia.jobs.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.models.merkle.Checkpoint;
import io.sosia.models.merkle.CheckpointKey;
import io.sosia.models.merkle.MerkleHash;
import io.sosia.models.merkle.TreeEdge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whatever is changed in a log is found, and named. */
class AuditDamageTest {

    private static final List<String> TABLES = List.of("audit_log", "audit_entry", "audit_subject");

    private static final String PLACE = "place";

    @TempDir
    private Path folder;

    private AuditHome home;

    @BeforeEach
    void log() {
        home = AuditHome.sqlite(folder);
        home.trail().noteSettings(Map.of("scan.longSide", "960"), "ada");
        for (String person : List.of("p-1", "p-2", "p-1", "p-3")) {
            home.view(person);
        }
        home.trail().forget(AuditSubject.person("p-2"), "ada");
    }

    @AfterEach
    void close() {
        home.close();
    }

    private List<AuditDamage> damages() {
        return home.trail().verify(Optional.empty()).damages();
    }

    private static boolean named(List<AuditDamage> damages, String what) {
        return damages.stream().anyMatch(damage -> damage.what().contains(what));
    }

    @Test
    void aLogThatNobodyTouchedIsWhole() {
        AuditReport report = home.trail().verify(Optional.empty());
        assertEquals(List.of(), report.damages());
        assertEquals(7, report.entries());
        assertEquals(4, report.subjects(), "two people, who views, and who makes keys");
    }

    @Test
    void everyByteOfEveryColumnOfEveryRowIsMissed() {
        home.close();
        // No more than it takes for each kind of row: each byte costs a verification.
        home = AuditHome.sqlite(folder.resolve("small"));
        home.trail().noteSettings(Map.of("scan.longSide", "960"), "ada");
        home.view("p-1");
        home.trail().forget(AuditSubject.person("p-1"), "ada");
        int changed = 0;
        for (String table : TABLES) {
            for (Map<String, Object> row : rows(table)) {
                for (Map.Entry<String, Object> column : row.entrySet()) {
                    if (!column.getKey().equals(PLACE)) {
                        changed += flipAll(table, row, column.getKey(), column.getValue());
                    }
                }
            }
        }
        assertTrue(changed > 2_000, "changed " + changed);
        assertEquals(List.of(), damages(), "all was put back");
    }

    /** Each with SQLite's own number for it; columns that are null have nothing to be changed. */
    private List<Map<String, Object>> rows(String table) {
        return home.sql().sql("SELECT rowid AS " + PLACE + ", * FROM " + table).query().listOfRows().stream()
                .map(row -> {
                    Map<String, Object> filled = new LinkedHashMap<>();
                    row.forEach((column, value) -> {
                        if (value != null) {
                            filled.put(column, value);
                        }
                    });
                    return filled;
                })
                .toList();
    }

    private int flipAll(String table, Map<String, Object> row, String column, Object value) {
        Object place = Objects.requireNonNull(row.get(PLACE));
        int flips = bytes(value).length;
        // Rolled back and not put back: no change has to reach the disk.
        TransactionTemplate undone = new TransactionTemplate(
                new JdbcTransactionManager(home.database().dataSource()));
        for (int at = 0; at < flips; at++) {
            Object changed = flipped(value, at);
            List<AuditDamage> damages = Objects.requireNonNull(undone.execute(status -> {
                status.setRollbackOnly();
                set(table, place, column, changed);
                return damages();
            }));
            String where = table + " " + place + " " + column + " byte " + at;
            assertTrue(named(damages, expected(table, row)), () -> where + ": " + damages);
        }
        return flips;
    }

    /** What the damage must be called. */
    private static String expected(String table, Map<String, Object> row) {
        return switch (table) {
            case "audit_log" -> "log's end";
            case "audit_entry" -> String.valueOf(row.get("number"));
            default -> "record of subject";
        };
    }

    private void set(String table, Object place, String column, Object value) {
        home.sql()
                .sql("UPDATE " + table + " SET " + column + " = ? WHERE rowid = ?")
                .params(value, place)
                .update();
    }

    private static byte[] bytes(Object value) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case Number number -> new byte[1];
            default -> value.toString().getBytes(UTF_8);
        };
    }

    private static Object flipped(Object value, int at) {
        if (value instanceof Number number) {
            return number.longValue() + 1_000;
        }
        byte[] bytes = bytes(value).clone();
        bytes[at] ^= 1;
        return value instanceof byte[] ? bytes : new String(bytes, UTF_8);
    }

    @Test
    void bytesOfTheDatabaseFileAreMissedToo() throws IOException {
        List<byte[]> stored = new ArrayList<>();
        home.sql()
                .sql("SELECT content, leaf FROM audit_entry")
                .query((row, n) -> {
                    stored.add(row.getBytes(1));
                    return stored.add(row.getBytes(2));
                })
                .list();
        home.sql()
                .sql("SELECT sealed FROM audit_subject")
                .query((row, n) -> stored.add(row.getBytes(1)))
                .list();
        home.sql()
                .sql("SELECT checkpoint, edge FROM audit_log")
                .query((row, n) -> {
                    stored.add(row.getString(1).getBytes(UTF_8));
                    return stored.add(row.getBytes(2));
                })
                .list();
        home.close();
        Path file = folder.resolve("sosia.db");
        byte[] database = Files.readAllBytes(file);
        int found = 0;
        for (byte[] bytes : stored) {
            int place = indexOf(database, bytes);
            assertTrue(place >= 0, "closing writes the log of changes back into the file");
            // In the middle: each try opens the database anew.
            int at = place + bytes.length / 2;
            flip(file, at, (byte) (database[at] ^ 4));
            home = AuditHome.sqlite(folder);
            try {
                assertFalse(damages().isEmpty());
            } catch (RegisterUnavailableException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("damaged"), "SQLite noticed itself");
            }
            home.close();
            flip(file, at, database[at]);
            found++;
        }
        assertTrue(found >= 2 * 7 + 4 + 2, "tried " + found);
        home = AuditHome.sqlite(folder);
        assertEquals(List.of(), damages());
    }

    private static void flip(Path file, long at, byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {value}), at);
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at <= all.length - part.length; at++) {
            int same = 0;
            while (same < part.length && all[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return at;
            }
        }
        return -1;
    }

    @Test
    void removedEntriesAreNamed() {
        home.sql().sql("DELETE FROM audit_entry WHERE number = 7").update();
        assertTrue(named(damages(), "entry 7"));
        home.sql().sql("DELETE FROM audit_entry WHERE number IN (3, 4)").update();
        assertTrue(named(damages(), "entries 3 to 4"));
    }

    @Test
    void swappedEntriesAreNamed() {
        home.sql().sql("UPDATE audit_entry SET number = 99 WHERE number = 3").update();
        home.sql().sql("UPDATE audit_entry SET number = 3 WHERE number = 4").update();
        home.sql().sql("UPDATE audit_entry SET number = 4 WHERE number = 99").update();
        List<AuditDamage> damages = damages();
        assertTrue(named(damages, "entry 3"));
        assertTrue(named(damages, "entry 4"));
    }

    @Test
    void anEntryThatWasChangedTogetherWithItsHashIsNoticed() {
        byte[] content = entry(3);
        String other = new String(content, UTF_8).replace("VIEWED", "DECIDED");
        home.sql()
                .sql("UPDATE audit_entry SET content = ?, leaf = ? WHERE number = 3")
                .params(
                        other.getBytes(UTF_8),
                        MerkleHash.ofLeaf(other.getBytes(UTF_8)).bytes())
                .update();
        assertTrue(named(damages(), "entries 1 to 7"));
    }

    private byte[] entry(long number) {
        return home.sql()
                .sql("SELECT content FROM audit_entry WHERE number = ?")
                .param(number)
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    @Test
    void anEntryBehindTheLastSignedOneIsNamedAndStopsTheLog() {
        byte[] forged = new String(entry(7), UTF_8)
                .replace("\"number\":7", "\"number\":8")
                .getBytes(UTF_8);
        home.sql()
                .sql("INSERT INTO audit_entry (number, content, leaf) VALUES (8, ?, ?)")
                .params(forged, MerkleHash.ofLeaf(forged).bytes())
                .update();
        assertTrue(named(damages(), "entry 8"));

        // With the end moved too, as far as somebody can who has no key.
        TreeEdge edge = TreeEdge.empty();
        for (long number = 1; number <= 8; number++) {
            edge = edge.append(MerkleHash.ofLeaf(entry(number)));
        }
        home.sql()
                .sql("UPDATE audit_log SET size = 8, edge = ?")
                .param(edge.toBytes())
                .update();
        assertTrue(named(damages(), "log's end"));
        try {
            home.view("p-1");
            throw new AssertionError("it signed what it had not written");
        } catch (AuditDamagedException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("checkpoint"));
        }
    }

    @Test
    void aSubjectsRecordThatWasTakenAwayIsNoticedAndOneThatWasForgottenIsNot() {
        home.sql()
                .sql("DELETE FROM audit_subject WHERE commitment = ?")
                .param(commitment(6))
                .update();
        assertTrue(named(damages(), "record of subject (" + commitment(6)));
        assertFalse(named(damages(), commitment(4)), "p-2 was forgotten");
    }

    private String commitment(long number) {
        return AuditEntry.parse(entry(number)).subjects().getFirst().commitment();
    }

    @Test
    void aLogThatWasShortenedOrWrittenAnewIsKnownByACheckpointKeptElsewhere() {
        Checkpoint.Signed early = home.trail().prove(1, Optional.of(4L)).checkpoint();
        Checkpoint.Signed kept = home.trail().checkpoint().orElseThrow();
        assertEquals(List.of(), home.trail().verify(Optional.of(early)).damages());
        assertEquals(List.of(), home.trail().verify(Optional.of(kept)).damages());

        // What somebody can do who has the master key as well: sign a shorter log.
        CheckpointKey key = CheckpointKey.parse(home.trail().publicKeyPem());
        TreeEdge edge = TreeEdge.empty();
        for (long number = 1; number <= 6; number++) {
            edge = edge.append(MerkleHash.ofLeaf(entry(number)));
        }
        Checkpoint.Signed forged =
                new Checkpoint(kept.checkpoint().origin(), 6, edge.root()).sign(key, home.signingKey()::sign);
        home.sql().sql("DELETE FROM audit_entry WHERE number = 7").update();
        home.sql()
                .sql("UPDATE audit_log SET size = 6, edge = ?, checkpoint = ?")
                .params(edge.toBytes(), forged.text())
                .update();
        assertTrue(damages().stream().allMatch(damage -> damage.what().startsWith("record")));
        assertEquals(
                List.of(),
                home.trail().verify(Optional.of(early)).damages().stream()
                        .filter(damage -> damage.what().contains("checkpoint"))
                        .toList());
        assertTrue(named(home.trail().verify(Optional.of(kept)).damages(), "checkpoint to compare with"));

        // And another history of the same length.
        home.view("p-4");
        assertEquals(7, home.trail().checkpoint().orElseThrow().checkpoint().size());
        assertTrue(named(home.trail().verify(Optional.of(kept)).damages(), "checkpoint to compare with"));
        assertFalse(named(home.trail().verify(Optional.of(early)).damages(), "checkpoint to compare with"));
    }

    @Test
    void shortIdsAreNotFoundByTryingThemAll() {
        String commitment = commitment(3);
        for (int n = 0; n < 1_000; n++) {
            String id = String.format(Locale.ROOT, "PERSON:p-%d", n);
            assertFalse(commitment.equals(io.sosia.models.digest.Sha256.of(id)));
            assertFalse(commitment.equals(Commitments.keyed(new byte[32], id)));
        }
        // What would be needed lies nowhere in the open: neither value nor salt.
        String person = "somebody-with-a-long-id";
        home.view(person);
        for (String table : TABLES) {
            for (Map<String, Object> row : rows(table)) {
                row.values().forEach(value -> assertFalse(new String(bytes(value), UTF_8).contains(person)));
            }
        }
    }
}
