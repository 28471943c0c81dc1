package io.sosia.jobs.scan;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.review.ReviewedTrack;
import io.sosia.jobs.review.SealedTemplates;
import io.sosia.models.vector.FaceVectors;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the tracks of findings show, in {@code scan_finding_track}: sealed with the key of the person whom the finding takes
 * them for, in the context {@code scan_finding_track/RESULT/FINDING/TRACK}. Calls join the caller's transaction. Thread-safe.
 */
final class FindingTracks {

    private final JdbcClient jdbc;
    private final SubjectKeys keys;

    FindingTracks(DataSource dataSource, SubjectKeys keys) {
        this.jdbc = JdbcClient.create(dataSource);
        this.keys = keys;
    }

    /** @param key of the person whom the finding takes them for */
    void save(long result, long finding, SubjectKey key, List<ReviewedTrack> tracks) {
        for (ReviewedTrack track : tracks) {
            jdbc.sql(
                            "INSERT INTO scan_finding_track (result, finding, track, quality, templates) VALUES (?, ?, ?, ?, ?)")
                    .params(
                            result,
                            finding,
                            track.track(),
                            track.quality(),
                            SealedTemplates.seal(key, track.templates(), context(result, finding, track.track())))
                    .update();
        }
    }

    /**
     * Tracks of a finding as a result has them, by number; none where an earlier version found it.
     *
     * @param videoSha256 of the result's video
     */
    List<ReviewedTrack> of(long result, long finding, PersonId person, String videoSha256) {
        Optional<SubjectKey> key = keys.find(SubjectKeys.person(person.value()));
        // Without the key nothing can be known of them any more.
        return key.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT track, quality, templates FROM scan_finding_track"
                                + " WHERE result = ? AND finding = ? ORDER BY track")
                        .params(result, finding)
                        .query((row, index) -> new ReviewedTrack(
                                videoSha256,
                                row.getInt(1),
                                opened(key.get(), row.getBytes(3), context(result, finding, row.getInt(1))),
                                row.getDouble(2)))
                        .list();
    }

    private static FaceVectors opened(SubjectKey key, byte[] sealed, String context) {
        try {
            return SealedTemplates.open(key, sealed, context);
        } catch (SealBrokenException e) {
            throw new IllegalStateException(context + " is not as it was written", e);
        }
    }

    void delete(long result) {
        jdbc.sql("DELETE FROM scan_finding_track WHERE result = ?")
                .param(result)
                .update();
    }

    /** Erases what is kept of a person, and what was held back because it is not theirs. */
    void erase(PersonId person) {
        jdbc.sql("""
                        DELETE FROM scan_finding_track WHERE finding IN
                            (SELECT finding FROM scan_finding WHERE person = ?)""").param(person.value()).update();
        jdbc.sql("DELETE FROM scan_held_back WHERE person = ?")
                .param(person.value())
                .update();
    }

    private static String context(long result, long finding, int track) {
        return "scan_finding_track/" + result + "/" + finding + "/" + track;
    }
}
