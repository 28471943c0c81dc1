package io.sosia.jobs.scan;

import io.sosia.indexer.calibration.ScoreSample.Known;
import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.review.FindingFacts;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.review.Reviewable;
import io.sosia.jobs.review.ReviewableSource;
import io.sosia.jobs.review.ReviewedPerson;
import io.sosia.jobs.review.ReviewedTrack;
import io.sosia.jobs.review.SameFace;
import io.sosia.models.vector.Cosine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What scans have found, for people to decide on. A decision marks the scores that the finding rests on, by which the next
 * calibration knows whose they are; and a rejected face is not raised again, be it in this finding or in others of the same
 * work and person that show nothing but this face. Thread-safe.
 */
public final class ReviewableFindings implements ReviewableSource {

    /** A scan's finding is decided in one round. */
    static final int ROUND = 1;

    private final JdbcClient jdbc;
    private final ResultStore results;
    private final FindingTracks tracks;
    private final SameFace sameFace;

    private ReviewableFindings(RegisterDatabase database, SubjectKeys keys, Fusion fusion) {
        this.jdbc = JdbcClient.create(database.dataSource());
        this.results = new ResultStore(database, keys);
        this.tracks = new FindingTracks(database.dataSource(), keys);
        this.sameFace = new SameFace(fusion);
    }

    /**
     * Opens the findings beside a register; the database stays the caller's to close.
     *
     * @param fusion how faces are compared
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static ReviewableFindings open(RegisterDatabase database, SubjectKeys keys, Fusion fusion)
            throws NotReadyException {
        JobsSchema.prepare(database);
        return new ReviewableFindings(database, keys, fusion);
    }

    @Override
    public Optional<Reviewable> find(long finding) {
        return results.finding(finding).map(found -> reviewable(finding, found));
    }

    private Reviewable reviewable(long number, Finding finding) {
        PersonId person = new PersonId(finding.person());
        long result = jdbc.sql("SELECT result FROM scan_decision WHERE finding = ? AND holds = 1")
                .param(number)
                .query(Long.class)
                .single();
        return new Reviewable(
                number,
                new ReviewedPerson.Registered(person),
                finding.work(),
                List.of(finding.episode()),
                tracks.of(result, number, person, finding.videoSha256()),
                Optional.empty(),
                ROUND,
                Set.of());
    }

    @Override
    public Optional<FindingFacts> facts(long finding) {
        return results.finding(finding).map(ReviewableFindings::facts);
    }

    @Override
    public void each(Consumer<FindingFacts> consumer) {
        results.findings(
                new FindingFilter(Optional.empty(), Optional.empty(), Set.of(), Optional.of(FindingFilter.Review.OPEN)),
                finding -> consumer.accept(facts(finding)));
    }

    private static FindingFacts facts(Finding finding) {
        return new FindingFacts(
                Finding.number(finding.id()).orElseThrow(),
                new PersonId(finding.person()),
                finding.work(),
                List.of(finding.episode()),
                List.of(new Upload(
                        finding.work(),
                        finding.episode(),
                        finding.uploader(),
                        finding.published().or(() -> Optional.of(finding.decidedAt())),
                        finding.territory())),
                finding.verdict(),
                finding.similarity(),
                finding.threshold(),
                finding.explanation(),
                Optional.empty(),
                ROUND);
    }

    @Override
    public void decided(Reviewable finding, ReviewDecision decision) {
        long number = finding.finding();
        // What an earlier decision had held back is raised again, unless this one holds it back too.
        mark(Known.UNKNOWN, "finding IN (SELECT finding FROM scan_decision WHERE known_rejected = ?)", number);
        jdbc.sql("UPDATE scan_decision SET known_rejected = NULL WHERE known_rejected = ?")
                .param(number)
                .update();
        switch (decision) {
            case CONFIRM, LICENSED -> {
                mark(Known.MATED, "finding = ?", number);
                markHeldBack(Known.UNKNOWN, number);
            }
            case REJECT -> {
                mark(Known.NON_MATED, "finding = ?", number);
                markHeldBack(Known.NON_MATED, number);
                jdbc.sql("UPDATE scan_decision SET known_rejected = ? WHERE finding = ?")
                        .params(number, number)
                        .update();
                holdBackOthers(finding);
            }
        }
    }

    private void mark(Known known, String condition, long number) {
        jdbc.sql("UPDATE scan_track_score SET known = ? WHERE " + condition)
                .params(known.name(), number)
                .update();
    }

    private void markHeldBack(Known known, long number) {
        jdbc.sql("""
                        UPDATE scan_track_score SET known = ? WHERE EXISTS (
                            SELECT 1 FROM scan_held_back h WHERE h.finding = ? AND h.result = scan_track_score.result
                                AND h.track = scan_track_score.track AND h.person = scan_track_score.person)""").params(known.name(), number).update();
    }

    /** Other findings of the work and person on which nobody has said anything, and which show this face alone. */
    private void holdBackOthers(Reviewable rejected) {
        record Other(long result, long finding, String video) {}
        PersonId person = rejected.person().id();
        List<Other> others = new ArrayList<>();
        jdbc.sql("""
                        SELECT d.result, d.finding, u.video_sha256 FROM scan_decision d
                        JOIN scan_result r ON r.result = d.result JOIN scan_upload u ON u.upload = r.upload
                        LEFT JOIN review_outcome o ON o.finding = d.finding AND o.round = ?
                        WHERE d.holds = 1 AND d.known_rejected IS NULL AND d.person = ? AND u.work = ? AND d.finding <> ?
                            AND (o.state IS NULL OR o.state = 'OPEN')""")
                .params(ROUND, person.value(), rejected.work(), rejected.finding())
                .query((RowCallbackHandler)
                        row -> others.add(new Other(row.getLong(1), row.getLong(2), row.getString(3))));
        for (Other other : others) {
            List<ReviewedTrack> shown = tracks.of(other.result, other.finding, person, other.video);
            if (!shown.isEmpty() && shown.stream().allMatch(track -> isAgain(track, other.result, person, rejected))) {
                jdbc.sql("UPDATE scan_decision SET known_rejected = ? WHERE finding = ?")
                        .params(rejected.finding(), other.finding)
                        .update();
                mark(Known.NON_MATED, "finding = ?", other.finding);
            }
        }
    }

    private boolean isAgain(ReviewedTrack track, long result, PersonId person, Reviewable rejected) {
        Optional<Cosine> score = jdbc.sql(
                        "SELECT score FROM scan_track_score WHERE result = ? AND track = ? AND person = ?")
                .params(result, track.track(), person.value())
                .query(Double.class)
                .optional()
                .map(Cosine::new);
        // How alike the track is to the person nobody knows any more; then it is left for people to look at.
        return score.isPresent()
                && rejected.tracks().stream()
                        .anyMatch(face -> sameFace.again(track.templates(), score.get(), face.templates())
                                .isPresent());
    }
}
