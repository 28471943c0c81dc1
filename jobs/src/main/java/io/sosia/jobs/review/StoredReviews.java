package io.sosia.jobs.review;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people decided, in the tables {@code review_…}. Who said something and why is sealed with the key of the case, or of
 * the person where there is no case, in the context {@code review_opinion/FINDING/ROUND/NUMBER}. Calls join the caller's
 * transaction. Thread-safe.
 */
public final class StoredReviews implements Reviews {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final SubjectKeys keys;

    /** In a database whose jobs' tables are there. */
    public StoredReviews(DataSource dataSource, SubjectKeys keys) {
        this.jdbc = JdbcClient.create(dataSource);
        this.keys = keys;
    }

    /**
     * Opens the decisions beside a register; the database stays the caller's to close.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static StoredReviews open(RegisterDatabase database, SubjectKeys keys) throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredReviews(database.dataSource(), keys);
    }

    @Override
    public Optional<Outcome> outcome(long finding, int round) {
        return deliberation(finding, round).outcome();
    }

    @Override
    public ReviewState state(long finding, int round) {
        return jdbc.sql("SELECT state FROM review_outcome WHERE finding = ? AND round = ?")
                .params(finding, round)
                .query(String.class)
                .optional()
                .map(ReviewState::valueOf)
                .orElse(ReviewState.OPEN);
    }

    @Override
    public List<Opinion> history(long finding, int round) {
        return said(finding, round).stream().map(Said::opinion).toList();
    }

    /** What was said since the finding was last opened. */
    Deliberation deliberation(long finding, int round) {
        List<Opinion> latest = new ArrayList<>();
        Optional<ReviewDecision> byTwo = Optional.empty();
        for (int each = 1; each <= round; each++) {
            byTwo = latestOf(latest, byTwo);
            latest.clear();
            for (Said said : said(finding, each)) {
                if (said.begins) {
                    byTwo = latestOf(latest, byTwo);
                    latest.clear();
                }
                latest.add(said.opinion);
            }
        }
        return new Deliberation(latest.isEmpty() ? ReviewState.OPEN : state(finding, round), latest, byTwo);
    }

    private static Optional<ReviewDecision> latestOf(List<Opinion> opinions, Optional<ReviewDecision> earlier) {
        Optional<ReviewDecision> agreed = Deliberation.agreed(opinions);
        return agreed.isPresent() ? agreed : earlier;
    }

    private record Said(boolean begins, Opinion opinion) {}

    private record Content(String by, String reason) {}

    private List<Said> said(long finding, int round) {
        // One finding is about one person, in one case or in none.
        Optional<String> subject = jdbc.sql(
                        "SELECT person, case_number FROM review_opinion WHERE finding = ? AND round = ? AND number = 1")
                .params(finding, round)
                .query((row, index) -> subject(new PersonId(row.getString(1)), Optional.ofNullable(row.getString(2))))
                .optional();
        if (subject.isEmpty()) {
            return List.of();
        }
        Optional<SubjectKey> found = keys.find(subject.get());
        if (found.isEmpty()) {
            // The person or the case is being erased.
            return List.of();
        }
        SubjectKey key = found.get();
        return jdbc.sql("SELECT number, begins, decision, licence, said, content FROM review_opinion"
                        + " WHERE finding = ? AND round = ? ORDER BY number")
                .params(finding, round)
                .query((row, index) -> {
                    Content content = opened(key, row.getBytes(6), context(finding, round, row.getInt(1)));
                    return new Said(
                            row.getInt(2) == 1,
                            new Opinion(
                                    ReviewDecision.valueOf(row.getString(3)),
                                    content.by,
                                    content.reason,
                                    Optional.ofNullable(row.getString(4)),
                                    Instant.ofEpochMilli(row.getLong(5))));
                })
                .list();
    }

    private static Content opened(SubjectKey key, byte[] sealed, String context) {
        try {
            return JSON.readValue(key.open(sealed, context), Content.class);
        } catch (SealBrokenException e) {
            throw new IllegalStateException(context + " is not as it was written", e);
        }
    }

    private static String subject(PersonId person, Optional<String> caseNumber) {
        return caseNumber.map(SubjectKeys::ofCase).orElseGet(() -> SubjectKeys.person(person.value()));
    }

    private static String context(long finding, int round, int number) {
        return "review_opinion/" + finding + "/" + round + "/" + number;
    }

    /** Takes the finding's place in the queue of writers, so that what is read of it stays until the transaction ends. */
    void lock(Reviewable finding) {
        jdbc.sql("INSERT INTO review_outcome (finding, round, person, case_number, state) VALUES (?, ?, ?, ?, 'OPEN')"
                        + " ON CONFLICT (finding, round) DO NOTHING")
                .params(
                        finding.finding(),
                        finding.round(),
                        finding.person().id().value())
                .param(finding.caseNumber().orElse(null))
                .update();
        jdbc.sql("UPDATE review_outcome SET state = state WHERE finding = ? AND round = ?")
                .params(finding.finding(), finding.round())
                .update();
    }

    /** Adds an opinion, and what the finding comes to by it. */
    void add(Reviewable finding, Opinion opinion, Deliberation.Next.Counts counts) {
        int number = jdbc.sql("SELECT COALESCE(MAX(number), 0) + 1 FROM review_opinion WHERE finding = ? AND round = ?")
                .params(finding.finding(), finding.round())
                .query(Integer.class)
                .single();
        String subject = subject(finding.person().id(), finding.caseNumber());
        byte[] content = keys.keyFor(subject)
                .seal(
                        JSON.writeValueAsBytes(new Content(opinion.by(), opinion.reason())),
                        context(finding.finding(), finding.round(), number));
        jdbc.sql("""
                        INSERT INTO review_opinion (finding, round, number, begins, person, case_number, decision, licence,
                            said, content)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(finding.finding(), finding.round(), number, counts.begins() ? 1 : 0)
                .param(finding.person().id().value())
                .param(finding.caseNumber().orElse(null))
                .param(opinion.decision().name())
                .param(opinion.licence().orElse(null))
                .params(opinion.at().toEpochMilli(), content)
                .update();
        jdbc.sql("UPDATE review_outcome SET state = ? WHERE finding = ? AND round = ?")
                .params(counts.state().name(), finding.finding(), finding.round())
                .update();
    }

    /** How many opinions there are about a person. */
    public long decisionsAbout(PersonId person) {
        return jdbc.sql("SELECT count(*) FROM review_opinion WHERE person = ?")
                .param(person.value())
                .query(Long.class)
                .single();
    }

    /** How many opinions there are on a case's findings. */
    public long decisionsOf(String caseNumber) {
        return jdbc.sql("SELECT count(*) FROM review_opinion WHERE case_number = ?")
                .param(caseNumber)
                .query(Long.class)
                .single();
    }

    /**
     * Faces that joined people in the register because they were confirmed in a case's findings, and in no others.
     *
     * @return by person, the hashes that the register has them by
     */
    public Map<PersonId, Set<String>> sightingsOf(String caseNumber) {
        Map<PersonId, Set<String>> sightings = new TreeMap<>();
        jdbc.sql("""
                        SELECT l.person, l.video_sha256, l.track FROM review_lesson l
                        WHERE l.case_number = ? AND l.decision = 'CONFIRM' AND NOT EXISTS (
                            SELECT 1 FROM review_lesson o
                            WHERE o.person = l.person AND o.video_sha256 = l.video_sha256 AND o.track = l.track
                                AND o.decision = 'CONFIRM'
                                AND (o.case_number IS NULL OR o.case_number <> l.case_number))""").param(caseNumber).query((RowCallbackHandler) row -> sightings
                .computeIfAbsent(new PersonId(row.getString(1)), person -> new TreeSet<>())
                .add(StoredLessons.sighting(row.getString(2), row.getInt(3))));
        return sightings;
    }

    /** Erases all that was said and learnt of a person; what is sealed with a case's key too. */
    public void erase(PersonId person) {
        new StoredLessons(jdbc, keys).changed();
        for (String table : List.of("review_opinion", "review_outcome", "review_lesson")) {
            jdbc.sql("DELETE FROM " + table + " WHERE person = ?")
                    .param(person.value())
                    .update();
        }
    }

    /**
     * Erases all that was said and learnt of a case's findings, at its end. What it has given to the register is the
     * register's to erase, before this ({@link #sightingsOf}); where somebody is not registered the key that what was learnt is sealed with is destroyed here.
     */
    public void eraseCase(String caseNumber) {
        new StoredLessons(jdbc, keys).changed();
        List<String> strangers = jdbc.sql("""
                        SELECT DISTINCT person FROM review_opinion WHERE case_number = ?
                            AND person NOT IN (SELECT id FROM register_person)""")
                .param(caseNumber)
                .query((row, index) -> row.getString(1))
                .list();
        for (String table : List.of("review_opinion", "review_outcome", "review_lesson")) {
            jdbc.sql("DELETE FROM " + table + " WHERE case_number = ?")
                    .param(caseNumber)
                    .update();
        }
        strangers.forEach(person -> keys.destroy(SubjectKeys.person(person)));
    }
}
