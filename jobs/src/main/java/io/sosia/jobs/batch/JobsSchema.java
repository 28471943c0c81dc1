package io.sosia.jobs.batch;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.jobs.config.NotReadyException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The jobs' tables, beside the register's: Spring Batch's own ({@code BATCH_…}), the scan's ({@code scan_…}), the audit log's
 * ({@code audit_…}) and others, with a migration history of their own.
 */
public final class JobsSchema {

    /** The version of the last migration; a test holds it to the files. */
    static final int VERSION = 10;

    private static final String HISTORY = "jobs_schema_history";
    private static final String FOLDER = "classpath:io/sosia/jobs/db/";

    private JobsSchema() {}

    /**
     * Creates or migrates the tables. Where they are as they should be this costs one query: Flyway's start would be
     * felt in every command.
     *
     * @throws NotReadyException if they were written by a later version, or the database refuses
     */
    public static void prepare(RegisterDatabase database) throws NotReadyException {
        prepare(database.dataSource(), database.dialect(), database.name());
    }

    private static void prepare(DataSource dataSource, RegisterDatabase.Dialect dialect, String name)
            throws NotReadyException {
        int found = version(dataSource);
        if (found == VERSION) {
            return;
        }
        if (found > VERSION) {
            throw new NotReadyException(name + ": the jobs' tables have version " + found
                    + ", and this program knows up to " + VERSION + "; use a later version of the program");
        }
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations(FOLDER + "common", FOLDER + dialect.platform())
                    .failOnMissingLocations(true)
                    .table(HISTORY)
                    // The register's tables are there first.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .cleanDisabled(true)
                    .placeholders(Map.of("bytes", dialect == RegisterDatabase.Dialect.SQLITE ? "BLOB" : "BYTEA"))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            // Another process may have been at it at the same time.
            if (version(dataSource) != VERSION) {
                throw new NotReadyException(
                        RegisterUnavailableException.explaining(name, e)
                                .map(Throwable::getMessage)
                                .orElseGet(() -> name + ": the jobs' tables cannot be set up: " + e.getMessage()),
                        e);
            }
        }
    }

    private static int version(DataSource dataSource) {
        try {
            // A list, since a stream that nobody closes keeps its connection.
            return JdbcClient.create(dataSource)
                    .sql("SELECT version FROM " + HISTORY + " WHERE success AND version IS NOT NULL")
                    .query((row, index) -> Integer.parseInt(row.getString(1)))
                    .list()
                    .stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
        } catch (DataAccessException e) {
            // No such table yet. Whatever else is wrong, Flyway meets it next and says so.
            return 0;
        }
    }
}
