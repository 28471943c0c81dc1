package io.sosia.jobs.audit;

import io.sosia.models.merkle.MerkleHash;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored entries, read in pages, so that memory does not grow with the log and no transaction stays open. */
final class EntryRows {

    /** About half a megabyte. */
    private static final int PAGE = 1_000;

    private final JdbcClient sql;

    EntryRows(JdbcClient sql) {
        this.sql = sql;
    }

    /** A row, as it is. */
    static final class Row {
        private final long number;
        private final byte[] content;
        private final byte[] leaf;

        private Row(long number, byte[] content, byte[] leaf) {
            this.number = number;
            this.content = content;
            this.leaf = leaf;
        }

        long number() {
            return number;
        }

        /** The hash of the content, whatever is stored beside it. */
        MerkleHash hash() {
            return MerkleHash.ofLeaf(content);
        }

        /** What is stored as its hash; empty where that is no hash at all. */
        Optional<MerkleHash> storedHash() {
            return leaf.length == MerkleHash.BYTES ? Optional.of(MerkleHash.of(leaf)) : Optional.empty();
        }

        boolean fits() {
            return Arrays.equals(hash().bytes(), leaf);
        }

        /** @throws IllegalArgumentException if the content is no entry */
        AuditEntry parsed() {
            return AuditEntry.parse(content);
        }

        /** A copy. */
        byte[] content() {
            return content.clone();
        }
    }

    /** Hands over the rows from a number to a number, both included, in their order. */
    void each(long from, long to, Consumer<Row> consumer) {
        long next = from;
        while (next <= to) {
            List<Row> page = sql.sql("SELECT number, content, leaf FROM audit_entry WHERE number >= ? AND number <= ?"
                            + " ORDER BY number LIMIT " + PAGE)
                    .params(next, to)
                    .query((row, n) -> new Row(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                    .list();
            page.forEach(consumer);
            if (page.size() < PAGE) {
                return;
            }
            next = page.getLast().number() + 1;
        }
    }

    /** One of them. */
    Optional<Row> row(long number) {
        return sql.sql("SELECT number, content, leaf FROM audit_entry WHERE number = ?")
                .param(number)
                .query((row, n) -> new Row(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                .optional();
    }

    /** The largest number, or 0. */
    long last() {
        return sql.sql("SELECT COALESCE(MAX(number), 0) FROM audit_entry")
                .query(Long.class)
                .single();
    }

    /** The smallest number, or 1 where there is none. */
    long first() {
        return sql.sql("SELECT COALESCE(MIN(number), 1) FROM audit_entry")
                .query(Long.class)
                .single();
    }
}
