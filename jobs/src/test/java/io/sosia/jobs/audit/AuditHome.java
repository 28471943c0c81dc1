package io.sosia.jobs.audit;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.SigningKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.config.NotReadyException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An audit log in a database, with a master key beside it. Closes the database. */
final class AuditHome implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:00Z"), ZoneOffset.UTC);

    private final RegisterDatabase database;
    private final SubjectKeys keys;
    private final SigningKey signingKey;
    private final StoredAuditTrail trail;

    AuditHome(Path folder, RegisterDatabase database) {
        this.database = database;
        try {
            MasterKey master = MasterKey.find(folder.resolve("keys/master.json"), Map.of(), true);
            this.keys = database.subjectKeys(master);
            this.signingKey = database.signingKey(master);
            this.trail = StoredAuditTrail.open(database, keys, signingKey, CLOCK);
        } catch (KeyUnavailableException | NotReadyException e) {
            throw new AssertionError(e);
        }
    }

    static AuditHome sqlite(Path folder) {
        return new AuditHome(folder, RegisterDatabase.open(folder.resolve("sosia.db")));
    }

    RegisterDatabase database() {
        return database;
    }

    SigningKey signingKey() {
        return signingKey;
    }

    StoredAuditTrail trail() {
        return trail;
    }

    JdbcClient sql() {
        return JdbcClient.create(database.dataSource());
    }

    /** Somebody looks at a person. */
    AuditPosition view(String person) {
        return trail.record(new AuditEvent(
                AuditKind.VIEWED, "ada", List.of(AuditSubject.person(person)), Map.of("what", "person")));
    }

    @Override
    public void close() {
        database.close();
    }
}
