package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.indexer.registry.RegisterUnavailableException.Problem;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.review.ReviewState;
import io.sosia.jobs.review.StoredReviews;
import io.sosia.jobs.scan.VideoResult.Draft;
import io.sosia.jobs.scan.VideoResult.Looked;
import io.sosia.jobs.scan.VideoResult.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Uploads, results, findings and pictures in SQL. A result is written in one transaction. What earlier results decided
 * stays for who has to answer for it. Thread-safe.
 *
 * <p>Which findings of an upload hold, so that nothing that a scan has told is lost:
 *
 * <ul>
 *   <li>A look that saw at least as much of the bytes as the current result takes its place: its findings hold, and no
 *       others. A look at all of them always does.
 *   <li>A look that saw less adds to what holds: its own findings hold, decided as it decided them, and beside them
 *       those that it did not meet again. So does a result that is told of once more because it still stands.
 *   <li>A look that saw nothing changes nothing.
 * </ul>
 */
final class ResultStore {

    /** A person has a finding for what is clear and one for what is for review. */
    private static final int PLACES = 2;

    private static final String SEALING = "seal pictures";

    private final String where;
    private final SubjectKeys keys;
    private final JdbcClient jdbc;
    private final FindingTracks tracks;
    private final StoredReviews reviews;
    private final TransactionTemplate transactions;

    /**
     * On an open database.
     *
     * @param keys of the people whom pictures show
     */
    ResultStore(RegisterDatabase database, SubjectKeys keys) {
        DataSource dataSource = database.dataSource();
        this.where = database.name();
        this.keys = keys;
        this.tracks = new FindingTracks(dataSource, keys);
        this.reviews = new StoredReviews(dataSource, keys);
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /**
     * An upload's place and bytes; what else is known of it tells no two apart.
     *
     * @param videoSha256 empty where the file cannot be read at all
     */
    record UploadId(String path, Upload known, String videoSha256) {
        String work() {
            return known.work();
        }

        String episode() {
            return known.episode();
        }
    }

    /**
     * What is stored of a result, findings apart.
     *
     * @param videoSha256 empty where the file could not be read at all
     */
    record StoredResult(
            long result,
            String work,
            String episode,
            String videoSha256,
            Conditions conditions,
            Status status,
            Optional<String> reason,
            Optional<String> detail,
            Looked looked) {}

    /** Whether a file of that length has been scanned. If not, no file of that length need be hashed to be known new. */
    boolean knowsLength(long bytes) {
        return jdbc.sql("SELECT 1 FROM scan_result WHERE bytes = ? LIMIT 1")
                .param(bytes)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * The result of an upload under a key, if there is one that looking again would not change. One that held somebody back
     * by a decision which does not stand any more is none.
     */
    OptionalLong lasting(UploadId upload, String key) {
        return jdbc.sql("""
                        SELECT r.result FROM scan_result r JOIN scan_upload u ON u.upload = r.upload
                        WHERE u.path = ? AND u.work = ? AND u.episode = ? AND u.video_sha256 = ?
                          AND r.result_key = ?
                          AND (r.reason IS NULL OR r.reason NOT IN ('UNREADABLE', 'TIMEOUT'))
                          AND NOT EXISTS (
                              SELECT 1 FROM scan_held_back h WHERE h.result = r.result AND NOT EXISTS (
                                  SELECT 1 FROM review_lesson l WHERE l.finding = h.finding AND l.decision = 'REJECT'))""")
                .params(upload.path(), upload.work(), upload.episode(), upload.videoSha256(), key)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Lets an item of a run point to a result that still holds. */
    void reuse(long run, int place, long result) {
        transactions.executeWithoutResult(status -> {
            hold(seen("r.result = ?", List.of(result)).orElseThrow());
            jdbc.sql("UPDATE scan_item SET result = ?, unchanged = 1 WHERE run = ? AND place = ?")
                    .params(result, run, place)
                    .update();
        });
    }

    /**
     * Stores a result, numbers its findings, and lets an item of a run point to it.
     *
     * @param holds asked within the transaction, before anything is written
     * @return whether it was stored: false where {@code holds} said no
     */
    boolean save(
            long run,
            int place,
            UploadId upload,
            String key,
            String conditions,
            Instant now,
            VideoResult result,
            java.util.function.BooleanSupplier holds) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            if (!holds.getAsBoolean()) {
                return false;
            }
            long uploadNumber = uploadNumber(upload);
            Optional<Seen> earlier = seen("r.upload = ? AND r.result_key = ?", List.of(uploadNumber, key));
            // A result that did not last keeps its number, so that earlier runs show what it has become.
            long number = earlier.map(Seen::result).orElseGet(() -> next("result"));
            Seen fresh = new Seen(
                    number, uploadNumber, result.status(), result.looked().shareSeen());
            if (earlier.isPresent() && !fresh.atLeast(earlier)) {
                // Under the same conditions more was seen before: that stands.
                hold(earlier.get());
                jdbc.sql("UPDATE scan_item SET result = ?, unchanged = 1 WHERE run = ? AND place = ?")
                        .params(earlier.get().result, run, place)
                        .update();
                return true;
            }
            earlier.ifPresent(seen -> delete(seen.result));
            jdbc.sql("""
                            INSERT INTO scan_result (result, upload, result_key, conditions, status, reason, detail,
                                bytes, run, decided_at, duration_ms, frames, longest_gap_ms, share_seen, faces,
                                faces_too_small, tracks, track_decisions)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            number,
                            uploadNumber,
                            key,
                            conditions,
                            result.status().name())
                    .param(result.reason().orElse(null))
                    .param(result.detail().orElse(null))
                    .params(
                            result.bytes(),
                            run,
                            now.toEpochMilli(),
                            result.looked().durationMs(),
                            result.looked().frames(),
                            result.looked().longestGapMs(),
                            result.looked().shareSeen(),
                            result.looked().faces(),
                            result.looked().facesTooSmall(),
                            result.looked().tracks(),
                            JsonLines.stored(result.tracks()))
                    .update();
            List<Optional<Long>> findings = new ArrayList<>();
            for (Draft draft : result.findings()) {
                findings.add(saveFinding(number, uploadNumber, draft));
            }
            result.heldBack().forEach(held -> saveHeldBack(number, held));
            result.scores().ifPresent(scores -> saveScores(number, scores, findings));
            hold(fresh);
            jdbc.sql("UPDATE scan_item SET result = ?, unchanged = 0 WHERE run = ? AND place = ?")
                    .params(number, run, place)
                    .update();
            return true;
        }));
    }

    /**
     * How much a stored result saw of its upload.
     *
     * @param share 0 to 1
     */
    private record Seen(long result, long upload, Status status, double share) {

        /** Whether this, the newer one, saw as much as the other: all of a video always, and nothing never. */
        boolean atLeast(Optional<Seen> earlier) {
            if (earlier.isEmpty()) {
                return true;
            }
            Seen other = earlier.get();
            return switch (status) {
                case SCANNED -> true;
                case PARTLY ->
                    switch (other.status) {
                        case SCANNED -> false;
                        case PARTLY -> share >= other.share;
                        case NOT_SCANNED -> true;
                    };
                case NOT_SCANNED -> other.status == Status.NOT_SCANNED;
            };
        }
    }

    private Optional<Seen> seen(String condition, List<Object> parameters) {
        return jdbc.sql("SELECT r.result, r.upload, r.status, r.share_seen FROM scan_result r"
                        + " LEFT JOIN scan_upload u ON u.current_result = r.result WHERE " + condition)
                .params(parameters)
                .query((row, index) ->
                        new Seen(row.getLong(1), row.getLong(2), Status.valueOf(row.getString(3)), row.getDouble(4)))
                .optional();
    }

    private Optional<Seen> current(long upload) {
        return seen("u.upload = ?", List.of(upload));
    }

    /** Lets a stored result's findings hold; the rule is in the javadoc of this class. */
    private void hold(Seen seen) {
        Optional<Seen> current = current(seen.upload);
        if (seen.atLeast(current)) {
            jdbc.sql("UPDATE scan_upload SET current_result = ? WHERE upload = ?")
                    .params(seen.result, seen.upload)
                    .update();
            jdbc.sql("""
                            UPDATE scan_decision SET holds = 0
                            WHERE holds = 1 AND finding IN (SELECT finding FROM scan_finding WHERE upload = ?)""").param(seen.upload).update();
        } else {
            jdbc.sql("""
                            UPDATE scan_decision SET holds = 0
                            WHERE holds = 1 AND finding IN (SELECT finding FROM scan_decision WHERE result = ?)""").param(seen.result).update();
            // What this has replaced under the same conditions may have held in the current result's place.
            jdbc.sql("""
                            UPDATE scan_decision SET holds = 1
                            WHERE result = ? AND finding NOT IN
                                (SELECT d.finding FROM scan_decision d JOIN scan_finding f ON f.finding = d.finding
                                 WHERE f.upload = ? AND (d.holds = 1 OR d.result = ?))""")
                    .params(current.orElseThrow().result, seen.upload, seen.result)
                    .update();
        }
        jdbc.sql("UPDATE scan_decision SET holds = 1 WHERE result = ?")
                .param(seen.result)
                .update();
        // What was rejected in this upload and was met again stays as it was decided.
        jdbc.sql("""
                        UPDATE scan_decision SET holds = 1
                        WHERE finding IN (SELECT h.finding FROM scan_held_back h JOIN scan_finding f ON f.finding = h.finding
                                          WHERE h.result = ? AND f.upload = ?)
                          AND NOT EXISTS (
                              SELECT 1 FROM scan_decision d WHERE d.finding = scan_decision.finding AND d.holds = 1)
                          AND result = (SELECT MAX(d.result) FROM scan_decision d WHERE d.finding = scan_decision.finding)""").params(seen.result, seen.upload).update();
    }

    /** Empty where the person has been erased since the scan began: then nothing is stored of them any more. */
    private Optional<Long> saveFinding(long result, long upload, Draft draft) {
        Finding finding = draft.finding();
        // Read anew each time, and never made: what an erasure has destroyed must not come back.
        Optional<SubjectKey> found = keys.find(SubjectKeys.person(finding.person()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        SubjectKey key = found.get();
        long number = findingNumber(upload, finding.person(), draft.place());
        jdbc.sql("""
                        INSERT INTO scan_decision (result, finding, person, runner_up, verdict, similarity, content)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(result, number, finding.person())
                .param(finding.runnerUp().map(Finding.RunnerUp::person).orElse(null))
                .params(finding.verdict().name(), finding.similarity(), JsonLines.stored(finding.numbered(number)))
                .update();
        int picture = 0;
        for (VideoResult.Shot shot : draft.shots()) {
            picture++;
            jdbc.sql("INSERT INTO scan_picture (result, finding, picture, time_ms, jpeg, sealed)"
                            + " VALUES (?, ?, ?, ?, ?, 1)")
                    .params(
                            result,
                            number,
                            picture,
                            shot.timeMs(),
                            key.seal(shot.jpeg().bytes(), context(result, number, picture)))
                    .update();
        }
        tracks.save(result, number, key, draft.tracks());
        return Optional.of(number);
    }

    /** A finding keeps its number, unless it was rejected: what is raised after that is another face, which is another one. */
    private long findingNumber(long upload, String person, int firstPlace) {
        for (int place = firstPlace; ; place += PLACES) {
            Optional<Long> known = jdbc.sql(
                            "SELECT finding FROM scan_finding WHERE upload = ? AND person = ? AND place = ?")
                    .params(upload, person, place)
                    .query(Long.class)
                    .optional();
            if (known.isEmpty()) {
                long fresh = next("finding");
                jdbc.sql("INSERT INTO scan_finding (finding, upload, person, place) VALUES (?, ?, ?, ?)")
                        .params(fresh, upload, person, place)
                        .update();
                return fresh;
            }
            if (reviews.state(known.get(), ReviewableFindings.ROUND) != ReviewState.REJECTED) {
                return known.get();
            }
        }
    }

    private void saveHeldBack(long result, VideoResult.HeldBack held) {
        jdbc.sql("INSERT INTO scan_held_back (result, track, person, finding, similarity, likeness, spans)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        result,
                        held.track(),
                        held.person().value(),
                        held.finding(),
                        held.similarity(),
                        held.likeness(),
                        JsonLines.stored(held.spans()))
                .update();
    }

    /** What a picture is sealed as, so that it is shown with no other finding. */
    private static String context(long result, long finding, int picture) {
        return "sosia.picture/1/" + result + "/" + finding + "/" + picture;
    }

    /** Where a picture belongs, and whose it is. */
    private record Place(long result, long finding, int picture, String person) {

        static Place of(ResultSet row) throws SQLException {
            return new Place(row.getLong(1), row.getLong(2), row.getInt(3), row.getString(4));
        }

        String context() {
            return ResultStore.context(result, finding, picture);
        }
    }

    /**
     * Seals pictures that an earlier version stored in the open.
     *
     * @param most how many
     * @return how many there were
     */
    int sealPictures(int most) {
        Integer sealed = transactions.execute(status -> {
            Map<Place, byte[]> open = new HashMap<>();
            jdbc.sql("""
                            SELECT p.result, p.finding, p.picture, d.person, p.jpeg FROM scan_picture p
                            JOIN scan_decision d ON d.result = p.result AND d.finding = p.finding
                            WHERE p.sealed = 0 LIMIT ?""").param(most).query((RowCallbackHandler) row -> open.put(Place.of(row), row.getBytes(5)));
            open.forEach((place, jpeg) -> keys.find(SubjectKeys.person(place.person))
                    .ifPresentOrElse(
                            key -> jdbc.sql("UPDATE scan_picture SET jpeg = ?, sealed = 1"
                                            + " WHERE result = ? AND finding = ? AND picture = ?")
                                    .params(key.seal(jpeg, place.context()), place.result, place.finding, place.picture)
                                    .update(),
                            // Whoever is in it was erased.
                            () -> jdbc.sql("DELETE FROM scan_picture WHERE result = ? AND finding = ? AND picture = ?")
                                    .params(place.result, place.finding, place.picture)
                                    .update()));
            return open.size();
        });
        return sealed == null ? 0 : sealed;
    }

    /** Whether pictures of an earlier version may lie in the open. */
    boolean sealingIsLeft() {
        return jdbc.sql("SELECT 1 FROM privacy_task WHERE task = ?")
                .param(SEALING)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Writes down that none does. */
    void sealingIsDone() {
        jdbc.sql("DELETE FROM privacy_task WHERE task = ?").param(SEALING).update();
    }

    /**
     * Opens a picture.
     *
     * @return empty where its person has been erased meanwhile
     * @throws RegisterUnavailableException if it is not as it was written
     */
    private Optional<byte[]> opened(Place place, byte[] sealed) {
        Optional<SubjectKey> key = keys.find(SubjectKeys.person(place.person));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.get().open(sealed, place.context()));
        } catch (SealBrokenException e) {
            throw new RegisterUnavailableException(
                    Problem.DAMAGED,
                    where,
                    "picture " + place.picture + " of " + Finding.id(place.finding)
                            + " is not as it was written; put the register back from a backup",
                    e);
        }
    }

    private void saveScores(long result, ScoredTracks scores, List<Optional<Long>> findings) {
        jdbc.sql("INSERT INTO scan_score_set (result, scoring, people, tracks, below) VALUES (?, ?, ?, ?, ?)")
                .params(result, scores.scoring(), scores.people(), scores.tracks(), scores.below())
                .update();
        for (ScoredTracks.Score score : scores.scored()) {
            OptionalInt finding = score.finding();
            jdbc.sql("INSERT INTO scan_track_score (result, track, score, person, alarm, finding, known)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .params(result, score.track(), score.score(), score.person().value(), score.alarm() ? 1 : 0)
                    .param(
                            finding.isPresent()
                                    ? findings.get(finding.getAsInt()).orElse(null)
                                    : null)
                    .param(score.known().name())
                    .update();
        }
        findings.stream().flatMap(Optional::stream).forEach(finding -> {
            switch (reviews.state(finding, ReviewableFindings.ROUND)) {
                case CONFIRMED, LICENSED ->
                    jdbc.sql("UPDATE scan_track_score SET known = ? WHERE result = ? AND finding = ?")
                            .params(Known.MATED.name(), result, finding)
                            .update();
                // What was rejected has got another number.
                case OPEN, PENDING_SECOND, DISPUTED, REJECTED -> {}
            }
        });
    }

    /**
     * What of a run was searched for anew.
     *
     * @param above a score above which tracks are counted that are no findings
     */
    List<AlarmCheck.Searched> searched(long run, double above) {
        return jdbc.sql("""
                        SELECT s.people, SUM(s.tracks), SUM(t.alarms), SUM(t.above)
                        FROM scan_item i JOIN scan_score_set s ON s.result = i.result
                        JOIN (SELECT e.result, COALESCE(SUM(c.alarm), 0) AS alarms,
                                  COALESCE(SUM(CASE WHEN c.score > ? AND c.finding IS NULL THEN 1 ELSE 0 END), 0) AS above
                              FROM scan_score_set e LEFT JOIN scan_track_score c ON c.result = e.result
                              WHERE e.result IN (SELECT result FROM scan_item WHERE run = ? AND unchanged = 0)
                              GROUP BY e.result) t ON t.result = s.result
                        WHERE i.run = ? AND i.unchanged = 0 GROUP BY s.people ORDER BY s.people""")
                .params(above, run, run)
                .query((row, index) ->
                        new AlarmCheck.Searched(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .list();
    }

    /** The score from which on a run's tracks are there by themselves, if any were searched for. */
    OptionalDouble below(long run) {
        return jdbc.sql("SELECT MAX(s.below) FROM scan_item i JOIN scan_score_set s ON s.result = i.result"
                        + " WHERE i.run = ? AND i.unchanged = 0")
                .param(run)
                .query((row, index) -> {
                    double below = row.getDouble(1);
                    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(below);
                })
                .single();
    }

    private long uploadNumber(UploadId upload) {
        long number = numbered(upload);
        jdbc.sql("UPDATE scan_upload SET uploader = ?, published = ?, territory = ? WHERE upload = ?")
                .param(upload.known().uploader().orElse(null))
                .param(upload.known().published().map(Instant::toEpochMilli).orElse(null))
                .param(upload.known().territory().orElse(null))
                .param(number)
                .update();
        return number;
    }

    private long numbered(UploadId upload) {
        return jdbc.sql(
                        "SELECT upload FROM scan_upload WHERE path = ? AND work = ? AND episode = ? AND video_sha256 = ?")
                .params(upload.path(), upload.work(), upload.episode(), upload.videoSha256())
                .query(Long.class)
                .optional()
                .orElseGet(() -> {
                    long fresh = next("upload");
                    jdbc.sql("INSERT INTO scan_upload (upload, path, work, episode, video_sha256)"
                                    + " VALUES (?, ?, ?, ?, ?)")
                            .params(fresh, upload.path(), upload.work(), upload.episode(), upload.videoSha256())
                            .update();
                    return fresh;
                });
    }

    /** A number never given before; the row stays locked until the transaction ends. */
    long next(String counter) {
        return jdbc.sql("UPDATE scan_counter SET last_number = last_number + 1 WHERE name = ? RETURNING last_number")
                .param(counter)
                .query(Long.class)
                .single();
    }

    private void delete(long result) {
        tracks.delete(result);
        jdbc.sql("DELETE FROM scan_held_back WHERE result = ?").param(result).update();
        jdbc.sql("DELETE FROM scan_picture WHERE result = ?").param(result).update();
        jdbc.sql("DELETE FROM scan_decision WHERE result = ?").param(result).update();
        jdbc.sql("DELETE FROM scan_track_score WHERE result = ?").param(result).update();
        jdbc.sql("DELETE FROM scan_score_set WHERE result = ?").param(result).update();
        jdbc.sql("DELETE FROM scan_result WHERE result = ?").param(result).update();
    }

    /** A result without its findings. */
    StoredResult result(long result) {
        return jdbc.sql(
                        "SELECT r.*, u.work, u.episode, u.video_sha256 FROM scan_result r JOIN scan_upload u ON u.upload = r.upload"
                                + " WHERE r.result = ?")
                .param(result)
                .query((row, index) -> new StoredResult(
                        result,
                        row.getString("work"),
                        row.getString("episode"),
                        row.getString("video_sha256"),
                        JsonLines.read(row.getString("conditions"), Conditions.class),
                        Status.valueOf(row.getString("status")),
                        Optional.ofNullable(row.getString("reason")),
                        Optional.ofNullable(row.getString("detail")),
                        new Looked(
                                row.getLong("duration_ms"),
                                row.getLong("frames"),
                                row.getLong("longest_gap_ms"),
                                row.getDouble("share_seen"),
                                row.getLong("faces"),
                                row.getLong("faces_too_small"),
                                row.getLong("tracks"))))
                .single();
    }

    /** With what {@link #finding(ResultSet)} reads. */
    private static final String DECISIONS = """
            SELECT d.content, o.state, d.known_rejected FROM scan_decision d
            LEFT JOIN review_outcome o ON o.finding = d.finding AND o.round = 1""";

    private static Finding finding(ResultSet row) throws SQLException {
        Map<String, String> reviewed = new HashMap<>();
        reviewed.put("review", Optional.ofNullable(row.getString(2)).orElseGet(ReviewState.OPEN::name));
        long rejected = row.getLong(3);
        if (!row.wasNull()) {
            reviewed.put("known_rejected", Finding.id(rejected));
        }
        return JsonLines.read(row.getString(1), Finding.class, reviewed);
    }

    /** A result's findings that are raised, by number. */
    List<Finding> findingsOf(long result) {
        return jdbc.sql(DECISIONS + " WHERE d.result = ? AND d.known_rejected IS NULL ORDER BY d.finding")
                .param(result)
                .query((row, index) -> finding(row))
                .list();
    }

    /** What of a result is not raised, by whom it is not: a line for each rejected finding whose face it shows. */
    List<KnownRejected> knownRejected(long result) {
        List<KnownRejected> known = new ArrayList<>(
                jdbc.sql(DECISIONS + " WHERE d.result = ? AND d.known_rejected IS NOT NULL ORDER BY d.finding")
                        .param(result)
                        .query((row, index) -> knownRejected(finding(row)))
                        .list());
        record Key(String person, long finding) {}
        Map<Key, List<Held>> held = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT h.person, h.finding, h.similarity, h.spans, u.work, u.episode, u.path, u.video_sha256
                        FROM scan_held_back h JOIN scan_result r ON r.result = h.result
                        JOIN scan_upload u ON u.upload = r.upload
                        WHERE h.result = ? ORDER BY h.person, h.finding, h.track""").param(result).query((RowCallbackHandler) row -> held.computeIfAbsent(
                        new Key(row.getString(1), row.getLong(2)), key -> new ArrayList<>())
                .add(new Held(
                        row.getDouble(3),
                        List.of(JsonLines.read(row.getString(4), KnownRejected.Span[].class)),
                        new UploadId(
                                row.getString(7),
                                new Upload(
                                        row.getString(5),
                                        row.getString(6),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                row.getString(8)))));
        held.forEach((key, tracksHeld) -> {
            UploadId upload = tracksHeld.getFirst().upload;
            known.add(new KnownRejected(
                    Finding.id(key.finding),
                    key.person,
                    upload.work(),
                    upload.episode(),
                    upload.path(),
                    upload.videoSha256(),
                    tracksHeld.stream().mapToDouble(Held::similarity).max().orElseThrow(),
                    tracksHeld.size(),
                    tracksHeld.stream()
                            .flatMap(track -> track.spans.stream())
                            .sorted(Comparator.comparingLong(KnownRejected.Span::startMs))
                            .toList()));
        });
        return List.copyOf(known);
    }

    private record Held(double similarity, List<KnownRejected.Span> spans, UploadId upload) {}

    private static KnownRejected knownRejected(Finding finding) {
        return new KnownRejected(
                finding.knownRejected().orElseThrow(),
                finding.person(),
                finding.work(),
                finding.episode(),
                finding.path(),
                finding.videoSha256(),
                finding.similarity(),
                (int) finding.appearances().stream()
                        .map(Finding.Seen::track)
                        .distinct()
                        .count(),
                finding.appearances().stream()
                        .map(seen -> new KnownRejected.Span(seen.startMs(), seen.endMs()))
                        .toList());
    }

    /** What holds, by number. */
    void findings(FindingFilter filter, Consumer<Finding> consumer) {
        StringBuilder sql = new StringBuilder(DECISIONS).append("""
                 JOIN scan_result r ON r.result = d.result
                JOIN scan_upload u ON u.upload = r.upload WHERE d.holds = 1""");
        List<Object> parameters = new ArrayList<>();
        filter.work().ifPresent(work -> {
            sql.append(" AND u.work = ?");
            parameters.add(work);
        });
        filter.person().ifPresent(person -> {
            sql.append(" AND d.person = ?");
            parameters.add(person.value());
        });
        if (!filter.verdicts().isEmpty()) {
            sql.append(" AND d.verdict IN (?")
                    .append(", ?".repeat(filter.verdicts().size() - 1))
                    .append(')');
            filter.verdicts().stream().map(Verdict::name).forEach(parameters::add);
        }
        filter.review()
                .ifPresent(review -> sql.append(
                        switch (review) {
                            case OPEN ->
                                " AND d.known_rejected IS NULL"
                                        + " AND (o.state IS NULL OR o.state IN ('OPEN', 'PENDING_SECOND', 'DISPUTED'))";
                            case CONFIRMED -> " AND o.state = 'CONFIRMED'";
                            case REJECTED -> " AND d.known_rejected IS NOT NULL";
                            case LICENSED -> " AND o.state = 'LICENSED'";
                        }));
        sql.append(" ORDER BY d.finding");
        jdbc.sql(sql.toString()).params(parameters).query((RowCallbackHandler) row -> consumer.accept(finding(row)));
    }

    /** The decision of a finding that holds. */
    Optional<Finding> finding(long number) {
        return jdbc.sql(DECISIONS + " WHERE d.finding = ? AND d.holds = 1")
                .param(number)
                .query((row, index) -> finding(row))
                .optional();
    }

    /** A picture of a finding's decision that holds. */
    Optional<byte[]> picture(long number, int picture) {
        return picture("d.holds = 1 AND p.finding = ? AND p.picture = ?", List.of(number, picture));
    }

    /** Times of the pictures of a result's findings, by finding. */
    Map<Long, List<Long>> pictureTimes(long result) {
        Map<Long, List<Long>> times = new HashMap<>();
        jdbc.sql("SELECT finding, time_ms FROM scan_picture WHERE result = ? ORDER BY finding, picture")
                .param(result)
                .query((RowCallbackHandler) row -> times.computeIfAbsent(row.getLong(1), finding -> new ArrayList<>())
                        .add(row.getLong(2)));
        return times;
    }

    /** A picture as a certain result has it. */
    Optional<byte[]> picture(long result, long finding, int picture) {
        return picture("p.result = ? AND p.finding = ? AND p.picture = ?", List.of(result, finding, picture));
    }

    private Optional<byte[]> picture(String condition, List<Object> parameters) {
        return jdbc.sql("SELECT p.result, p.finding, p.picture, d.person, p.jpeg FROM scan_picture p"
                        + " JOIN scan_decision d ON d.result = p.result AND d.finding = p.finding"
                        + " WHERE p.sealed = 1 AND " + condition)
                .params(parameters)
                .query((row, index) -> Map.entry(Place.of(row), row.getBytes(5)))
                .optional()
                // The key is asked for when the row's connection has been given back.
                .flatMap(stored -> opened(stored.getKey(), stored.getValue()));
    }

    /**
     * What an erasure took.
     *
     * @param findings how many
     * @param runs whose pages showed them
     */
    record Erased(int findings, List<Long> runs) {
        Erased {
            runs = List.copyOf(runs);
        }
    }

    /** How much there is about a person. */
    FindingStore.About about(PersonId person) {
        return new FindingStore.About(
                count("SELECT count(*) FROM scan_finding WHERE person = ?", person.value()),
                count(
                        "SELECT count(*) FROM scan_picture p JOIN scan_finding f ON f.finding = p.finding"
                                + " WHERE f.person = ?",
                        person.value()),
                count("SELECT count(*) FROM scan_decision WHERE runner_up = ?", person.value()));
    }

    private long count(String query, Object parameter) {
        return jdbc.sql(query).param(parameter).query(Long.class).single();
    }

    /**
     * Pictures of a finding in a result.
     *
     * @param decided when
     */
    record OldPictures(long result, long finding, int pictures, Instant decided) {}

    /** Pictures of decisions that were made before a time. */
    List<OldPictures> picturesBefore(Instant time) {
        return jdbc.sql("""
                        SELECT p.result, p.finding, count(*), r.decided_at FROM scan_picture p
                        JOIN scan_result r ON r.result = p.result
                        WHERE r.decided_at < ? GROUP BY p.result, p.finding, r.decided_at ORDER BY p.result, p.finding""")
                .param(time.toEpochMilli())
                .query((row, index) -> new OldPictures(
                        row.getLong(1), row.getLong(2), row.getInt(3), Instant.ofEpochMilli(row.getLong(4))))
                .list();
    }

    /** Erases a finding's pictures in a result. */
    int erasePictures(long result, long finding) {
        return jdbc.sql("DELETE FROM scan_picture WHERE result = ? AND finding = ?")
                .params(result, finding)
                .update();
    }

    /** Runs that began before a time and have ended. */
    List<Long> runsBefore(Instant time) {
        return jdbc.sql("SELECT run FROM scan_run WHERE started < ? AND state <> 'RUNNING' ORDER BY run")
                .param(time.toEpochMilli())
                .query((row, index) -> row.getLong(1))
                .list();
    }

    /**
     * Erases a run, and the results that no other run has, unless one of their findings is kept.
     *
     * @return how many findings went with them
     */
    int eraseRun(long run, LongPredicate kept) {
        Integer erased = transactions.execute(status -> {
            List<Long> results = jdbc.sql("""
                            SELECT DISTINCT i.result FROM scan_item i WHERE i.run = ? AND i.result IS NOT NULL
                                AND NOT EXISTS (SELECT 1 FROM scan_item o WHERE o.result = i.result AND o.run <> i.run)""")
                    .param(run)
                    .query((row, index) -> row.getLong(1))
                    .list();
            jdbc.sql("DELETE FROM scan_item WHERE run = ?").param(run).update();
            jdbc.sql("DELETE FROM scan_run WHERE run = ?").param(run).update();
            int findings = 0;
            for (long result : results) {
                boolean stays = jdbc
                        .sql("SELECT finding FROM scan_decision WHERE result = ?")
                        .param(result)
                        .query(Long.class)
                        .list()
                        .stream()
                        .anyMatch(kept::test);
                if (stays) {
                    continue;
                }
                long upload = jdbc.sql("SELECT upload FROM scan_result WHERE result = ?")
                        .param(result)
                        .query(Long.class)
                        .single();
                jdbc.sql("UPDATE scan_upload SET current_result = NULL WHERE current_result = ?")
                        .param(result)
                        .update();
                delete(result);
                findings += jdbc.sql("DELETE FROM scan_finding WHERE upload = ? AND NOT EXISTS"
                                + " (SELECT 1 FROM scan_decision d WHERE d.finding = scan_finding.finding)")
                        .param(upload)
                        .update();
                jdbc.sql("DELETE FROM scan_upload WHERE upload = ? AND NOT EXISTS"
                                + " (SELECT 1 FROM scan_result r WHERE r.upload = scan_upload.upload) AND NOT EXISTS"
                                + " (SELECT 1 FROM scan_finding f WHERE f.upload = scan_upload.upload)")
                        .param(upload)
                        .update();
            }
            return findings;
        });
        return erased == null ? 0 : erased;
    }

    /** Erases every finding of a person and every mention of them. */
    Erased erase(PersonId person) {
        Erased erased = transactions.execute(status -> {
            List<Long> runs = jdbc.sql("""
                            SELECT DISTINCT i.run FROM scan_item i JOIN scan_decision d ON d.result = i.result
                            WHERE d.person = ? OR d.runner_up = ? ORDER BY i.run""")
                    .params(person.value(), person.value())
                    .query((row, index) -> row.getLong(1))
                    .list();
            tracks.erase(person);
            reviews.erase(person);
            jdbc.sql("""
                            DELETE FROM scan_picture WHERE finding IN
                                (SELECT finding FROM scan_finding WHERE person = ?)""").param(person.value()).update();
            jdbc.sql("DELETE FROM scan_decision WHERE person = ?")
                    .param(person.value())
                    .update();
            int findings = jdbc.sql("DELETE FROM scan_finding WHERE person = ?")
                    .param(person.value())
                    .update();
            record Mention(long result, long finding, String content) {}
            List<Mention> mentions = jdbc.sql("SELECT result, finding, content FROM scan_decision WHERE runner_up = ?")
                    .param(person.value())
                    .query((row, index) -> new Mention(row.getLong(1), row.getLong(2), row.getString(3)))
                    .list();
            for (Mention mention : mentions) {
                jdbc.sql("UPDATE scan_decision SET runner_up = NULL, content = ? WHERE result = ? AND finding = ?")
                        .params(JsonLines.without(mention.content, "runner_up"), mention.result, mention.finding)
                        .update();
            }
            // Found by what is written, for it is seldom that one is erased. An underscore in an id stands for any
            // character here, so some are looked at in vain.
            List<Mention> alike = jdbc.sql("SELECT result, finding, content FROM scan_decision WHERE content LIKE ?")
                    .param("%\"also\":[%\"" + person.value() + "\"%")
                    .query((row, index) -> new Mention(row.getLong(1), row.getLong(2), row.getString(3)))
                    .list();
            for (Mention mention : alike) {
                jdbc.sql("UPDATE scan_decision SET content = ? WHERE result = ? AND finding = ?")
                        .params(
                                JsonLines.without(mention.content, "also", person.value()),
                                mention.result,
                                mention.finding)
                        .update();
            }
            eraseScores(person);
            return new Erased(findings, runs);
        });
        return erased == null ? new Erased(0, List.of()) : erased;
    }

    /** Whom those tracks are most like of the others, nobody knows any more: they count for nothing. */
    private void eraseScores(PersonId person) {
        jdbc.sql("""
                        UPDATE scan_score_set SET tracks = tracks - (
                            SELECT COUNT(*) FROM scan_track_score t
                            WHERE t.result = scan_score_set.result AND t.person = ?)
                        WHERE result IN (SELECT result FROM scan_track_score WHERE person = ?)""").params(person.value(), person.value()).update();
        jdbc.sql("DELETE FROM scan_track_score WHERE person = ?")
                .param(person.value())
                .update();
        jdbc.sql("DELETE FROM calibration_person WHERE person = ?")
                .param(person.value())
                .update();
    }
}
