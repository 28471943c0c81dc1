package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.Calibration;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Calibrations in a home's database. None is ever changed or removed, so that what was decided by one can be decided
 * again; only what it says of a person goes when they are erased. Thread-safe.
 */
public final class StoredCalibrations {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    StoredCalibrations(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /**
     * Opens the calibrations beside a register; the database stays the caller's to close.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static StoredCalibrations open(RegisterDatabase database) throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredCalibrations(database.dataSource());
    }

    /**
     * A calibration as it was applied.
     *
     * @param tracksPerNight how many tracks a night had then, where that was known
     */
    public record Applied(Calibration calibration, Optional<Double> tracksPerNight) {}

    /** The calibration that holds for a scoring, if any was applied. */
    public Optional<Applied> current(String scoring) {
        return jdbc.sql("SELECT version FROM calibration WHERE scoring = ? ORDER BY version DESC LIMIT 1")
                .param(scoring)
                .query(Integer.class)
                .optional()
                .flatMap(this::version);
    }

    /** A calibration by its version. */
    public Optional<Applied> version(int version) {
        return jdbc.sql("SELECT content, tracks_per_night FROM calibration WHERE version = ?")
                .param(version)
                .query((row, index) -> {
                    double tracks = row.getDouble(2);
                    Optional<Double> tracksPerNight = row.wasNull() ? Optional.empty() : Optional.of(tracks);
                    return new Applied(
                            CalibrationContent.read(row.getString(1)).withDoubles(doubles(version)), tracksPerNight);
                })
                .optional();
    }

    private Map<PersonId, Double> doubles(int version) {
        Map<PersonId, Double> doubles = new HashMap<>();
        jdbc.sql("SELECT person, doubles FROM calibration_person WHERE version = ?")
                .param(version)
                .query((RowCallbackHandler) row -> doubles.put(new PersonId(row.getString(1)), row.getDouble(2)));
        return doubles;
    }

    /** The version that the next one will have. */
    public int next() {
        return 1
                + jdbc.sql("SELECT COALESCE(MAX(version), 0) FROM calibration")
                        .query(Integer.class)
                        .single();
    }

    /**
     * Lets a calibration hold from now on.
     *
     * @param calibration of version {@link #next}
     * @param tracksPerNight how many tracks a night has, where that is known
     * @param noted done last, in the same transaction: it holds only if this comes to an end
     */
    public void apply(Calibration calibration, Optional<Double> tracksPerNight, Instant now, Runnable noted) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("INSERT INTO calibration (version, scoring, applied, tracks_per_night, content)"
                            + " VALUES (?, ?, ?, ?, ?)")
                    .params(calibration.version(), calibration.scoring(), now.toEpochMilli())
                    .param(tracksPerNight.orElse(null))
                    .param(CalibrationContent.stored(calibration.withDoubles(Map.of())))
                    .update();
            calibration
                    .doubles()
                    .forEach((person, times) -> jdbc.sql(
                                    "INSERT INTO calibration_person (version, person, doubles) VALUES (?, ?, ?)")
                            .params(calibration.version(), person.value(), times)
                            .update());
            noted.run();
        });
    }
}
