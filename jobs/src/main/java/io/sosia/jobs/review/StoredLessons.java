package io.sosia.jobs.review;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.models.digest.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What decisions have taught, in {@code review_lesson}. Templates are sealed with the person's key in the context
 * {@code review_lesson/FINDING/PLACE}; of whoever's key is gone nothing is known any more. Changes join the caller's
 * transaction. Thread-safe.
 */
public final class StoredLessons {

    private static final Logger LOG = LoggerFactory.getLogger(StoredLessons.class);

    private static final String COUNTER = "lesson";

    private final JdbcClient jdbc;
    private final SubjectKeys keys;

    /** In a database whose jobs' tables are there. */
    public StoredLessons(DataSource dataSource, SubjectKeys keys) {
        this(JdbcClient.create(dataSource), keys);
    }

    StoredLessons(JdbcClient jdbc, SubjectKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** By what hash a confirmed track stands among a person's photos in the register. */
    static String sighting(String videoSha256, int track) {
        return Sha256.of("sighting " + videoSha256 + " " + track);
    }

    /** Rises with every change, be it by another process. */
    public long revision() {
        return jdbc.sql("SELECT last_number FROM scan_counter WHERE name = ?")
                .param(COUNTER)
                .query(Long.class)
                .single();
    }

    /** Faces in a work of which a person has said that they are not somebody's. */
    public List<Lesson> rejected(String work) {
        return lessons("decision = 'REJECT' AND work = ?", work);
    }

    /** A person's own faces, confirmed in any work. */
    public List<Lesson> confirmed(PersonId person) {
        return lessons("decision = 'CONFIRM' AND person = ?", person.value());
    }

    private List<Lesson> lessons(String condition, String value) {
        Map<String, SubjectKey> known = new HashMap<>();
        for (String person : jdbc.sql("SELECT DISTINCT person FROM review_lesson WHERE " + condition)
                .param(value)
                .query((row, index) -> row.getString(1))
                .list()) {
            keys.find(SubjectKeys.person(person)).ifPresent(key -> known.put(person, key));
        }
        return jdbc
                .sql("SELECT finding, place, person, work, video_sha256, track, quality, templates FROM review_lesson"
                        + " WHERE " + condition + " ORDER BY finding, place")
                .param(value)
                .query((row, index) -> lesson(row, Optional.ofNullable(known.get(row.getString(3)))))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Lesson> lesson(ResultSet row, Optional<SubjectKey> key) throws SQLException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String context = context(row.getLong(1), row.getInt(2));
        try {
            return Optional.of(new Lesson(
                    row.getLong(1),
                    new PersonId(row.getString(3)),
                    row.getString(4),
                    row.getString(5),
                    row.getInt(6),
                    row.getDouble(7),
                    SealedTemplates.open(key.get(), row.getBytes(8), context)));
        } catch (SealBrokenException e) {
            // Then it holds nothing back: a face too many is raised rather than one too few.
            LOG.warn("{} does not open, and later scans do not know what it taught", context);
            return Optional.empty();
        }
    }

    private static String context(long finding, int place) {
        return "review_lesson/" + finding + "/" + place;
    }

    /**
     * Learns from a decision; what was learnt from the same finding before is forgotten.
     *
     * @param decision what it is: {@link ReviewDecision#LICENSED} teaches nothing
     */
    void learn(Reviewable finding, ReviewDecision decision) {
        forget(finding.finding());
        if (decision == ReviewDecision.LICENSED) {
            return;
        }
        PersonId person = finding.person().id();
        SubjectKey key = keys.keyFor(SubjectKeys.person(person.value()));
        int place = 0;
        for (ReviewedTrack track : finding.tracks().stream()
                .sorted(Comparator.comparingDouble(ReviewedTrack::quality).reversed())
                .toList()) {
            place++;
            jdbc.sql("""
                            INSERT INTO review_lesson (finding, place, person, case_number, work, decision, video_sha256,
                                track, quality, templates)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(finding.finding(), place, person.value())
                    .param(finding.caseNumber().orElse(null))
                    .params(finding.work(), decision.name(), track.videoSha256(), track.track(), track.quality())
                    .param(SealedTemplates.seal(key, track.templates(), context(finding.finding(), place)))
                    .update();
        }
    }

    /** Forgets what a finding has taught. */
    void forget(long finding) {
        changed();
        jdbc.sql("DELETE FROM review_lesson WHERE finding = ?").param(finding).update();
    }

    /** Takes its place in the queue of writers. */
    void changed() {
        jdbc.sql("UPDATE scan_counter SET last_number = last_number + 1 WHERE name = ?")
                .param(COUNTER)
                .update();
    }
}
