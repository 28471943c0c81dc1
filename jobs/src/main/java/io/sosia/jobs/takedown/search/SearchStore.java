package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.Upload;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.indexer.sighting.SearchedUploads;
import io.sosia.indexer.sighting.SmallPicture;
import io.sosia.jobs.batch.OvertakenException;
import io.sosia.jobs.scan.JsonLines;
import io.sosia.models.vector.FaceVectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Searches for cases, and what they came to, in SQL. A search's step is written in one transaction, so that a search goes on
 * after any end; what it has told of stays, and a later one adds to it. Whatever shows a face is sealed with the case's key.
 * Thread-safe.
 */
final class SearchStore {

    private static final int BATCH = 200;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;
    private final SubjectKeys keys;

    SearchStore(DataSource dataSource, SubjectKeys keys) {
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new JdbcTemplate(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.keys = keys;
    }

    /** What became of a search. */
    enum State {
        RUNNING,
        STOPPED,
        FAILED,
        DONE,
        /** Another request of the case has taken its place. */
        LEFT
    }

    /** How far a search has come; each follows from the one before. */
    enum Stage {
        BEGUN,
        /** The archive is searched. */
        ARCHIVE,
        /** Videos were looked at again. */
        VIDEOS,
        /** The strong recogniser was asked. */
        FACES,
        DONE
    }

    /**
     * A search.
     *
     * @param request SHA-256 of who is searched for, where, and by what
     */
    record Run(long run, String caseNumber, int round, String request, State state, Stage stage) {}

    /** What belongs together is written together. Joins the caller's transaction where there is one. */
    <T> T together(Supplier<T> work) {
        return java.util.Objects.requireNonNull(transactions.execute(status -> work.get()));
    }

    // Photos

    /**
     * What was read from a photo.
     *
     * @param sha256 of the photo
     * @param reason why it is of no use; empty where it is
     * @param detail of that, one line
     * @param quality 0 to 1; 0 where it is of no use
     * @param models which read it: of other models it is read anew
     * @param face empty where it is of no use
     */
    record ReadPhoto(
            String sha256,
            Optional<String> reason,
            Optional<String> detail,
            double quality,
            String models,
            Optional<FaceVectors> face) {}

    private record PhotoFacts(Optional<String> reason, Optional<String> detail, double quality, String models) {}

    Map<String, ReadPhoto> photos(String caseNumber) {
        return photos(caseNumber, false);
    }

    /** Those photos by which the latest search has looked for the person, with their faces. */
    List<ReadPhoto> usedPhotos(String caseNumber) {
        return List.copyOf(photos(caseNumber, true).values());
    }

    private Map<String, ReadPhoto> photos(String caseNumber, boolean used) {
        Optional<SubjectKey> key = keys.find(SubjectKeys.ofCase(caseNumber));
        Map<String, ReadPhoto> photos = new LinkedHashMap<>();
        if (key.isEmpty()) {
            return photos;
        }
        jdbc.sql("SELECT sha256, content FROM search_photo WHERE case_number = ?" + (used ? " AND used = 1" : "")
                        + " ORDER BY sha256")
                .param(caseNumber)
                .query((RowCallbackHandler) row -> {
                    String sha256 = row.getString(1);
                    CandidateCodec.Content content =
                            CandidateCodec.content(open(key.get(), row.getBytes(2), photoContext(caseNumber, sha256)));
                    PhotoFacts facts = JsonLines.read(content.json(), PhotoFacts.class);
                    photos.put(
                            sha256,
                            new ReadPhoto(
                                    sha256, facts.reason, facts.detail, facts.quality, facts.models, content.face()));
                });
        return photos;
    }

    void savePhoto(String caseNumber, ReadPhoto photo) {
        byte[] content = CandidateCodec.bytes(
                JsonLines.stored(new PhotoFacts(photo.reason, photo.detail, photo.quality, photo.models)),
                photo.face,
                Optional.empty());
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM search_photo WHERE case_number = ? AND sha256 = ?")
                    .params(caseNumber, photo.sha256)
                    .update();
            jdbc.sql("INSERT INTO search_photo (case_number, sha256, content) VALUES (?, ?, ?)")
                    .params(caseNumber, photo.sha256, seal(caseNumber, content, photoContext(caseNumber, photo.sha256)))
                    .update();
        });
    }

    // Runs

    /** The latest search of a case. */
    Optional<Run> last(String caseNumber) {
        return jdbc.sql("SELECT run, case_number, round, request, state, stage FROM search_run WHERE case_number = ?"
                        + " ORDER BY run DESC LIMIT 1")
                .param(caseNumber)
                .query((row, index) -> new Run(
                        row.getLong(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getString(4),
                        State.valueOf(row.getString(5)),
                        Stage.valueOf(row.getString(6))))
                .optional();
    }

    /** Writes down a new search; those of the case that did not end are left. */
    long begin(String caseNumber, int round, String request, Instant now) {
        return together(() -> {
            jdbc.sql("DELETE FROM search_candidate WHERE run IN"
                            + " (SELECT run FROM search_run WHERE case_number = ? AND state <> 'DONE')")
                    .param(caseNumber)
                    .update();
            jdbc.sql("UPDATE search_run SET state = 'LEFT', ended = ? WHERE case_number = ?"
                            + " AND state IN ('RUNNING', 'STOPPED', 'FAILED')")
                    .params(now.toEpochMilli(), caseNumber)
                    .update();
            long run = next("search_run");
            jdbc.sql("INSERT INTO search_run (run, case_number, round, request, state, stage, started)"
                            + " VALUES (?, ?, ?, ?, 'RUNNING', 'BEGUN', ?)")
                    .params(run, caseNumber, round, request, now.toEpochMilli())
                    .update();
            return run;
        });
    }

    /** Lets a search go on. */
    void resume(long run) {
        jdbc.sql("UPDATE search_run SET state = 'RUNNING', ended = NULL WHERE run = ?")
                .param(run)
                .update();
    }

    /** Writes down that a search did not get to its end. */
    void end(long run, State state, Instant now) {
        jdbc.sql("UPDATE search_run SET state = ?, ended = ? WHERE run = ? AND state <> 'DONE'")
                .params(state.name(), now.toEpochMilli(), run)
                .update();
    }

    Stage stage(long run) {
        return Stage.valueOf(jdbc.sql("SELECT stage FROM search_run WHERE run = ?")
                .param(run)
                .query(String.class)
                .single());
    }

    private void reached(long run, Stage stage) {
        jdbc.sql("UPDATE search_run SET stage = ? WHERE run = ?")
                .params(stage.name(), run)
                .update();
    }

    // What a search meets

    /** Whether the strong recogniser was asked about a candidate. */
    enum Asked {
        FOUND,
        LOOKED
    }

    /** Writes down what the archive's search came to, and which videos are to be looked at again. */
    void archiveSearched(Run run, List<Candidate> found, String looked, List<VideoAgain> videos) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM search_candidate WHERE run = ?")
                    .param(run.run)
                    .update();
            jdbc.sql("DELETE FROM search_video WHERE run = ?").param(run.run).update();
            insert(run, found, Asked.FOUND);
            for (int place = 0; place < videos.size(); place++) {
                jdbc.sql("INSERT INTO search_video (run, place, content, state) VALUES (?, ?, ?, 'WAITING')")
                        .params(run.run, place, JsonLines.stored(videos.get(place)))
                        .update();
            }
            jdbc.sql("UPDATE search_run SET looked = ? WHERE run = ?")
                    .params(looked, run.run)
                    .update();
            reached(run.run, Stage.ARCHIVE);
        });
    }

    /** What {@link #archiveSearched} wrote down. */
    String looked(long run) {
        return jdbc.sql("SELECT looked FROM search_run WHERE run = ?")
                .param(run)
                .query(String.class)
                .single();
    }

    private void insert(Run run, List<Candidate> candidates, Asked asked) {
        SubjectKey key = key(run.caseNumber);
        for (int from = 0; from < candidates.size(); from += BATCH) {
            List<Object[]> rows = new ArrayList<>();
            for (Candidate candidate : candidates.subList(from, Math.min(candidates.size(), from + BATCH))) {
                String id = candidate.facts().id();
                rows.add(new Object[] {
                    run.run, id, asked.name(), key.seal(CandidateCodec.bytes(candidate), candidateContext(run, id))
                });
            }
            batches.batchUpdate(
                    "INSERT INTO search_candidate (run, candidate, state, content) VALUES (?, ?, ?, ?)", rows);
        }
    }

    /** How many candidates a search has in a state. */
    long count(long run, Asked asked) {
        return jdbc.sql("SELECT COUNT(*) FROM search_candidate WHERE run = ? AND state = ?")
                .params(run, asked.name())
                .query(Long.class)
                .single();
    }

    /**
     * Candidates in a state, by id.
     *
     * @param most to return
     */
    List<Candidate> candidates(Run run, Asked asked, int most) {
        SubjectKey key = key(run.caseNumber);
        return jdbc.sql("SELECT candidate, content FROM search_candidate WHERE run = ? AND state = ?"
                        + " ORDER BY candidate LIMIT ?")
                .params(run.run, asked.name(), most)
                .query((row, index) ->
                        CandidateCodec.candidate(open(key, row.getBytes(2), candidateContext(run, row.getString(1)))))
                .list();
    }

    /**
     * Writes down what a closer look at some candidates came to.
     *
     * @param of those looked at
     * @param kept of them, those that are still alike
     */
    void facesLookedAt(Run run, List<Candidate> of, List<Candidate> kept) {
        transactions.executeWithoutResult(status -> {
            batches.batchUpdate(
                    "DELETE FROM search_candidate WHERE run = ? AND candidate = ?",
                    of.stream()
                            .map(candidate ->
                                    new Object[] {run.run, candidate.facts().id()})
                            .toList());
            insert(run, kept, Asked.LOOKED);
        });
    }

    void facesDone(Run run) {
        reached(run.run, Stage.FACES);
    }

    // Videos

    /**
     * A video to look at again.
     *
     * @param uploads files with these bytes, and what is known of each
     * @param videoSha256 64 hex digits; empty where it could never be read
     * @param named whether the requester named it
     */
    record VideoAgain(List<At> uploads, String videoSha256, boolean named) {
        VideoAgain {
            uploads = List.copyOf(uploads);
        }

        /** A file and what is known of it. */
        record At(String path, Upload upload) {}
    }

    /** What became of a video. */
    enum Again {
        WAITING,
        LOOKED,
        PARTLY,
        UNREAD
    }

    /** A video of a search. */
    record VideoRow(
            int place,
            VideoAgain video,
            Again state,
            Optional<String> reason,
            Optional<String> detail,
            long durationMs,
            long tracks) {}

    List<VideoRow> videos(long run) {
        return jdbc.sql("SELECT place, content, state, reason, detail, duration_ms, tracks FROM search_video"
                        + " WHERE run = ? ORDER BY place")
                .param(run)
                .query((row, index) -> new VideoRow(
                        row.getInt(1),
                        JsonLines.read(row.getString(2), VideoAgain.class),
                        Again.valueOf(row.getString(3)),
                        Optional.ofNullable(row.getString(4)),
                        Optional.ofNullable(row.getString(5)),
                        row.getLong(6),
                        row.getLong(7)))
                .list();
    }

    /**
     * Writes down what a video showed.
     *
     * @param uploads keys of what was looked at in full: what the archive had of them has no say any more
     */
    void videoLookedAt(Run run, VideoRow row, List<String> uploads, List<Candidate> found) {
        transactions.executeWithoutResult(status -> {
            for (String upload : uploads) {
                jdbc.sql("DELETE FROM search_candidate WHERE run = ? AND candidate LIKE ?")
                        .params(run.run, upload + "/%")
                        .update();
            }
            batches.batchUpdate(
                    "DELETE FROM search_candidate WHERE run = ? AND candidate = ?",
                    found.stream()
                            .map(candidate ->
                                    new Object[] {run.run, candidate.facts().id()})
                            .toList());
            insert(run, found, Asked.LOOKED);
            jdbc.sql("UPDATE search_video SET state = ?, reason = ?, detail = ?, duration_ms = ?, tracks = ?"
                            + " WHERE run = ? AND place = ?")
                    .param(row.state.name())
                    .param(row.reason.orElse(null))
                    .param(row.detail.orElse(null))
                    .params(row.durationMs, row.tracks, run.run, row.place)
                    .update();
        });
    }

    void videosDone(Run run) {
        reached(run.run, Stage.VIDEOS);
    }

    // What is known from scans

    /**
     * An upload, and what its latest scan came to.
     *
     * @param status {@code SCANNED}, {@code PARTLY} or {@code NOT_SCANNED}
     */
    record Scanned(
            String path,
            Upload upload,
            String videoSha256,
            String status,
            Optional<String> reason,
            Optional<String> detail,
            long durationMs,
            long tracks) {}

    /** The uploads of a work, or of one episode of it. */
    List<Scanned> uploads(String work, Optional<String> episode) {
        String sql = SCANNED + " WHERE u.work = ?" + (episode.isPresent() ? " AND u.episode = ?" : "")
                + " ORDER BY u.episode, u.upload";
        JdbcClient.StatementSpec statement = jdbc.sql(sql).param(work);
        return (episode.isPresent() ? statement.param(episode.get()) : statement)
                .query((row, index) -> scanned(row))
                .list();
    }

    private static final String SCANNED =
            "SELECT u.path, u.work, u.episode, u.uploader, u.published, u.territory, u.video_sha256, r.status, r.reason,"
                    + " r.detail, r.duration_ms, r.tracks"
                    + " FROM scan_upload u JOIN scan_result r ON r.result = u.current_result";

    private static Scanned scanned(java.sql.ResultSet row) throws java.sql.SQLException {
        long published = row.getLong(5);
        boolean unknown = row.wasNull();
        return new Scanned(
                row.getString(1),
                new Upload(
                        row.getString(2),
                        row.getString(3),
                        Optional.ofNullable(row.getString(4)),
                        unknown ? Optional.empty() : Optional.of(Instant.ofEpochMilli(published)),
                        Optional.ofNullable(row.getString(6))),
                row.getString(7),
                row.getString(8),
                Optional.ofNullable(row.getString(9)),
                Optional.ofNullable(row.getString(10)),
                row.getLong(11),
                row.getLong(12));
    }

    /**
     * What scans since a moment came to.
     *
     * @param videos looked at, in full or in part
     * @param videoMs their running time
     * @param seenMs of that
     * @param unread not looked at, or in part
     * @param expired looked at before that moment, and not since
     */
    record Scans(long videos, long videoMs, double seenMs, long unread, long expired) {}

    Scans scansSince(Instant first) {
        Scans since = jdbc.sql("""
                        SELECT COUNT(*), COALESCE(SUM(r.duration_ms), 0),
                            COALESCE(SUM(r.duration_ms * r.share_seen), 0),
                            COALESCE(SUM(CASE WHEN r.status = 'SCANNED' THEN 0 ELSE 1 END), 0),
                            COALESCE(SUM(CASE WHEN r.status = 'NOT_SCANNED' THEN 1 ELSE 0 END), 0)
                        FROM scan_result r JOIN scan_upload u ON u.current_result = r.result
                        WHERE r.decided_at >= ?""")
                .param(first.toEpochMilli())
                .query((row, index) ->
                        new Scans(row.getLong(1) - row.getLong(5), row.getLong(2), row.getDouble(3), row.getLong(4), 0))
                .single();
        long expired = jdbc.sql("SELECT COUNT(*) FROM scan_result r JOIN scan_upload u ON u.current_result = r.result"
                        + " WHERE r.decided_at < ? AND r.status <> 'NOT_SCANNED'")
                .param(first.toEpochMilli())
                .query(Long.class)
                .single();
        return new Scans(since.videos, since.videoMs, since.seenMs, since.unread, expired);
    }

    /**
     * Videos that were not compared.
     *
     * @param videos how many
     * @param seenMs of them, what scans had seen of their running time
     */
    record NotCompared(long videos, double seenMs) {}

    /** The videos that scans since a moment have looked at, if only in part, and that are not among those. */
    NotCompared notAmong(SearchedUploads uploads, Instant first) {
        long[] videos = new long[1];
        double[] seenMs = new double[1];
        jdbc.sql("SELECT u.work, u.episode, u.video_sha256, r.duration_ms * r.share_seen FROM scan_upload u"
                        + " JOIN scan_result r ON r.result = u.current_result"
                        + " WHERE r.decided_at >= ? AND r.status <> 'NOT_SCANNED'")
                .param(first.toEpochMilli())
                .query((RowCallbackHandler) row -> {
                    if (!uploads.has(row.getString(1), row.getString(2), row.getString(3))) {
                        videos[0]++;
                        seenMs[0] += row.getDouble(4);
                    }
                });
        return new NotCompared(videos[0], seenMs[0]);
    }

    /** Videos that scans since a moment have not looked at, or in part; by number. */
    List<Scanned> unreadSince(Instant first, int most) {
        return jdbc.sql(SCANNED + " WHERE r.decided_at >= ? AND r.status <> 'SCANNED' ORDER BY u.upload LIMIT ?")
                .params(first.toEpochMilli(), most)
                .query((row, index) -> scanned(row))
                .list();
    }

    // What a search comes to

    /** A finding and its tracks, the most alike first. */
    record Filed(CaseFinding finding, List<Candidate> tracks) {
        Filed {
            tracks = List.copyOf(tracks);
        }
    }

    /** Every finding of a case with its tracks, in the order in which people look at them; none without the case's key. */
    List<Filed> filed(String caseNumber) {
        Optional<SubjectKey> key = keys.find(SubjectKeys.ofCase(caseNumber));
        if (key.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Candidate>> tracks = new HashMap<>();
        jdbc.sql("SELECT t.finding, t.candidate, t.content FROM search_track t"
                        + " JOIN search_finding f ON f.finding = t.finding WHERE f.case_number = ?"
                        + " ORDER BY t.finding, t.place")
                .param(caseNumber)
                .query((RowCallbackHandler) row -> tracks.computeIfAbsent(row.getLong(1), none -> new ArrayList<>())
                        .add(CandidateCodec.candidate(open(
                                key.get(),
                                row.getBytes(3),
                                trackContext(caseNumber, row.getLong(1), row.getString(2))))));
        return findings(caseNumber).stream()
                .map(finding -> new Filed(finding, tracks.getOrDefault(finding.finding(), List.of())))
                .toList();
    }

    List<CaseFinding> findings(String caseNumber) {
        return jdbc.sql("SELECT content FROM search_finding WHERE case_number = ? ORDER BY place, finding")
                .param(caseNumber)
                .query((row, index) -> JsonLines.read(row.getString(1), CaseFinding.class))
                .list();
    }

    /** A finding, if it is one of a case. */
    Optional<CaseFinding> finding(long finding) {
        return jdbc.sql("SELECT content FROM search_finding WHERE finding = ?")
                .param(finding)
                .query((row, index) -> JsonLines.read(row.getString(1), CaseFinding.class))
                .optional();
    }

    void eachFinding(Consumer<CaseFinding> consumer) {
        jdbc.sql("SELECT content FROM search_finding ORDER BY finding")
                .query((row, index) -> JsonLines.read(row.getString(1), CaseFinding.class))
                .list()
                .forEach(consumer);
    }

    /** A finding's tracks, the most alike first; none without the case's key. */
    List<Candidate> tracks(CaseFinding finding) {
        Optional<SubjectKey> key = keys.find(SubjectKeys.ofCase(finding.caseNumber()));
        if (key.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("SELECT candidate, content FROM search_track WHERE finding = ? ORDER BY place")
                .param(finding.finding())
                .query((row, index) -> CandidateCodec.candidate(open(
                        key.get(),
                        row.getBytes(2),
                        trackContext(finding.caseNumber(), finding.finding(), row.getString(1)))))
                .list();
    }

    /** A finding's pictures, the most alike track's first. */
    List<SmallPicture> pictures(CaseFinding finding) {
        return tracks(finding).stream()
                .flatMap(track -> track.picture().stream())
                .toList();
    }

    /** A finding's number, of the counter that scans' findings have. */
    long nextFinding() {
        return next("finding");
    }

    /**
     * Writes down what a search came to, in the caller's transaction.
     *
     * @param photos of the case that it searched by, SHA-256
     */
    void conclude(Run run, List<Filed> findings, List<String> photos, Coverage coverage, Instant now) {
        jdbc.sql("UPDATE search_photo SET used = 0 WHERE case_number = ?")
                .param(run.caseNumber)
                .update();
        batches.batchUpdate(
                "UPDATE search_photo SET used = 1 WHERE case_number = ? AND sha256 = ?",
                photos.stream()
                        .map(photo -> new Object[] {run.caseNumber, photo})
                        .toList());
        SubjectKey key = key(run.caseNumber);
        jdbc.sql("DELETE FROM search_track WHERE finding IN"
                        + " (SELECT finding FROM search_finding WHERE case_number = ?)")
                .param(run.caseNumber)
                .update();
        jdbc.sql("DELETE FROM search_finding WHERE case_number = ?")
                .param(run.caseNumber)
                .update();
        for (int place = 0; place < findings.size(); place++) {
            CaseFinding finding = findings.get(place).finding;
            jdbc.sql("INSERT INTO search_finding (finding, case_number, round, run, place, work, figure, content)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            finding.finding(),
                            run.caseNumber,
                            finding.round(),
                            run.run,
                            place,
                            finding.work(),
                            finding.character(),
                            JsonLines.stored(finding))
                    .update();
            List<Object[]> rows = new ArrayList<>();
            List<Candidate> tracks = findings.get(place).tracks;
            for (int track = 0; track < tracks.size(); track++) {
                String id = tracks.get(track).facts().id();
                rows.add(new Object[] {
                    finding.finding(),
                    id,
                    track,
                    key.seal(
                            CandidateCodec.bytes(tracks.get(track)),
                            trackContext(run.caseNumber, finding.finding(), id))
                });
            }
            batches.batchUpdate(
                    "INSERT INTO search_track (finding, candidate, place, content) VALUES (?, ?, ?, ?)", rows);
        }
        jdbc.sql("DELETE FROM search_candidate WHERE run = ?").param(run.run).update();
        jdbc.sql("UPDATE search_run SET state = 'DONE', stage = 'DONE', ended = ?, coverage = ? WHERE run = ?")
                .params(now.toEpochMilli(), JsonLines.stored(coverage), run.run)
                .update();
    }

    Optional<Coverage> coverage(String caseNumber, int round) {
        return jdbc.sql("SELECT coverage FROM search_run WHERE case_number = ? AND round <= ? AND state = 'DONE'"
                        + " ORDER BY run DESC LIMIT 1")
                .params(caseNumber, round)
                .query(String.class)
                .optional()
                .map(json -> JsonLines.read(json, Coverage.class));
    }

    StoredCaseFindings.Stored stored(String caseNumber) {
        return new StoredCaseFindings.Stored(
                count("SELECT COUNT(*) FROM search_finding WHERE case_number = ?", caseNumber),
                count(
                                "SELECT COUNT(*) FROM search_track t JOIN search_finding f ON f.finding = t.finding"
                                        + " WHERE f.case_number = ?",
                                caseNumber)
                        + count(
                                "SELECT COUNT(*) FROM search_candidate c JOIN search_run r ON r.run = c.run"
                                        + " WHERE r.case_number = ?",
                                caseNumber)
                        + count("SELECT COUNT(*) FROM search_photo WHERE case_number = ?", caseNumber));
    }

    private long count(String sql, String caseNumber) {
        return jdbc.sql(sql).param(caseNumber).query(Long.class).single();
    }

    /** Removes all of a case; in the caller's transaction where there is one. */
    void forget(String caseNumber) {
        transactions.executeWithoutResult(status -> {
            for (String table : List.of("search_candidate", "search_video")) {
                jdbc.sql("DELETE FROM " + table + " WHERE run IN (SELECT run FROM search_run WHERE case_number = ?)")
                        .param(caseNumber)
                        .update();
            }
            jdbc.sql("DELETE FROM search_track WHERE finding IN"
                            + " (SELECT finding FROM search_finding WHERE case_number = ?)")
                    .param(caseNumber)
                    .update();
            for (String table : List.of("search_finding", "search_run", "search_photo")) {
                jdbc.sql("DELETE FROM " + table + " WHERE case_number = ?")
                        .param(caseNumber)
                        .update();
            }
        });
    }

    // Seals

    /** @throws OvertakenException if it was destroyed: the case is gone */
    private SubjectKey key(String caseNumber) {
        return keys.find(SubjectKeys.ofCase(caseNumber))
                .orElseThrow(() -> new OvertakenException("the case " + caseNumber
                        + " was erased meanwhile, and nobody is searched for through it any more"));
    }

    private byte[] seal(String caseNumber, byte[] content, String context) {
        return key(caseNumber).seal(content, context);
    }

    private static byte[] open(SubjectKey key, byte[] sealed, String context) {
        try {
            return key.open(sealed, context);
        } catch (SealBrokenException e) {
            throw new IllegalStateException("what is stored of a case is not what was written: " + context, e);
        }
    }

    private static String photoContext(String caseNumber, String sha256) {
        return "sosia.takedown/1/photo/" + caseNumber + "/" + sha256;
    }

    private static String candidateContext(Run run, String id) {
        return "sosia.takedown/1/candidate/" + run.caseNumber + "/" + run.run + "/" + id;
    }

    private static String trackContext(String caseNumber, long finding, String id) {
        return "sosia.takedown/1/track/" + caseNumber + "/" + finding + "/" + id;
    }

    /** A number never given before; the row stays locked until the transaction ends. */
    private long next(String counter) {
        return jdbc.sql("UPDATE scan_counter SET last_number = last_number + 1 WHERE name = ? RETURNING last_number")
                .param(counter)
                .query(Long.class)
                .single();
    }

    /** The finding's number in text, if it is one. */
    static OptionalLong number(String id) {
        return id.matches("F-[0-9]{6,18}") ? OptionalLong.of(Long.parseLong(id.substring(2))) : OptionalLong.empty();
    }
}
