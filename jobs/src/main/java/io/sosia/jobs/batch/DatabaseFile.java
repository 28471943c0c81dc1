package io.sosia.jobs.batch;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterDatabase.Dialect;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a database leaves on disk of what it no longer holds. Thread-safe.
 *
 * <p>SQLite overwrites deleted rows, but rows that it has moved between pages before leave copies in the gaps of pages, and
 * its write-ahead log keeps pages as they were until it is emptied. PostgreSQL keeps dead rows until a table is written
 * anew, and its own log for as long as its owner wants. That is why everything about somebody is sealed with a key of their
 * own: only the key's row has to be gone for good.
 */
public final class DatabaseFile {

    private final Dialect dialect;
    private final JdbcClient jdbc;

    /** Of an open database, which stays the caller's to close. */
    public DatabaseFile(RegisterDatabase database) {
        this(database.dialect(), database.dataSource());
    }

    private DatabaseFile(Dialect dialect, DataSource dataSource) {
        this.dialect = dialect;
        this.jdbc = JdbcClient.create(dataSource);
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
        return emptyLog();
    }
}
