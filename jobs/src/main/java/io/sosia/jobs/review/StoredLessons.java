package io.sosia.jobs.review;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What decisions have taught, in {@code review_lesson}. Templates are sealed with the person's key in the context
 * {@code review_lesson/FINDING/PLACE}; of whoever's key is gone nothing is known any more. Changes join the caller's
 * transaction. Thread-safe.
 */
public final class StoredLessons {

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
        record Row(Lessoned place, byte[] sealed) {}
        List<Row> rows = jdbc.sql(
                        "SELECT finding, place, person, work, video_sha256, track, quality, templates FROM review_lesson"
                                + " WHERE " + condition + " ORDER BY finding, place")
                .param(value)
                .query((row, index) -> new Row(
                        new Lessoned(
                                row.getLong(1),
                                row.getInt(2),
                                new PersonId(row.getString(3)),
                                row.getString(4),
                                row.getString(5),
                                row.getInt(6),
                                row.getDouble(7)),
                        row.getBytes(8)))
                .list();
        Map<PersonId, Optional<SubjectKey>> known = new HashMap<>();
        return rows.stream()
                .flatMap(row -> known
                        .computeIfAbsent(row.place.person, person -> keys.find(SubjectKeys.person(person.value())))
                        .map(key -> row.place.opened(key, row.sealed))
                        .stream())
                .toList();
    }

    /** Where a lesson stands, without its templates. */
    private record Lessoned(
            long finding, int place, PersonId person, String work, String videoSha256, int track, double quality) {

        Lesson opened(SubjectKey key, byte[] sealed) {
            try {
                return new Lesson(
                        finding,
                        person,
                        work,
                        videoSha256,
                        track,
                        quality,
                        SealedTemplates.open(key, sealed, context(finding, place)));
            } catch (SealBrokenException e) {
                throw new IllegalStateException(
                        "what was learnt of the finding " + finding + " is not as it was written", e);
            }
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

    /** Keeps what is known of a person through something that destroys their key. */
    void outliving(PersonId person, Runnable destruction) {
        record Row(long finding, int place, byte[] plain) {}
        String subject = SubjectKeys.person(person.value());
        SubjectKey old = keys.keyFor(subject);
        List<Row> rows = jdbc
                .sql("SELECT finding, place, templates FROM review_lesson WHERE person = ?")
                .param(person.value())
                .query((row, index) -> new Row(row.getLong(1), row.getInt(2), row.getBytes(3)))
                .list()
                .stream()
                .map(row -> new Row(row.finding, row.place, opened(old, row.plain, context(row.finding, row.place))))
                .toList();
        destruction.run();
        SubjectKey fresh = keys.keyFor(subject);
        for (Row row : rows) {
            jdbc.sql("UPDATE review_lesson SET templates = ? WHERE finding = ? AND place = ?")
                    .params(fresh.seal(row.plain, context(row.finding, row.place)), row.finding, row.place)
                    .update();
        }
    }

    private static byte[] opened(SubjectKey key, byte[] sealed, String context) {
        try {
            return key.open(sealed, context);
        } catch (SealBrokenException e) {
            throw new IllegalStateException(context + " is not as it was written", e);
        }
    }

    /** Takes its place in the queue of writers. */
    void changed() {
        jdbc.sql("UPDATE scan_counter SET last_number = last_number + 1 WHERE name = ?")
                .param(COUNTER)
                .update();
    }
}
