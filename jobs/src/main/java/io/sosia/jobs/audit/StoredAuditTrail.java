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
import io.sosia.models.merkle.ConsistencyProof;
import io.sosia.models.merkle.InclusionProof;
import io.sosia.models.merkle.LeafRange;
import io.sosia.models.merkle.LogProof;
import io.sosia.models.merkle.MerkleHash;
import io.sosia.models.merkle.RangeRoots;
import io.sosia.models.merkle.TreeEdge;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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

    /** The fact that holds a case's number. */
    private static final String CASE = "case";

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
    private final EntryRows rows;
    private final Clock clock;

    private StoredAuditTrail(RegisterDatabase database, SubjectKeys keys, SigningKey signingKey, Clock clock) {
        this.database = database;
        this.sql = JdbcClient.create(database.dataSource());
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        this.keys = keys;
        this.signingKey = signingKey;
        this.checkpointKey = CheckpointKey.parse(signingKey.publicKeyPem());
        this.commitments = new Commitments(sql, keys);
        this.rows = new EntryRows(sql);
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
     * Changes something in the same database and writes it down, in one transaction: both stand, or neither.
     *
     * @param change what is changed; what it throws comes out of here, and nothing was changed then
     * @param event what is to be written down, by what the change came to; empty where nothing was changed after all
     */
    public <T> T changing(Supplier<T> change, Function<T, Optional<AuditEvent>> event) {
        return guarded(() -> Objects.requireNonNull(transaction.execute(status -> {
            T changed = change.get();
            event.apply(changed).ifPresent(this::record);
            return changed;
        })));
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
     * Forgets whom a case that was erased was about in the log: who asked, and the accounts that uploaded. Whoever appears in
     * another case that has not been erased is left, and so are accounts that do something here themselves or are named in
     * what belongs to no case, as licence holders are. Goes through the log once.
     *
     * @param caseNumber as the fact {@code case} has it
     * @param actor who does it
     * @return how many were forgotten
     */
    public int forgetCase(String caseNumber, String actor) {
        Map<String, Set<String>> cases = new TreeMap<>();
        Set<String> ended = new TreeSet<>(Set.of(caseNumber));
        Set<String> kept = new HashSet<>();
        guarded(() -> {
            rows.each(1, rows.last(), row -> {
                AuditEntry entry = shown(row);
                kept.add(entry.actor());
                String of = entry.facts().get(CASE);
                if (of != null && entry.kind() == AuditKind.CASE_ERASED) {
                    ended.add(of);
                }
                for (Subject subject : entry.subjects()) {
                    switch (subject.type()) {
                        case REQUESTER, ACCOUNT -> {
                            if (of != null) {
                                cases.computeIfAbsent(subject.commitment(), known -> new TreeSet<>())
                                        .add(of);
                            } else if (subject.type() == AuditSubject.Type.ACCOUNT) {
                                kept.add(subject.commitment());
                            }
                        }
                        case PERSON, REVIEWER -> {
                            // Forgotten with themselves; and who decides is the platform's own.
                        }
                    }
                }
            });
            return cases;
        });
        int forgotten = 0;
        for (Map.Entry<String, Set<String>> involved : cases.entrySet()) {
            if (involved.getValue().contains(caseNumber)
                    && ended.containsAll(involved.getValue())
                    && !kept.contains(involved.getKey())) {
                Optional<AuditSubject> known = guarded(() -> commitments.subject(involved.getKey()));
                if (known.isPresent() && forget(known.get(), actor)) {
                    forgotten++;
                }
            }
        }
        return forgotten;
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

    /** What the log commits to now; empty before its first entry. */
    public Optional<Checkpoint.Signed> checkpoint() {
        return guarded(() -> head().map(head -> {
            requireWhole(head);
            return head.parsedCheckpoint();
        }));
    }

    /** The key that checkpoints and proofs are verified with, in PEM. */
    public String publicKeyPem() {
        return signingKey.publicKeyPem();
    }

    /**
     * Goes through the whole log and names all that is not as it was written. Others may append meanwhile.
     *
     * @param pinned a checkpoint that was kept elsewhere: what the log had then must still be its beginning
     */
    public AuditReport verify(Optional<Checkpoint.Signed> pinned) {
        return guarded(() -> {
            LogVerification verification = new LogVerification(rows, checkpointKey, pinned);
            Optional<LogHead> found = head();
            if (found.isEmpty()) {
                if (rows.last() != 0 || keys.find(LOG_KEY).isPresent() || pinned.isPresent()) {
                    verification.damage("log's end", "is missing");
                }
                return new AuditReport(0, 0, Optional.empty(), verification.damages());
            }
            LogHead head = found.get();
            verification.entries(head);
            long subjects = 0;
            try {
                head.settings().ifPresent(stored -> settings(head.origin(), stored));
                subjects = verification.subjects(commitments, secret(head));
                verification.lost(head.size() + 1, Long.MAX_VALUE);
            } catch (AuditDamagedException e) {
                verification.damage("log's end", e.problem());
            }
            long last = rows.last();
            head().ifPresentOrElse(
                            now -> verification.behind(last, now),
                            () -> verification.damage("log's end", "is missing"));
            Optional<Checkpoint.Signed> checkpoint =
                    head.problem(checkpointKey).isEmpty() ? Optional.of(head.parsedCheckpoint()) : Optional.empty();
            return new AuditReport(head.size(), subjects, checkpoint, verification.damages());
        });
    }

    /**
     * Proves that an entry is in the log.
     *
     * @param number of the entry, from 1
     * @param size the proof is that it was there when the log had so many entries; by default as many as it has
     * @throws IllegalArgumentException if the log has no such entry, or never had that size
     */
    public LogProof.OfEntry prove(long number, Optional<Long> size) {
        return guarded(() -> {
            LogHead head = wholeHead();
            long to = size.orElse(head.size());
            requireBetween("size", to, 1, head.size());
            requireBetween("entry", number, 1, to);
            Walk walk = walk(head, InclusionProof.ranges(number - 1, to), List.of(to));
            EntryRows.Row row =
                    rows.row(number).orElseThrow(() -> new AuditDamagedException("entry " + number + " is gone"));
            if (!row.fits()) {
                throw new AuditDamagedException("entry " + number + " was changed");
            }
            return new LogProof.OfEntry(
                    new String(row.content(), UTF_8),
                    new InclusionProof(number - 1, to, walk.path()),
                    signed(head, walk.roots().getFirst(), to));
        });
    }

    /**
     * Proves that the log grew from one size to another by appending alone.
     *
     * @throws IllegalArgumentException unless 1 ≤ from ≤ to, and the log has had as many entries
     */
    public LogProof.OfGrowth proveGrowth(long from, long to) {
        return guarded(() -> {
            LogHead head = wholeHead();
            requireBetween("later size", to, 1, head.size());
            requireBetween("earlier size", from, 1, to);
            Walk walk = walk(head, ConsistencyProof.ranges(from, to), List.of(from, to));
            return new LogProof.OfGrowth(
                    new ConsistencyProof(from, to, walk.path()),
                    signed(head, walk.roots().getFirst(), from),
                    signed(head, walk.roots().getLast(), to));
        });
    }

    /**
     * Shows entries, in their order.
     *
     * @throws AuditDamagedException if one of them is not as it was written
     */
    public void entries(AuditFilter filter, Consumer<ShownEntry> consumer) {
        guarded(() -> {
            Optional<LogHead> head = head();
            if (head.isEmpty()) {
                return 0L;
            }
            Predicate<AuditEntry> wanted = wanted(filter, secret(head.get()));
            Map<String, Optional<String>> names = new HashMap<>();
            long from = filter.last()
                    .map(last -> Math.max(1, head.get().size() - last + 1))
                    .orElse(1L);
            rows.each(from, head.get().size(), row -> {
                AuditEntry entry = shown(row);
                if (wanted.test(entry)) {
                    consumer.accept(new ShownEntry(
                            entry,
                            name(entry.actor(), names),
                            entry.subjects().stream()
                                    .map(subject -> name(subject.commitment(), names))
                                    .toList()));
                }
            });
            return head.get().size();
        });
    }

    private static AuditEntry shown(EntryRows.Row row) {
        if (!row.fits()) {
            throw new AuditDamagedException("entry " + row.number() + " was changed");
        }
        try {
            return row.parsed();
        } catch (IllegalArgumentException e) {
            throw new AuditDamagedException("entry " + row.number() + " is none", e);
        }
    }

    private Optional<String> name(String commitment, Map<String, Optional<String>> known) {
        return known.computeIfAbsent(
                commitment, asked -> commitments.subject(asked).map(AuditSubject::value));
    }

    private Predicate<AuditEntry> wanted(AuditFilter filter, byte[] secret) {
        Predicate<AuditEntry> ofKind =
                entry -> filter.kind().isEmpty() || filter.kind().get() == entry.kind();
        if (filter.about().isEmpty()) {
            return ofKind;
        }
        String about = filter.about().get();
        Set<String> asked = new TreeSet<>(Set.of(about));
        if (!about.isBlank()) {
            for (AuditSubject.Type type : AuditSubject.Type.values()) {
                commitments.find(secret, new AuditSubject(type, about)).ifPresent(asked::add);
            }
        }
        return ofKind.and(entry -> about.equals(entry.facts().get(CASE))
                || asked.contains(entry.actor())
                || entry.subjects().stream().anyMatch(subject -> asked.contains(subject.commitment())));
    }

    /** What going through the hashes once came to: a proof's path, and the roots at the sizes asked for. */
    private record Walk(List<MerkleHash> path, List<MerkleHash> roots) {}

    private Walk walk(LogHead head, List<LeafRange> ranges, List<Long> sizes) {
        RangeRoots path = new RangeRoots(ranges);
        Map<Long, MerkleHash> roots = new HashMap<>();
        long until = sizes.getLast();
        TreeEdge[] edge = {TreeEdge.empty()};
        rows.each(1, head.size(), row -> {
            MerkleHash hash = row.hash();
            edge[0] = edge[0].append(hash);
            if (row.number() <= until) {
                path.accept(hash);
            }
            if (sizes.contains(row.number())) {
                roots.put(row.number(), edge[0].root());
            }
        });
        // Only what the log has signed is signed again.
        if (!edge[0].root().equals(head.parsedCheckpoint().checkpoint().root())) {
            throw new AuditDamagedException("its entries are not what its checkpoint signs");
        }
        return new Walk(
                path.roots(),
                sizes.stream()
                        .map(size -> Objects.requireNonNull(roots.get(size)))
                        .toList());
    }

    private Checkpoint.Signed signed(LogHead head, MerkleHash root, long size) {
        return size == head.size()
                ? head.parsedCheckpoint()
                : new Checkpoint(head.origin(), size, root).sign(checkpointKey, signingKey::sign);
    }

    private static void requireBetween(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is not in " + least + ".." + most);
        }
    }

    private Optional<LogHead> head() {
        return sql.sql("SELECT " + LogHead.COLUMNS + " FROM audit_log WHERE id = 1")
                .query((row, n) -> LogHead.read(row))
                .optional();
    }

    private LogHead wholeHead() {
        LogHead head = head().orElseThrow(() -> new IllegalArgumentException("nothing has been written down yet"));
        requireWhole(head);
        return head;
    }

    private void requireWhole(LogHead head) {
        head.problem(checkpointKey).ifPresent(problem -> {
            throw new AuditDamagedException(problem);
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
            requireWhole(head);
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
