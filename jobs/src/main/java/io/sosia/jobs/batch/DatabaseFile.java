package io.sosia.jobs.batch;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterDatabase.Dialect;
import io.sosia.models.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a database that has the jobs' tables leaves on disk of what it no longer holds. Thread-safe.
 *
 * <p>SQLite overwrites deleted rows, but rows that it has moved between pages before leave copies in the gaps of pages, and
 * its write-ahead log keeps pages as they were until it is emptied. PostgreSQL keeps dead rows until a table is written
 * anew, and its own log for as long as its owner wants. That is why everything about somebody is sealed with a key of their
 * own: only the key's row has to be gone for good.
 */
public final class DatabaseFile {

    /** Bytes searched at once. */
    private static final int CHUNK = 1 << 20;

    private static final String COMPACTING = "compact";

    private final String name;
    private final Dialect dialect;
    private final JdbcClient jdbc;

    /** Of an open database, which stays the caller's to close. */
    public DatabaseFile(RegisterDatabase database) {
        this.name = database.name();
        this.dialect = database.dialect();
        this.jdbc = JdbcClient.create(database.dataSource());
    }

    /**
     * Empties SQLite's write-ahead log, which still holds pages as they were. Where a reader keeps it from that, the last
     * process to close the database does it.
     *
     * @return whether it is empty; true where there is none
     */
    public boolean emptyLog() {
        return switch (dialect) {
            case SQLITE ->
                jdbc.sql("PRAGMA wal_checkpoint(TRUNCATE)")
                        .query((row, index) -> row.getInt(1) == 0)
                        .single();
            case POSTGRESQL -> true;
        };
    }

    /** Of a wrapped key, what tells it from others and finds its bytes. */
    public static final class KeyTrace {

        private static final int ID_DIGITS = 16;
        private static final int PIECE = 16;

        private final byte[] wrapped;

        private KeyTrace(byte[] wrapped) {
            this.wrapped = wrapped;
        }

        /** SHA-256 of the wrapped key, its first 16 hex digits. It tells nothing of the key. */
        public String id() {
            return Sha256.of(wrapped).substring(0, ID_DIGITS);
        }

        /** Pieces of which one is in any 31 bytes of it, fewer than which are of no use. */
        private List<ByteBuffer> pieces() {
            List<ByteBuffer> pieces = new ArrayList<>();
            for (int at = 0; at + PIECE <= wrapped.length; at += PIECE) {
                pieces.add(ByteBuffer.wrap(wrapped, at, PIECE).slice());
            }
            return pieces;
        }
    }

    /** What to search for once a subject's key is destroyed; empty where there is no key. */
    public Optional<KeyTrace> traceOf(String subject) {
        return jdbc.sql("SELECT wrapped FROM seal_key WHERE subject = ?")
                .param(subject)
                .query((row, index) -> new KeyTrace(row.getBytes(1)))
                .optional();
    }

    /** Whether the database's files can be searched: PostgreSQL's are on its own machine. */
    public boolean isSearchable() {
        return dialect == Dialect.SQLITE;
    }

    /**
     * Whether SQLite's files hold any of a wrapped key.
     *
     * @throws IllegalStateException if they are not {@link #isSearchable searchable}
     * @throws UncheckedIOException if they cannot be read
     */
    public boolean holds(KeyTrace trace) {
        return switch (dialect) {
            case SQLITE -> isIn(Path.of(name), trace) || isIn(Path.of(name + "-wal"), trace);
            case POSTGRESQL -> throw new IllegalStateException("the files of PostgreSQL are on its own machine");
        };
    }

    private static boolean isIn(Path file, KeyTrace trace) {
        List<ByteBuffer> pieces = trace.pieces();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                for (ByteBuffer piece : pieces) {
                    long first = piece.getLong(0);
                    for (int at = 0; at + KeyTrace.PIECE <= buffer.limit(); at++) {
                        if (buffer.getLong(at) == first
                                && buffer.slice(at, KeyTrace.PIECE).equals(piece)) {
                            return true;
                        }
                    }
                }
                // The end of what was read may be the beginning of a piece.
                buffer.position(Math.max(0, buffer.limit() - KeyTrace.PIECE + 1));
                buffer.compact();
            }
            return false;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of SQLite's file, those of its log apart; 0 for PostgreSQL, whose files nobody here can see. */
    public long size() {
        return switch (dialect) {
            case SQLITE ->
                jdbc.sql("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
                        .query(Long.class)
                        .single();
            case POSTGRESQL -> 0;
        };
    }

    /** Writes down that something was deleted of which the file may hold copies, so that it is to be written anew. */
    public void compactLater() {
        jdbc.sql("INSERT INTO privacy_task (task) VALUES (?) ON CONFLICT (task) DO NOTHING")
                .param(COMPACTING)
                .update();
    }

    /** Whether {@link #compactLater} asked for that and nobody has done it since. */
    public boolean isToBeCompacted() {
        return jdbc.sql("SELECT 1 FROM privacy_task WHERE task = ?")
                .param(COMPACTING)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * Writes what is there anew, so that nothing is left of what was there before: in SQLite the whole file, in PostgreSQL
     * the table of keys, without which the rest is noise.
     *
     * @return false where somebody else is at the database, so that it has to be tried again later
     */
    public boolean compact() {
        try {
            switch (dialect) {
                case SQLITE -> jdbc.sql("VACUUM").update();
                case POSTGRESQL -> jdbc.sql("VACUUM FULL seal_key").update();
            }
        } catch (DataAccessException e) {
            return false;
        }
        jdbc.sql("DELETE FROM privacy_task WHERE task = ?").param(COMPACTING).update();
        return emptyLog();
    }
}
