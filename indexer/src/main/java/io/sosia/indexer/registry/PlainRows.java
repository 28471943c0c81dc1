package io.sosia.indexer.registry;

import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.models.vector.EmbeddingSpace;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals the people whom an earlier version registered, each wholly or not at all, and then clears what was plain out of the
 * database's files. Killed at any moment it goes on at the next opening; several processes may do it at once.
 */
final class PlainRows {

    private static final Logger LOG = LoggerFactory.getLogger(PlainRows.class);

    /** People a transaction: enough that the commit does not count, few enough that other writers get their turn. */
    private static final int PEOPLE = 100;

    private final RegisterDatabase database;
    private final SubjectKeys keys;
    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    PlainRows(RegisterDatabase database, SubjectKeys keys, JdbcClient sql, TransactionTemplate transaction) {
        this.database = database;
        this.keys = keys;
        this.sql = sql;
        this.transaction = transaction;
    }

    /** Whether an earlier version may have left anything plain. */
    boolean any() {
        return count("SELECT plain_left FROM register_state WHERE id = 1") != 0;
    }

    /** Seals everybody and clears the files. */
    void seal(SealingProgress progress) {
        long all = count("SELECT count(*) FROM register_person WHERE sealed = 0");
        long done = 0;
        while (true) {
            List<PersonId> people = sql.sql("SELECT id FROM register_person WHERE sealed = 0 ORDER BY id LIMIT ?")
                    .param(PEOPLE)
                    .query((row, n) -> new PersonId(row.getString(1)))
                    .list();
            if (people.isEmpty()) {
                break;
            }
            transaction.executeWithoutResult(status -> {
                // Takes its place in the queue of writers, so that no other process seals the same people.
                sql.sql("UPDATE register_state SET version = version WHERE id = 1")
                        .update();
                for (PersonId person : people) {
                    seal(person);
                }
            });
            done += people.size();
            progress.sealed(done, Math.max(all, done));
        }
        if (clear()) {
            sql.sql("UPDATE register_state SET plain_left = 0 WHERE id = 1").update();
        } else {
            LOG.warn("everybody is sealed, but somebody else reads the register, so that plain bytes may be left in its"
                    + " files; the next opening tries again to clear them");
        }
    }

    private void seal(PersonId person) {
        record Plain(String name, String reference) {}
        List<Plain> rows = sql.sql("SELECT name, consent_reference FROM register_person WHERE id = ? AND sealed = 0")
                .param(person.value())
                .query((row, n) -> new Plain(row.getString(1), row.getString(2)))
                .list();
        for (Plain plain : rows) {
            SubjectKey key = keys.keyFor(SubjectKeys.person(person.value()));
            sql.sql("UPDATE register_person SET name = '', consent_reference = '', sealed = 1, sealed_name = ?,"
                            + " sealed_reference = ? WHERE id = ?")
                    .params(
                            PersonSeal.Text.NAME.seal(key, person, plain.name()),
                            PersonSeal.Text.REFERENCE.seal(key, person, plain.reference()),
                            person.value())
                    .update();
            sealTemplates(person, key);
        }
    }

    private void sealTemplates(PersonId person, SubjectKey key) {
        List<Map.Entry<Long, byte[]>> sealed = sql.sql(
                        "SELECT number, space, vector FROM register_template WHERE person = ?")
                .param(person.value())
                .query((row, n) -> {
                    long number = row.getLong(1);
                    EmbeddingSpace space = EmbeddingSpace.parse(row.getString(2));
                    return Map.entry(number, PersonSeal.seal(key, space, number, row.getBytes(3)));
                })
                .list();
        for (Map.Entry<Long, byte[]> template : sealed) {
            sql.sql("UPDATE register_template SET vector = ? WHERE number = ?")
                    .params(template.getValue(), template.getKey())
                    .update();
        }
    }

    /**
     * Rows that were replaced leave their bytes where nothing overwrites them soon: within pages that SQLite has since put
     * together anew, and in PostgreSQL's dead rows. So all is written anew, once.
     *
     * @return false if somebody else's reading kept the log from being emptied
     */
    private boolean clear() {
        return switch (database.dialect()) {
            case SQLITE -> {
                sql.sql("VACUUM").update();
                yield emptyLog(sql);
            }
            case POSTGRESQL -> {
                sql.sql("VACUUM (FULL) register_person").update();
                sql.sql("VACUUM (FULL) register_template").update();
                yield true;
            }
        };
    }

    /** Moves SQLite's write-ahead log, which holds pages as they were, into the database and cuts it to nothing. */
    static boolean emptyLog(JdbcClient sql) {
        return sql.sql("PRAGMA wal_checkpoint(TRUNCATE)")
                        .query((row, n) -> row.getInt(1))
                        .single()
                == 0;
    }

    private long count(String query) {
        return sql.sql(query).query(Long.class).single();
    }
}
