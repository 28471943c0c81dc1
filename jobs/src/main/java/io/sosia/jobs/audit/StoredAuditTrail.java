package io.sosia.jobs.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SigningKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.audit.AuditEntry.Subject;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.merkle.Checkpoint;
import io.sosia.models.merkle.CheckpointKey;
import io.sosia.models.merkle.MerkleHash;
import io.sosia.models.merkle.TreeEdge;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log in a home's database. Each entry comes with a new signed checkpoint in one transaction, so no entry ever
 * stands unsigned; and before anything is appended, the log's end must be what the last checkpoint signs, so that nothing is
 * signed over that somebody else wrote. Appending costs O(log n) hashes, a signature and a verification. Thread-safe; several
 * processes may append at once.
 */
public final class StoredAuditTrail implements AuditTrail {

    /** What the log's own key is kept under. */
    private static final String LOG_KEY = "audit:log";

    private static final String SECRET = "sosia audit secret 1 ";
    private static final String SETTINGS = "sosia audit settings 1 ";
    private static final String ORIGIN = "sosia/audit/";
    private static final int ORIGIN_BYTES = 8;

    /** So many changed settings are named. */
    private static final int NAMED = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final RegisterDatabase database;
    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final SubjectKeys keys;
    private final SigningKey signingKey;
    private final CheckpointKey checkpointKey;
    private final Commitments commitments;
    private final Clock clock;

    private StoredAuditTrail(RegisterDatabase database, SubjectKeys keys, SigningKey signingKey, Clock clock) {
        this.database = database;
        this.sql = JdbcClient.create(database.dataSource());
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        this.keys = keys;
        this.signingKey = signingKey;
        this.checkpointKey = CheckpointKey.parse(signingKey.publicKeyPem());
        this.commitments = new Commitments(sql, keys);
        this.clock = clock;
    }

    /**
     * Opens the log beside a register; the database stays the caller's to close. There is no log before the first entry.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static StoredAuditTrail open(RegisterDatabase database, SubjectKeys keys, SigningKey signingKey, Clock clock)
            throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredAuditTrail(database, keys, signingKey, clock);
    }

    @Override
    public AuditPosition record(AuditEvent event) {
        return locked((head, secret) -> append(head, secret, event));
    }

    /**
     * Forgets whom the commitments to a subject mean, and says so in the log; its entries stay as they are. There is no way
     * back. Joins the caller's transaction as {@link #record} does. If the subject appears again, it gets another commitment.
     *
     * @param actor who does it
     * @return whether the log knew them
     */
    public boolean forget(AuditSubject subject, String actor) {
        return locked((head, secret) -> {
            Optional<String> commitment = commitments.forget(secret, subject);
            if (commitment.isEmpty()) {
                return false;
            }
            append(
                    head,
                    new AuditEntry(
                            head.size() + 1,
                            clock.instant(),
                            AuditKind.SUBJECT_FORGOTTEN,
                            commitments.commit(secret, AuditSubject.account(actor)),
                            List.of(new Subject(subject.type(), commitment.get())),
                            Map.of()));
            return true;
        });
    }

    /**
     * Writes down that settings are others than when they were last noted, by name; nothing where they are the same. Values
     * go into the log as digests that mean nothing without the master key.
     *
     * @param settings value by name
     * @return the digest of all of them, which stays the same as long as they do
     */
    public String noteSettings(Map<String, String> settings, String actor) {
        return locked((head, secret) -> {
            Map<String, String> digests = new TreeMap<>();
            settings.forEach((name, value) -> digests.put(name, Commitments.keyed(secret, name + "=" + value)));
            String digest = Commitments.keyed(secret, new String(CanonicalJson.bytes(digests), UTF_8));
            Optional<Map<String, String>> before = head.settings().map(stored -> settings(head.origin(), stored));
            if (before.filter(digests::equals).isPresent()) {
                return digest;
            }
            TreeSet<String> changed = new TreeSet<>();
            before.ifPresent(known -> {
                changed.addAll(known.keySet());
                changed.addAll(digests.keySet());
                changed.removeIf(name -> Objects.equals(known.get(name), digests.get(name)));
            });
            sql.sql("UPDATE audit_log SET settings = ? WHERE id = 1")
                    .param(keys.keyFor(LOG_KEY).seal(CanonicalJson.bytes(digests), SETTINGS + head.origin()))
                    .update();
            append(
                    head,
                    secret,
                    AuditEvent.of(
                            AuditKind.CONFIGURATION_CHANGED,
                            actor,
                            Map.of("digest", digest, "changed", before.isEmpty() ? "first noted" : named(changed))));
            return digest;
        });
    }

    private static String named(Set<String> changed) {
        String names = String.join(", ", changed.stream().limit(NAMED).toList());
        return changed.size() > NAMED ? names + " and " + (changed.size() - NAMED) + " more" : names;
    }

    private Map<String, String> settings(String origin, LogHead.Bytes stored) {
        byte[] plain = opened(stored, SETTINGS + origin, "its digests of settings do not open");
        Map<String, String> digests = new TreeMap<>();
        JsonNode json = MAPPER.readTree(plain);
        json.properties()
                .forEach(each -> digests.put(each.getKey(), each.getValue().stringValue()));
        return digests;
    }

    private AuditPosition append(LogHead head, byte[] secret, AuditEvent event) {
        return append(
                head,
                new AuditEntry(
                        head.size() + 1,
                        clock.instant(),
                        event.kind(),
                        commitments.commit(secret, AuditSubject.account(event.actor())),
                        event.subjects().stream()
                                .map(subject -> new Subject(subject.type(), commitments.commit(secret, subject)))
                                .toList(),
                        event.facts()));
    }

    private AuditPosition append(LogHead head, AuditEntry entry) {
        byte[] content = entry.toBytes();
        MerkleHash leaf = MerkleHash.ofLeaf(content);
        TreeEdge edge = head.parsedEdge().append(leaf);
        Checkpoint.Signed checkpoint =
                new Checkpoint(head.origin(), edge.size(), edge.root()).sign(checkpointKey, signingKey::sign);
        sql.sql("INSERT INTO audit_entry (number, content, leaf) VALUES (?, ?, ?)")
                .params(entry.number(), content, leaf.bytes())
                .update();
        sql.sql("UPDATE audit_log SET size = ?, edge = ?, checkpoint = ? WHERE id = 1")
                .params(edge.size(), edge.toBytes(), checkpoint.text())
                .update();
        return new AuditPosition(entry.number(), checkpoint);
    }

    /** Does something under the log's lock, in a transaction, once the log's end has been found to be what was signed. */
    private <T> T locked(Locked<T> action) {
        return guarded(() -> Objects.requireNonNull(transaction.execute(status -> {
            LogHead head = lock().orElseGet(this::create);
            head.problem(checkpointKey).ifPresent(problem -> {
                throw new AuditDamagedException(problem);
            });
            return action.with(head, secret(head));
        })));
    }

    /** What is done under the log's lock. */
    private interface Locked<T> {
        T with(LogHead head, byte[] secret);
    }

    /** The log's end, which nobody else can move until the transaction ends. */
    private Optional<LogHead> lock() {
        return sql.sql("UPDATE audit_log SET id = 1 WHERE id = 1 RETURNING " + LogHead.COLUMNS)
                .query((row, n) -> LogHead.read(row))
                .optional();
    }

    private LogHead create() {
        boolean hadOne = keys.find(LOG_KEY).isPresent();
        if (hadOne && lock().isEmpty()) {
            throw new AuditDamagedException("its end is missing, and there was one");
        }
        byte[] name = new byte[ORIGIN_BYTES];
        new java.security.SecureRandom().nextBytes(name);
        String origin = ORIGIN + HexFormat.of().formatHex(name);
        TreeEdge empty = TreeEdge.empty();
        int created = sql.sql("INSERT INTO audit_log (id, origin, size, edge, checkpoint, secret)"
                        + " VALUES (1, ?, 0, ?, ?, ?) ON CONFLICT (id) DO NOTHING")
                .params(
                        origin,
                        empty.toBytes(),
                        new Checkpoint(origin, 0, empty.root())
                                .sign(checkpointKey, signingKey::sign)
                                .text(),
                        keys.keyFor(LOG_KEY).seal(Commitments.newSecret(), SECRET + origin))
                .update();
        LogHead head = lock().orElseThrow(() -> new AuditDamagedException("its end is missing"));
        if (created == 1) {
            append(
                    head,
                    secret(head),
                    AuditEvent.of(
                            AuditKind.KEY_CREATED,
                            "sosia",
                            Map.of("key", "signing", "id", signingKey.id(), "log", origin)));
            return lock().orElseThrow();
        }
        return head;
    }

    private byte[] secret(LogHead head) {
        return opened(head.secret(), SECRET + head.origin(), "its secret does not open");
    }

    private byte[] opened(LogHead.Bytes stored, String context, String problem) {
        try {
            return keys.find(LOG_KEY)
                    .orElseThrow(() -> new AuditDamagedException("its key is gone"))
                    .open(stored.bytes(), context);
        } catch (SealBrokenException e) {
            throw new AuditDamagedException(problem, e);
        }
    }

    private <T> T guarded(Supplier<T> access) {
        try {
            return access.get();
        } catch (DataAccessException | TransactionException e) {
            Optional<RegisterUnavailableException> known = RegisterUnavailableException.explaining(database.name(), e);
            if (known.isPresent()) {
                throw known.get();
            }
            throw e;
        }
    }
}
