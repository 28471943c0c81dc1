package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.ScoreSample;
import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.calibration.ScoreSample.Track;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterDatabase.Dialect;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What scans have stored of their tracks' scores. Only what holds is read: of a video that was scanned again, the latest
 * result. Thread-safe.
 */
public final class StoredScores {

    /** Rows that are fetched at once, so that a month of them never is in memory. */
    private static final int FETCHED = 5_000;

    private final JdbcClient jdbc;
    private final Dialect dialect;
    private final TransactionTemplate reading;

    StoredScores(DataSource dataSource, Dialect dialect) {
        this.jdbc = JdbcClient.create(dataSource);
        this.dialect = dialect;
        this.reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        reading.setReadOnly(true);
    }

    /**
     * Opens the scores beside a register; the database stays the caller's to close.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static StoredScores open(RegisterDatabase database) throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredScores(database.dataSource(), database.dialect());
    }

    /** Row by row: SQLite reads so by itself, and its transactions would keep scans from writing. */
    private void read(StatementSpec query, RowCallbackHandler row) {
        switch (dialect) {
            case SQLITE -> query.query(row);
            // Outside of a transaction its driver takes in the whole result.
            case POSTGRESQL ->
                reading.executeWithoutResult(
                        status -> query.withFetchSize(FETCHED).query(row));
        }
    }

    /** A video's scores, by its result. */
    private record Group(long result, String work, int people, long tracks, double below) {

        static Group read(ResultSet row) throws SQLException {
            return new Group(row.getLong(1), row.getString(2), row.getInt(3), row.getLong(4), row.getDouble(5));
        }
    }

    /** Adds videos to a sample whose rows follow each other. */
    private static final class Videos {
        private final ScoreSample.Builder sample = new ScoreSample.Builder();
        private final List<Track> tracks = new ArrayList<>();
        private @Nullable Group current;

        void take(ResultSet row) throws SQLException {
            if (current == null || current.result != row.getLong(1)) {
                end();
                current = Group.read(row);
            }
            double score = row.getDouble(6);
            if (!row.wasNull()) {
                tracks.add(
                        new Track(score, Optional.of(new PersonId(row.getString(7))), Known.valueOf(row.getString(8))));
            }
        }

        void end() {
            if (current != null) {
                sample.add(
                        current.work, current.people, Math.max(current.tracks, tracks.size()), current.below, tracks);
                tracks.clear();
            }
        }
    }

    /**
     * The scores of a scoring since a moment. Of several uploads of the same bytes the first counts alone: copies tell
     * nothing more of who is like whom.
     *
     * @param since of the decision
     */
    public ScoreSample sample(String scoring, Instant since) {
        Videos videos = new Videos();
        read(jdbc.sql("""
                        SELECT s.result, u.work, s.people, s.tracks, s.below, t.score, t.person, t.known
                        FROM scan_score_set s JOIN scan_upload u ON u.current_result = s.result
                        JOIN scan_result r ON r.result = s.result
                        LEFT JOIN scan_track_score t ON t.result = s.result
                        WHERE s.scoring = ? AND r.decided_at >= ? AND s.people > 0 AND NOT EXISTS (
                            SELECT 1 FROM scan_upload v JOIN scan_score_set w ON w.result = v.current_result
                            JOIN scan_result q ON q.result = w.result
                            WHERE v.video_sha256 = u.video_sha256 AND v.upload < u.upload
                                AND w.scoring = s.scoring AND w.people > 0 AND q.decided_at >= ?)
                        ORDER BY s.result, t.track""").params(scoring, since.toEpochMilli(), since.toEpochMilli()), videos::take);
        videos.end();
        return videos.sample.build();
    }

    /**
     * How many tracks each night brought, a night being what was decided between two noons, UTC. A video counts to the
     * night in which it was first looked at, however often it is scanned again.
     *
     * @param since of that first decision
     */
    public List<Long> nights(String scoring, Instant since) {
        Map<Long, Long> nights = new TreeMap<>();
        long half = Duration.ofHours(12).toMillis();
        long day = Duration.ofDays(1).toMillis();
        read(
                jdbc.sql("""
                        SELECT MIN(r.decided_at), MAX(s.tracks)
                        FROM scan_upload u JOIN scan_score_set s ON s.result = u.current_result
                        JOIN scan_result r ON r.upload = u.upload
                        WHERE s.scoring = ? GROUP BY u.upload HAVING MIN(r.decided_at) >= ?""").params(scoring, since.toEpochMilli()),
                row -> nights.merge(Math.floorDiv(row.getLong(1) - half, day), row.getLong(2), Long::sum));
        return List.copyOf(nights.values());
    }

    /**
     * A track that another threshold may judge otherwise.
     *
     * @param person the most alike
     * @param finding id of the one that it counts to now
     * @param decided that finding
     */
    public record Judged(double score, PersonId person, Optional<String> finding, Optional<Finding> decided) {}

    /**
     * Every stored track of a scoring that holds and was decided since a moment; those that are only counted are left out, and
     * so are those that no threshold would raise, since a person has said in the same work whose they are not.
     * Tracks of one finding follow each other.
     *
     * @param since of the decision
     */
    public void judged(String scoring, Instant since, Consumer<Judged> consumer) {
        Findings findings = new Findings();
        read(jdbc.sql("""
                        SELECT t.result, t.finding, t.score, t.person, d.content
                        FROM scan_track_score t JOIN scan_score_set s ON s.result = t.result
                        JOIN scan_upload u ON u.current_result = s.result
                        JOIN scan_result r ON r.result = s.result
                        LEFT JOIN scan_decision d ON d.result = t.result AND d.finding = t.finding
                        WHERE s.scoring = ? AND r.decided_at >= ? AND NOT (t.finding IS NULL AND t.known = 'NON_MATED')
                        ORDER BY t.result, t.finding, t.track""").params(scoring, since.toEpochMilli()), row -> consumer.accept(findings.judged(row)));
    }

    /** Reads a finding once for all of its tracks. */
    private static final class Findings {
        private OptionalLong last = OptionalLong.empty();
        private Optional<Finding> decided = Optional.empty();

        Judged judged(ResultSet row) throws SQLException {
            long number = row.getLong(2);
            boolean none = row.wasNull();
            double score = row.getDouble(3);
            PersonId person = new PersonId(row.getString(4));
            if (none) {
                return new Judged(score, person, Optional.empty(), Optional.empty());
            }
            if (last.isEmpty() || last.getAsLong() != number) {
                last = OptionalLong.of(number);
                decided = Optional.ofNullable(row.getString(5)).map(json -> JsonLines.read(json, Finding.class));
            }
            return new Judged(score, person, Optional.of(Finding.id(number)), decided);
        }
    }
}
