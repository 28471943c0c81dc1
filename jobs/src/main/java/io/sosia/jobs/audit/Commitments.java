package io.sosia.jobs.audit;

import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands in the log for humans. A commitment is the HMAC-SHA-256, keyed with 32 random bytes drawn for the subject, of
 * type, colon and value: without those bytes it cannot be found even by trying every value. They and the value lie sealed, each
 * with a key of its own, under a handle: the same HMAC keyed with the log's secret. Thread-safe.
 */
final class Commitments {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SALT_BYTES = 32;
    private static final String CONTEXT = "sosia audit subject 1 ";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JdbcClient sql;
    private final SubjectKeys keys;
    private final SecureRandom random = new SecureRandom();

    Commitments(JdbcClient sql, SubjectKeys keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /** A stored record. */
    record Row(String handle, String commitment, Bytes content) {}

    /** Bytes that nobody else changes. */
    static final class Bytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** What a record holds. */
    private record Opened(AuditSubject subject, Bytes salt) {}

    static byte[] newSecret() {
        byte[] secret = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** The keyed hash of text, in hex digits. */
    static String keyed(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static String text(AuditSubject subject) {
        return subject.type() + ":" + subject.value();
    }

    private static String handle(byte[] secret, AuditSubject subject) {
        return keyed(secret, text(subject));
    }

    /** What a subject's key is kept under. */
    private static String key(String handle) {
        return "audit:" + handle;
    }

    /**
     * A subject's commitment; a new one where there is none. Within a transaction, under the log's lock.
     *
     * @throws AuditDamagedException if the subject's record was changed: entries about them would be about somebody else
     */
    String commit(byte[] secret, AuditSubject subject) {
        String handle = handle(secret, subject);
        Optional<Row> known = row("handle", handle);
        if (known.isPresent()) {
            problem(secret, known.get()).ifPresent(problem -> {
                throw new AuditDamagedException("the record of subject " + handle + ": " + problem);
            });
            return known.get().commitment();
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        String commitment = keyed(salt, text(subject));
        byte[] plain = CanonicalJson.bytes(Map.of(
                "salt", HexFormat.of().formatHex(salt), "type", subject.type().name(), "value", subject.value()));
        sql.sql("INSERT INTO audit_subject (handle, commitment, sealed) VALUES (?, ?, ?)")
                .params(handle, commitment, keys.keyFor(key(handle)).seal(plain, CONTEXT + handle))
                .update();
        return commitment;
    }

    /** The commitment of a subject who is known. */
    Optional<String> find(byte[] secret, AuditSubject subject) {
        return row("handle", handle(secret, subject)).map(Row::commitment);
    }

    /** Who is meant by a commitment, while that is known. @throws AuditDamagedException if the record does not open */
    Optional<AuditSubject> subject(String commitment) {
        return row("commitment", commitment)
                .map(row -> open(row)
                        .orElseThrow(() ->
                                new AuditDamagedException("the record of subject " + row.handle() + " does not open"))
                        .subject());
    }

    /** Destroys value, salt and key. Within a transaction. @return the commitment that means nobody from now on */
    Optional<String> forget(byte[] secret, AuditSubject subject) {
        String handle = handle(secret, subject);
        Optional<String> commitment = row("handle", handle).map(Row::commitment);
        sql.sql("DELETE FROM audit_subject WHERE handle = ?").param(handle).update();
        keys.destroy(key(handle));
        return commitment;
    }

    /** Every record. */
    List<Row> rows() {
        return sql.sql("SELECT handle, commitment, sealed FROM audit_subject ORDER BY handle")
                .query((row, n) -> new Row(row.getString(1), row.getString(2), new Bytes(row.getBytes(3))))
                .list();
    }

    /** What is wrong with a record, if anything is. */
    Optional<String> problem(byte[] secret, Row row) {
        Optional<Opened> opened;
        try {
            opened = open(row);
        } catch (RegisterUnavailableException e) {
            if (e.problem() != RegisterUnavailableException.Problem.DAMAGED) {
                throw e;
            }
            return Optional.ofNullable(e.getMessage());
        }
        if (opened.isEmpty()) {
            return Optional.of("it does not open");
        }
        if (!handle(secret, opened.get().subject()).equals(row.handle())) {
            return Optional.of("its handle is not its subject's");
        }
        return keyed(opened.get().salt().bytes, text(opened.get().subject())).equals(row.commitment())
                ? Optional.empty()
                : Optional.of("its commitment is not that of its subject and salt");
    }

    /** What a record holds; empty where it does not open, or its key is gone. */
    private Optional<Opened> open(Row row) {
        Optional<SubjectKey> key = keys.find(key(row.handle()));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = MAPPER.readTree(key.get().open(row.content().bytes, CONTEXT + row.handle()));
            return Optional.of(new Opened(
                    new AuditSubject(
                            AuditSubject.Type.valueOf(json.required("type").stringValue()),
                            json.required("value").stringValue()),
                    new Bytes(HexFormat.of().parseHex(json.required("salt").stringValue()))));
        } catch (SealBrokenException | JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Row> row(String column, String value) {
        return sql.sql("SELECT handle, commitment, sealed FROM audit_subject WHERE " + column + " = ?")
                .param(value)
                .query((row, n) -> new Row(row.getString(1), row.getString(2), new Bytes(row.getBytes(3))))
                .optional();
    }
}
