package io.sosia.indexer.registry;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A register as schema version 4 left it: names, references and vectors plain, by that version's own statements. */
final class OldRegister {

    /** In every name and reference. */
    static final String MARK = "plain-mark-7261";

    private OldRegister() {}

    /** People {@code p-0} and so on, the last with the vectors {@code seededPhoto(2 i)} and {@code seededPhoto(2 i + 1)}. */
    static void make(DataSource source, String bytes, int people) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:io/sosia/indexer/db")
                .table("register_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("4")
                .placeholders(Map.of("bytes", bytes, "stamp", "00000000-0000-0000-0000-000000000001"))
                .load()
                .migrate();
        JdbcClient sql = JdbcClient.create(source);
        for (int i = 0; i < people; i++) {
            String person = "p-" + i;
            sql.sql("INSERT INTO register_person"
                            + " (id, name, consent_reference, consent_granted, consent_until, registered)"
                            + " VALUES (?, ?, ?, '2026-01-01', '2027-12-31', '2026-11-19T20:00:00.123Z')")
                    .params(person, "Name " + MARK + " " + i, "reference " + MARK + " " + i)
                    .update();
            for (int which = 0; which < 2; which++) {
                long number = 2L * i + which + 1;
                EnrolledPhoto photo = RegisterContract.seededPhoto(2L * i + which);
                sql.sql("INSERT INTO register_photo (number, person, sha256, added) VALUES (?, ?, ?, ?)")
                        .params(number, person, photo.sha256(), "2026-11-19T20:00:00.123Z")
                        .update();
                sql.sql("INSERT INTO register_template (number, photo, person, space, quality, vector)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")
                        .params(
                                number,
                                number,
                                person,
                                RegisterContract.SPACE.id(),
                                photo.quality(),
                                photo.templates().primary().toBytes())
                        .update();
            }
        }
        sql.sql("UPDATE register_state SET version = ?, last_template = ?, last_photo = ? WHERE id = 1")
                .params(people, 2L * people, 2L * people)
                .update();
    }
}
