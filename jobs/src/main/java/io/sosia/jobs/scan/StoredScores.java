package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.ScoreSample;
import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.calibration.ScoreSample.Track;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What scans have stored of their tracks' scores. Only what holds is read: of a video that was scanned again, the latest
 * result. Thread-safe.
 */
public final class StoredScores {

    private final JdbcClient jdbc;

    StoredScores(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Opens the scores beside a register; the database stays the caller's to close.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static StoredScores open(RegisterDatabase database) throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredScores(database.dataSource());
    }

    /** A set of scores: a video's, by its result. */
    private record Group(long result, String work, int people, long tracks, double below) {}

    /**
     * The scores of a scoring since a moment.
     *
     * @param since of the decision
     */
    public ScoreSample sample(String scoring, Instant since) {
        List<Group> groups = jdbc.sql("""
                        SELECT s.result, u.work, s.people, s.tracks, s.below
                        FROM scan_score_set s JOIN scan_upload u ON u.current_result = s.result
                        JOIN scan_result r ON r.result = s.result
                        WHERE s.scoring = ? AND r.decided_at >= ? AND s.people > 0 ORDER BY s.result""")
                .params(scoring, since.toEpochMilli())
                .query((row, index) ->
                        new Group(row.getLong(1), row.getString(2), row.getInt(3), row.getLong(4), row.getDouble(5)))
                .list();
        Map<Long, List<Track>> scores = new HashMap<>();
        jdbc.sql("""
                        SELECT t.result, t.score, t.person, t.known
                        FROM scan_track_score t JOIN scan_score_set s ON s.result = t.result
                        JOIN scan_upload u ON u.current_result = s.result
                        JOIN scan_result r ON r.result = s.result
                        WHERE s.scoring = ? AND r.decided_at >= ? ORDER BY t.result, t.track""").params(scoring, since.toEpochMilli()).query((RowCallbackHandler) row -> scores.computeIfAbsent(
                        row.getLong(1), result -> new ArrayList<>())
                .add(new Track(
                        row.getDouble(2),
                        Optional.of(new PersonId(row.getString(3))),
                        Known.valueOf(row.getString(4)))));
        ScoreSample.Builder sample = new ScoreSample.Builder();
        for (Group group : groups) {
            List<Track> tracks = scores.getOrDefault(group.result, List.of());
            sample.add(group.work, group.people, Math.max(group.tracks, tracks.size()), group.below, tracks);
        }
        return sample.build();
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
        jdbc.sql("""
                        SELECT MIN(r.decided_at), MAX(s.tracks)
                        FROM scan_upload u JOIN scan_score_set s ON s.result = u.current_result
                        JOIN scan_result r ON r.upload = u.upload
                        WHERE s.scoring = ? GROUP BY u.upload HAVING MIN(r.decided_at) >= ?""").params(scoring, since.toEpochMilli()).query((RowCallbackHandler)
                row -> nights.merge(Math.floorDiv(row.getLong(1) - half, day), row.getLong(2), Long::sum));
        return List.copyOf(nights.values());
    }

    /**
     * A track that another threshold may judge otherwise.
     *
     * @param person the most alike
     * @param finding that it counts to now
     * @param verdict of that finding
     * @param threshold that was applied to it
     * @param reviewMargin likewise
     */
    public record Judged(
            double score,
            PersonId person,
            Optional<String> finding,
            Optional<Verdict> verdict,
            double threshold,
            double reviewMargin) {}

    /** Every stored track of a scoring that holds, those that are only counted left out. */
    public void judged(String scoring, Consumer<Judged> consumer) {
        jdbc.sql("""
                        SELECT t.score, t.person, t.finding, d.verdict, d.content
                        FROM scan_track_score t JOIN scan_score_set s ON s.result = t.result
                        JOIN scan_upload u ON u.current_result = s.result
                        LEFT JOIN scan_decision d ON d.result = t.result AND d.finding = t.finding
                        WHERE s.scoring = ? ORDER BY t.result, t.track""").param(scoring).query((RowCallbackHandler) row -> {
            long finding = row.getLong(3);
            boolean none = row.wasNull();
            Optional<String> verdict = Optional.ofNullable(row.getString(4));
            Optional<Finding> content =
                    Optional.ofNullable(row.getString(5)).map(json -> JsonLines.read(json, Finding.class));
            consumer.accept(new Judged(
                    row.getDouble(1),
                    new PersonId(row.getString(2)),
                    none ? Optional.empty() : Optional.of(Finding.id(finding)),
                    verdict.map(Verdict::valueOf),
                    content.map(Finding::threshold).orElse(1.0),
                    content.map(f -> f.conditions().reviewMargin()).orElse(0.0)));
        });
    }
}
