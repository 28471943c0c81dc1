package io.sosia.jobs.audit;

import io.sosia.models.merkle.Checkpoint;
import io.sosia.models.merkle.CheckpointKey;
import io.sosia.models.merkle.MerkleHash;
import io.sosia.models.merkle.TreeEdge;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long appending and verifying take: {@code FOLDER ENTRIES}, on SQLite. Not a test. The entries beyond the first 500 are
 * written past the log, with a checkpoint at the end, since 500 tell what appending costs.
 */
final class AuditMeasurement {

    private static final int APPENDED = 500;
    private static final int BATCH = 10_000;

    private AuditMeasurement() {}

    public static void main(String[] arguments) {
        long entries = Long.parseLong(arguments[1]);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (AuditHome home = AuditHome.sqlite(Path.of(arguments[0]))) {
            home.view("p-0");
            long begun = System.nanoTime();
            for (int n = 0; n < APPENDED; n++) {
                home.view("p-" + n % 50);
            }
            out.printf(Locale.ROOT, "appending: %.2f ms an entry%n", (System.nanoTime() - begun) / 1e6 / APPENDED);
            fill(home, entries);
            AuditReport report = timed(out, "verifying", () -> home.trail().verify(Optional.empty()));
            out.println(report.entries() + " entries, whole: " + report.whole());
            timed(out, "proof of one entry", () -> home.trail().prove(entries / 3, Optional.empty()));
            timed(out, "proof of growth", () -> home.trail().proveGrowth(entries / 3, entries));
            begun = System.nanoTime();
            for (int n = 0; n < APPENDED; n++) {
                home.view("p-" + n % 50);
            }
            out.printf(
                    Locale.ROOT,
                    "appending behind %d: %.2f ms an entry%n",
                    entries,
                    (System.nanoTime() - begun) / 1e6 / APPENDED);
        }
    }

    private static <T> T timed(PrintStream out, String what, Supplier<T> work) {
        long begun = System.nanoTime();
        T result = work.get();
        out.println(what + ": " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
        return result;
    }

    private static void fill(AuditHome home, long entries) {
        AuditEntry like = AuditEntry.parse(home.sql()
                .sql("SELECT content FROM audit_entry WHERE number = 3")
                .query((row, n) -> row.getBytes(1))
                .single());
        TreeEdge edge = TreeEdge.empty();
        for (byte[] content : home.sql()
                .sql("SELECT content FROM audit_entry ORDER BY number")
                .query((row, n) -> row.getBytes(1))
                .list()) {
            edge = edge.append(MerkleHash.ofLeaf(content));
        }
        JdbcTemplate batches = new JdbcTemplate(home.database().dataSource());
        List<Object[]> rows = new ArrayList<>();
        while (edge.size() < entries) {
            long number = edge.size() + 1;
            byte[] content = new AuditEntry(
                            number,
                            like.at(),
                            like.kind(),
                            like.actor(),
                            like.subjects(),
                            Map.of("what", "findings", "count", String.valueOf(number)))
                    .toBytes();
            MerkleHash leaf = MerkleHash.ofLeaf(content);
            edge = edge.append(leaf);
            rows.add(new Object[] {number, content, leaf.bytes()});
            if (rows.size() == BATCH || edge.size() == entries) {
                List<Object[]> batch = List.copyOf(rows);
                new org.springframework.transaction.support.TransactionTemplate(
                                new org.springframework.jdbc.support.JdbcTransactionManager(
                                        home.database().dataSource()))
                        .executeWithoutResult(status -> batches.batchUpdate(
                                "INSERT INTO audit_entry (number, content, leaf) VALUES (?, ?, ?)", batch));
                rows.clear();
            }
        }
        CheckpointKey key = CheckpointKey.parse(home.trail().publicKeyPem());
        String origin = home.trail().checkpoint().orElseThrow().checkpoint().origin();
        home.sql()
                .sql("UPDATE audit_log SET size = ?, edge = ?, checkpoint = ?")
                .params(
                        edge.size(),
                        edge.toBytes(),
                        new Checkpoint(origin, edge.size(), edge.root())
                                .sign(key, home.signingKey()::sign)
                                .text())
                .update();
    }
}
