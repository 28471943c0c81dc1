package io.sosia.jobs.retention;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SigningKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.batch.DatabaseFile;
import io.sosia.jobs.batch.DatabaseFile.KeyTrace;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Erases people and cases wherever something of them is kept, and gives a signed receipt. Thread-safe.
 *
 * <p>In this order, so that it can break off anywhere and be taken up again by the same call: what there is is written down;
 * the key is destroyed and each part erases its rows and files; the database's file is searched for what it may have left of
 * the key, and written anew if there is any; only then the receipt is signed. What was written down to begin with stays until
 * the receipt has been handed over ({@link #handedOver}).
 */
public final class Erasures {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** A file of so many bytes is written anew in about a second, so that not even sealed bytes stay. */
    private static final long AT_ONCE = 256L << 20;

    private static final TypeReference<TreeMap<String, Long>> COUNTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> KEYS = new TypeReference<>() {};

    private final DatabaseFile file;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final SubjectKeys keys;
    private final SigningKey signing;
    private final List<ErasurePart> parts;
    private final ErasureLog log;
    private final Clock clock;

    /**
     * On an open database with the jobs' tables.
     *
     * @param parts every place where something of somebody is kept, in the order in which they are erased
     * @param log is told of each erasure
     */
    public Erasures(
            RegisterDatabase database,
            SubjectKeys keys,
            SigningKey signing,
            List<ErasurePart> parts,
            ErasureLog log,
            Clock clock) {
        this.file = new DatabaseFile(database);
        this.jdbc = JdbcClient.create(database.dataSource());
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        this.keys = keys;
        this.signing = signing;
        this.parts = List.copyOf(parts);
        this.log = log;
        this.clock = clock;
    }

    /** An erasure that has begun. */
    private record Begun(
            long number, HexSalt salt, ErasureReason reason, Map<String, Long> counts, List<String> destroyed) {

        static Begun of(ResultSet row) throws SQLException {
            return new Begun(
                    row.getLong("number"),
                    new HexSalt(HexFormat.of().formatHex(row.getBytes("salt"))),
                    ErasureReason.valueOf(row.getString("reason")),
                    JSON.readValue(row.getString("counts"), COUNTS),
                    JSON.readValue(row.getString("keys"), KEYS));
        }
    }

    private record HexSalt(String hex) {

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /**
     * Erases a subject, or goes on with an erasure that broke off.
     *
     * @return empty where nothing is known of it, so that nothing was done
     * @throws ErasureUnfinishedException if the database's file could not be cleared of the destroyed key
     */
    public Optional<Erasure> erase(ErasedSubject subject, ErasureReason reason) throws ErasureUnfinishedException {
        Optional<KeyTrace> trace = file.traceOf(subject.key());
        Optional<Begun> earlier = begun(subject);
        Begun begun;
        if (earlier.isPresent()) {
            begun = earlier.get();
        } else {
            Map<String, Long> counts = counts(subject);
            if (counts.isEmpty() && trace.isEmpty()) {
                return Optional.empty();
            }
            begun = begin(
                    subject, reason, counts, trace.map(KeyTrace::id).stream().toList());
        }
        keys.destroy(subject.key());
        for (ErasurePart part : parts) {
            part.erase(subject);
        }
        clear(trace, earlier.isPresent());
        return Optional.of(new Erasure(subject, receipt(begun, subject), begun.salt.hex));
    }

    /** What there is of a subject, by what it is. */
    public Map<String, Long> counts(ErasedSubject subject) {
        Map<String, Long> counts = new TreeMap<>();
        for (ErasurePart part : parts) {
            part.count(subject).forEach((what, count) -> counts.merge(what, count, Long::sum));
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Forgets who it was; the receipt stays. Call it when the receipt and its opening have been handed over. */
    public void handedOver(ErasedSubject subject) {
        jdbc.sql("DELETE FROM privacy_erasure WHERE subject = ?")
                .param(subject.key())
                .update();
        file.emptyLog();
    }

    /** Erasures that have begun and were not handed over, the oldest first. */
    public List<ErasedSubject> unfinished() {
        return jdbc.sql("SELECT subject FROM privacy_erasure ORDER BY number")
                .query((row, index) -> subject(row.getString(1)))
                .list();
    }

    /** All receipts, by number. */
    public List<SignedReceipt> receipts() {
        return jdbc.sql("SELECT content, signature, public_key FROM privacy_receipt ORDER BY number")
                .query((row, index) -> signed(row))
                .list();
    }

    /** A receipt by its id. */
    public Optional<SignedReceipt> receipt(String id) {
        if (!id.matches("E-[0-9]{6,18}")) {
            return Optional.empty();
        }
        return receipt(Long.parseLong(id.substring(2)));
    }

    private Optional<SignedReceipt> receipt(long number) {
        return jdbc.sql("SELECT content, signature, public_key FROM privacy_receipt WHERE number = ?")
                .param(number)
                .query((row, index) -> signed(row))
                .optional();
    }

    private static SignedReceipt signed(ResultSet row) throws SQLException {
        return new SignedReceipt(row.getString(1), row.getBytes(2), row.getString(3));
    }

    private static ErasedSubject subject(String key) {
        String person = SubjectKeys.person("");
        return key.startsWith(person)
                ? new ErasedSubject.OfPerson(new PersonId(key.substring(person.length())))
                : new ErasedSubject.OfCase(key.substring(SubjectKeys.ofCase("").length()));
    }

    private Optional<Begun> begun(ErasedSubject subject) {
        return jdbc.sql("SELECT * FROM privacy_erasure WHERE subject = ?")
                .param(subject.key())
                .query((row, index) -> Begun.of(row))
                .optional();
    }

    private Begun begin(ErasedSubject subject, ErasureReason reason, Map<String, Long> counts, List<String> destroyed) {
        byte[] salt = new byte[ErasureReceipt.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return Objects.requireNonNull(transactions.execute(status -> {
            long number = jdbc.sql("UPDATE scan_counter SET last_number = last_number + 1 WHERE name = 'erasure'"
                            + " RETURNING last_number")
                    .query(Long.class)
                    .single();
            jdbc.sql("INSERT INTO privacy_erasure (subject, number, salt, reason, begun, counts, keys)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            subject.key(),
                            number,
                            salt,
                            reason.name(),
                            clock.millis(),
                            JSON.writeValueAsString(counts),
                            JSON.writeValueAsString(destroyed))
                    .update();
            return new Begun(number, new HexSalt(HexFormat.of().formatHex(salt)), reason, counts, destroyed);
        }));
    }

    /** @param unsure whether the key may have been destroyed before this, so that nobody knows what to search for */
    private void clear(Optional<KeyTrace> trace, boolean unsure) throws ErasureUnfinishedException {
        file.compactLater();
        boolean empty = file.emptyLog();
        boolean mayBeLeft = file.size() <= AT_ONCE
                || !file.isSearchable()
                || trace.map(file::holds).orElse(unsure);
        if (empty && !mayBeLeft) {
            // Of a large file the nightly job does the rest: what it may still hold is noise without the key.
            return;
        }
        if (!file.compact() || (file.isSearchable() && trace.filter(file::holds).isPresent())) {
            throw new ErasureUnfinishedException(
                    "the database is in use, and its file may still hold the destroyed key; the same command again"
                            + " finishes it");
        }
    }

    /** The receipt of an erasure; the same one where it was given before. */
    private SignedReceipt receipt(Begun begun, ErasedSubject subject) {
        Optional<SignedReceipt> given = receipt(begun.number);
        if (given.isPresent()) {
            return given.get();
        }
        return Objects.requireNonNull(transactions.execute(status -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Optional<ErasureReceipt.Audited> audited =
                    log.erased(subject, ErasureReceipt.id(begun.number), begun.reason, begun.counts);
            SignedReceipt signed = SignedReceipt.of(
                    ErasureReceipt.of(
                            begun.number,
                            now,
                            begun.reason,
                            subject,
                            begun.salt.bytes(),
                            begun.counts,
                            begun.destroyed,
                            audited,
                            signing.id()),
                    signing);
            jdbc.sql("INSERT INTO privacy_receipt (number, issued, content, signature, public_key)"
                            + " VALUES (?, ?, ?, ?, ?)")
                    .params(begun.number, now.toEpochMilli(), signed.content(), signed.signature(), signed.publicKey())
                    .update();
            return signed;
        }));
    }
}
