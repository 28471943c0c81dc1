package io.sosia.indexer.registry;

import io.sosia.indexer.registry.RegisterUnavailableException.Problem;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The register in SQL. Every call throws {@link RegisterUnavailableException} where the database is damaged, full, held
 * by somebody else for too long, or gone.
 *
 * <p>Names, consents and vectors are sealed with the person's key ({@code V5__sealed_people.sql} says how). Whoever is erased
 * loses the key in the same transaction: what a backup, a replica or a page that was not yet overwritten still holds of them
 * opens no more. Whose key is gone is as good as erased: they are neither shown nor searched for, which is logged.
 *
 * <p>{@link #templates} reads in pages and holds nothing open between them: what others change meanwhile may show in
 * later pages.
 */
public final class SqlRegister implements Register, TemplateLedger {

    private static final Logger LOG = LoggerFactory.getLogger(SqlRegister.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Half a megabyte of 128-d vectors: enough that a page's query does not count, little enough for any heap. */
    private static final int PAGE = 1_000;

    /** SQLite's oldest bound on parameters is 999. */
    private static final int ASKED_AT_ONCE = 900;

    private static final Pattern LICENCE_ID = Pattern.compile("L-([0-9]{6,18})");
    private static final String PERSON_COLUMNS =
            "SELECT p.id, p.sealed_name, p.sealed_reference, p.consent_granted, p.consent_until, p.sealed_purpose,"
                    + " p.consent_text, p.consent_network, p.minor, p.sealed_guardian, p.consent_withdrawn,"
                    + " p.sealed_reason, p.registered, k.wrapped,"
                    + " (SELECT count(*) FROM register_photo f WHERE f.person = p.id AND f.origin = 'PORTRAIT') AS photos"
                    + " FROM register_person p LEFT JOIN seal_key k ON k.subject = 'person:' || p.id";
    private static final String TEMPLATE_COLUMNS =
            "SELECT t.number, t.person, t.space, t.photo, t.vector, k.wrapped FROM register_template t"
                    + " LEFT JOIN seal_key k ON k.subject = 'person:' || t.person";
    /** As many as reading gives: one whose key is gone counts for nothing, or whoever was erased would not be missed. */
    private static final String THAT_OPEN =
            " FROM register_template t JOIN seal_key k ON k.subject = 'person:' || t.person WHERE t.space = ?";

    private static final String LICENCE_COLUMNS =
            "SELECT number, person, licensee, work, uses, territories, first_day, last_day, document_sha256, added,"
                    + " revoked FROM register_licence";

    private final RegisterDatabase database;
    private final SqlSubjectKeys keys;
    private final Clock clock;
    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final LongAdder templatesRead = new LongAdder();
    private final LongAdder queryingNanos = new LongAdder();
    private final LongAdder openingNanos = new LongAdder();
    private final AtomicBoolean lostKeys = new AtomicBoolean();

    private SqlRegister(RegisterDatabase database, SqlSubjectKeys keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
        this.sql = JdbcClient.create(database.dataSource());
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    }

    /** Opens it, and seals what an earlier version left plain. */
    static SqlRegister open(RegisterDatabase database, SqlSubjectKeys keys, Clock clock, SealingProgress progress) {
        SqlRegister register = new SqlRegister(database, keys, clock);
        PlainRows plain = new PlainRows(database, keys, register.sql, register.transaction);
        register.guarded(() -> {
            if (plain.any()) {
                plain.seal(progress);
            }
            return true;
        });
        return register;
    }

    @Override
    public long version() {
        return revision().version();
    }

    @Override
    public Revision revision() {
        return guarded(() -> sql.sql("SELECT version, stamp FROM register_state WHERE id = 1")
                .query((row, n) -> new Revision(row.getLong(1), row.getString(2)))
                .single());
    }

    @Override
    public boolean hasBeen(Revision revision) {
        return guarded(() -> count(sql.sql("SELECT count(*) FROM register_change WHERE version = ? AND stamp = ?")
                        .params(revision.version(), revision.stamp())))
                == 1;
    }

    @Override
    public Person enrol(PersonId id, String name, Consent consent, List<EnrolledPhoto> photos) {
        Text.requirePlain("name", name, 200);
        Text.requirePlain(consent);
        if (database.isShared() && !consent.networkStorage()) {
            throw new IllegalArgumentException("person " + id
                    + " has not agreed to network storage, and this register is" + " shared over a network");
        }
        List<EnrolledPhoto> offered = List.copyOf(photos);
        return changing("enrol", change -> {
            Optional<Person> before = one(id);
            if (before.isEmpty()) {
                if (offered.isEmpty()) {
                    throw new IllegalArgumentException("person " + id + " is new and has no photo");
                }
                requireNoRow(id);
                sql.sql("INSERT INTO register_person (id, name, consent_reference, consent_granted, registered, sealed)"
                                + " VALUES (?, '', '', ?, ?, 1)")
                        .params(id.value(), Text.day(consent.granted()), change.time())
                        .update();
            }
            SubjectKey key = keys.keyFor(SubjectKeys.person(id.value()));
            if (!before.map(known ->
                            known.name().equals(name) && known.consent().equals(consent))
                    .orElse(false)) {
                write(id, key, name, consent);
                change.happened();
            }
            for (EnrolledPhoto photo : offered) {
                add(id, key, photo, change);
            }
            return one(id).orElseThrow();
        });
    }

    private void requireNoRow(PersonId id) {
        if (count(sql.sql("SELECT count(*) FROM register_person WHERE id = ?").param(id.value())) > 0) {
            throw new RegisterUnavailableException(
                    Problem.DAMAGED,
                    database.name(),
                    "the key of person " + id + " is gone, and their rows are not: 'sosia person erase " + id
                            + "' finishes an erasure that broke off");
        }
    }

    private void write(PersonId id, SubjectKey key, String name, Consent consent) {
        sql.sql("UPDATE register_person SET sealed_name = ?, sealed_reference = ?, consent_granted = ?,"
                        + " consent_until = ?, sealed_purpose = ?, consent_text = ?, consent_network = ?, minor = ?,"
                        + " sealed_guardian = ?, consent_withdrawn = ?, sealed_reason = ? WHERE id = ?")
                .params(values(
                        PersonSeal.Text.NAME.seal(key, id, name),
                        PersonSeal.Text.REFERENCE.seal(key, id, consent.reference()),
                        Text.day(consent.granted()),
                        consent.until().map(Text::day).orElse(null),
                        PersonSeal.Text.PURPOSE.seal(key, id, consent.purpose()),
                        consent.textVersion().orElse(null),
                        consent.networkStorage() ? 1 : 0,
                        consent.minor() ? 1 : 0,
                        PersonSeal.Text.GUARDIAN.seal(key, id, consent.guardian()),
                        consent.withdrawn()
                                .map(withdrawal -> Text.time(withdrawal.at()))
                                .orElse(null),
                        PersonSeal.Text.REASON.seal(key, id, consent.withdrawn().flatMap(Withdrawal::reason)),
                        id.value()))
                .update();
    }

    @Override
    public Optional<Person> withdraw(PersonId id, Withdrawal withdrawal) {
        withdrawal.reason().ifPresent(reason -> Text.requirePlain("reason", reason, Withdrawal.MOST_REASON));
        return changing("withdraw", change -> {
            Optional<Person> before = one(id);
            if (before.isPresent() && before.get().consent().withdrawn().isEmpty()) {
                Person person = before.get();
                write(
                        id,
                        keys.keyFor(SubjectKeys.person(id.value())),
                        person.name(),
                        person.consent().withdrawn(withdrawal));
                change.happened();
            }
            return one(id);
        });
    }

    @Override
    public RegisterSize size() {
        return new RegisterSize(guarded(() -> count(sql.sql("SELECT count(*) FROM register_person"))));
    }

    private void add(PersonId id, SubjectKey key, EnrolledPhoto photo, Change change) {
        long number = sql.sql("SELECT number FROM register_photo WHERE person = ? AND sha256 = ?")
                .params(id.value(), photo.sha256())
                .query(Long.class)
                .optional()
                .orElse(0L);
        if (number == 0) {
            number = change.next("last_photo");
            sql.sql("INSERT INTO register_photo (number, person, sha256, added, origin) VALUES (?, ?, ?, ?, ?)")
                    .params(
                            number,
                            id.value(),
                            photo.sha256(),
                            change.time(),
                            photo.origin().name())
                    .update();
        }
        if (photo.view().isPresent()) {
            PortraitView view = photo.view().get();
            int added = sql.sql(
                            "UPDATE register_photo SET facing = ?, brightness = ? WHERE number = ? AND facing IS NULL")
                    .params(view.facing().name(), view.brightness(), number)
                    .update();
            if (added == 1) {
                change.happened();
            }
        }
        for (Embedding template : photo.templates().embeddings()) {
            add(id, key, number, photo.quality(), template, change);
        }
    }

    private void add(PersonId id, SubjectKey key, long photo, double quality, Embedding template, Change change) {
        String space = template.space().id();
        if (count(sql.sql("SELECT count(*) FROM register_template WHERE photo = ? AND space = ?")
                        .params(photo, space))
                == 0) {
            long number = change.next("last_template");
            byte[] sealed = PersonSeal.seal(key, template.space(), number, template.toBytes());
            sql.sql("INSERT INTO register_template (number, photo, person, space, quality, vector)"
                            + " VALUES (?, ?, ?, ?, ?, ?)")
                    .params(number, photo, id.value(), space, quality, sealed)
                    .update();
            sql.sql("UPDATE register_person SET compared = NULL WHERE id = ?")
                    .param(id.value())
                    .update();
            change.happened();
        }
    }

    @Override
    public Optional<Person> person(PersonId id) {
        return guarded(() -> one(id));
    }

    private Optional<Person> one(PersonId id) {
        return sql
                .sql(PERSON_COLUMNS + " WHERE p.id = ?")
                .param(id.value())
                .query((row, n) -> readPerson(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public List<Person> people() {
        // Sorted here: a database's own order of text depends on its locale.
        return guarded(() -> sql.sql(PERSON_COLUMNS).query((row, n) -> readPerson(row)).list().stream()
                .flatMap(Optional::stream)
                .sorted((first, second) -> first.id().compareTo(second.id()))
                .toList());
    }

    @Override
    public List<String> photos(PersonId id) {
        return guarded(() -> sql.sql("SELECT sha256 FROM register_photo WHERE person = ? AND origin = 'PORTRAIT'"
                        + " ORDER BY number")
                .param(id.value())
                .query(String.class)
                .list());
    }

    @Override
    public List<RegisteredPhoto> portraits(PersonId id) {
        return guarded(() -> sql.sql("SELECT number, sha256, facing, brightness FROM register_photo WHERE person = ?"
                        + " AND origin = 'PORTRAIT' ORDER BY number")
                .param(id.value())
                .query((row, n) -> readPhoto(row))
                .list());
    }

    private RegisteredPhoto readPhoto(ResultSet row) throws SQLException {
        try {
            Optional<Facing> facing =
                    Optional.ofNullable(row.getString("facing")).map(Facing::valueOf);
            double brightness = row.getDouble("brightness");
            return new RegisteredPhoto(
                    row.getString("sha256"), facing.map(known -> new PortraitView(known, brightness)));
        } catch (IllegalArgumentException e) {
            throw damaged("photo " + row.getLong("number"), e);
        }
    }

    @Override
    public void rememberLookAlikes(PersonId person, List<LookAlike> alike) {
        for (LookAlike other : alike) {
            if (other.person().equals(person)) {
                throw new IllegalArgumentException("person " + person + " looks like themselves");
            }
        }
        if (alike.isEmpty()) {
            return;
        }
        changing("look-alike", change -> {
            for (LookAlike other : alike) {
                if (one(person).isPresent() && one(other.person()).isPresent()) {
                    remember(person, other, change);
                }
            }
            return alike.size();
        });
    }

    private void remember(PersonId person, LookAlike other, Change change) {
        boolean before = person.compareTo(other.person()) < 0;
        String first = (before ? person : other.person()).value();
        String second = (before ? other.person() : person).value();
        double similarity = other.similarity().value();
        Optional<Double> known = sql.sql(
                        "SELECT similarity FROM register_look_alike WHERE first_person = ? AND second_person = ?")
                .params(first, second)
                .query(Double.class)
                .optional();
        if (known.isEmpty()) {
            sql.sql("INSERT INTO register_look_alike (first_person, second_person, similarity, noticed)"
                            + " VALUES (?, ?, ?, ?)")
                    .params(first, second, similarity, change.time())
                    .update();
            change.happened();
        } else if (known.get() < similarity) {
            sql.sql("UPDATE register_look_alike SET similarity = ? WHERE first_person = ? AND second_person = ?")
                    .params(similarity, first, second)
                    .update();
            change.happened();
        }
    }

    @Override
    public List<PersonId> notCompared(List<EmbeddingSpace> spaces) {
        return guarded(() -> sql
                .sql("SELECT id FROM register_person WHERE compared IS NULL OR compared <> ?")
                .param(Text.spaces(spaces))
                .query((row, n) -> new PersonId(row.getString(1)))
                .list()
                .stream()
                .sorted()
                .toList());
    }

    @Override
    public boolean rememberCompared(PersonId person, List<EmbeddingSpace> spaces, long own, long others) {
        Boolean remembered = guarded(() -> transaction.execute(status -> {
            // Takes its place in the queue of writers, so that no template is registered between the look and the note.
            sql.sql("UPDATE register_state SET version = version WHERE id = 1").update();
            return sql.sql("UPDATE register_person SET compared = ? WHERE id = ? AND NOT EXISTS"
                                    + " (SELECT 1 FROM register_template t WHERE t.number > ?"
                                    + " AND (t.person <> ? OR t.number > ?) AND (t.person = ? OR t.number > ?))")
                            .params(
                                    Text.spaces(spaces),
                                    person.value(),
                                    Math.min(own, others),
                                    person.value(),
                                    own,
                                    person.value(),
                                    others)
                            .update()
                    == 1;
        }));
        return Boolean.TRUE.equals(remembered);
    }

    @Override
    public long lastTemplate() {
        return guarded(() -> count(sql.sql("SELECT last_template FROM register_state WHERE id = 1")));
    }

    @Override
    public List<LookAlike> lookAlikes(PersonId person) {
        return guarded(() -> sql
                .sql("SELECT second_person, similarity FROM register_look_alike WHERE first_person = ?"
                        + " UNION ALL SELECT first_person, similarity FROM register_look_alike WHERE second_person = ?")
                .params(person.value(), person.value())
                .query((row, n) -> readLookAlike(row))
                .list()
                .stream()
                .sorted(Comparator.comparing(LookAlike::similarity).reversed().thenComparing(LookAlike::person))
                .toList());
    }

    private LookAlike readLookAlike(ResultSet row) throws SQLException {
        try {
            return new LookAlike(new PersonId(row.getString(1)), new Cosine(row.getDouble(2)));
        } catch (IllegalArgumentException e) {
            throw damaged("a pair of people who look alike", e);
        }
    }

    @Override
    public int removeSightings(PersonId id, Set<String> sha256) {
        if (sha256.isEmpty()) {
            return 0;
        }
        return changing("remove sightings", change -> {
            int removed = 0;
            for (String hash : sha256) {
                removed += removeSighting(id, hash);
            }
            if (removed > 0) {
                change.happened();
            }
            return removed;
        });
    }

    private int removeSighting(PersonId id, String hash) {
        sql.sql("DELETE FROM register_template WHERE photo IN"
                        + " (SELECT number FROM register_photo WHERE person = ? AND sha256 = ? AND origin = ?)")
                .params(id.value(), hash, EnrolledPhoto.Origin.CONFIRMED_SIGHTING.name())
                .update();
        return sql.sql("DELETE FROM register_photo WHERE person = ? AND sha256 = ? AND origin = ?")
                .params(id.value(), hash, EnrolledPhoto.Origin.CONFIRMED_SIGHTING.name())
                .update();
    }

    @Override
    public boolean erase(PersonId id) {
        boolean erased = changing("erase", change -> {
            sql.sql("DELETE FROM register_look_alike WHERE first_person = ? OR second_person = ?")
                    .params(id.value(), id.value())
                    .update();
            for (String table : List.of("register_licence", "register_template", "register_photo")) {
                sql.sql("DELETE FROM " + table + " WHERE person = ?")
                        .param(id.value())
                        .update();
            }
            boolean there = sql.sql("DELETE FROM register_person WHERE id = ?")
                            .param(id.value())
                            .update()
                    == 1;
            if (there) {
                keys.destroy(SubjectKeys.person(id.value()));
                change.happened();
            }
            return there;
        });
        // Within a caller's transaction that is the caller's to do, after the commit.
        if (erased
                && database.dialect() == RegisterDatabase.Dialect.SQLITE
                && !TransactionSynchronizationManager.isActualTransactionActive()) {
            emptyLog();
        }
        return erased;
    }

    /**
     * The write-ahead log still holds the pages as they were. Emptying it waits for readers; where one stays for too
     * long, the last process to close the register empties it.
     */
    private void emptyLog() {
        if (!guarded(() -> PlainRows.emptyLog(sql))) {
            LOG.warn("erased, but a reader keeps the database's write-ahead log from being emptied yet");
        }
    }

    @Override
    public Set<PersonId> searchable(LocalDate day) {
        String text = Text.day(day);
        return guarded(() -> sql.sql("SELECT id FROM register_person"
                        + " WHERE consent_withdrawn IS NULL AND consent_granted <= ?"
                        + " AND (consent_until IS NULL OR consent_until >= ?)")
                .params(text, text)
                .query((row, n) -> new PersonId(row.getString(1)))
                .set());
    }

    @Override
    public Set<PersonId> unsearchable(LocalDate day) {
        String text = Text.day(day);
        return guarded(() -> sql.sql("SELECT id FROM register_person"
                        + " WHERE consent_withdrawn IS NOT NULL OR consent_granted > ? OR consent_until < ?")
                .params(text, text)
                .query((row, n) -> new PersonId(row.getString(1)))
                .set());
    }

    @Override
    public Map<PersonId, Integer> photosIn(EmbeddingSpace space) {
        record Counted(PersonId person, int photos) {}
        return guarded(() -> sql
                .sql("SELECT t.person, count(*) FROM register_template t JOIN register_photo f ON f.number = t.photo"
                        + " WHERE t.space = ? AND f.origin = 'PORTRAIT' GROUP BY t.person")
                .param(space.id())
                .query((row, n) -> new Counted(new PersonId(row.getString(1)), row.getInt(2)))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Counted::person, Counted::photos)));
    }

    @Override
    public List<Template> templates(Collection<PersonId> people) {
        List<@Nullable Object> asked =
                new ArrayList<>(people.stream().distinct().map(PersonId::value).toList());
        if (asked.isEmpty()) {
            return List.of();
        }
        if (asked.size() > ASKED_AT_ONCE) {
            throw new IllegalArgumentException("people: " + asked.size() + " is more than " + ASKED_AT_ONCE);
        }
        // Neither the space nor the order is asked for: SQLite would then walk through everybody's templates of a
        // space.
        String places = String.join(", ", Collections.nCopies(asked.size(), "?"));
        return opened(() -> sql.sql(TEMPLATE_COLUMNS + " WHERE t.person IN (" + places + ")")
                        .params(asked))
                .stream()
                .map(OfPhoto::template)
                .sorted(Comparator.comparingLong(Template::number))
                .toList();
    }

    @Override
    public List<FaceVectors> faces(PersonId person, EmbeddingSpace primary) {
        Map<Long, List<Embedding>> photos = new TreeMap<>();
        opened(() -> sql.sql(TEMPLATE_COLUMNS + " WHERE t.person = ?").param(person.value()))
                .forEach(template -> photos.computeIfAbsent(template.photo(), photo -> new ArrayList<>())
                        .add(template.template().embedding()));
        return photos.values().stream()
                .filter(templates ->
                        templates.stream().anyMatch(one -> one.space().equals(primary)))
                .map(templates -> FaceVectors.of(templates.stream()
                        .sorted(Comparator.comparing(one ->
                                one.space().equals(primary) ? "" : one.space().id()))
                        .toList()))
                .toList();
    }

    private record OfPhoto(long photo, Template template) {}

    /** A template as it lies there. */
    private static final class SealedTemplate {

        private final long number;
        private final String person;
        private final String space;
        private final long photo;
        private final byte[] vector;
        private final byte @Nullable [] wrapped;

        SealedTemplate(ResultSet row) throws SQLException {
            number = row.getLong(1);
            person = row.getString(2);
            space = row.getString(3);
            photo = row.getLong(4);
            vector = row.getBytes(5);
            wrapped = row.getBytes(6);
        }
    }

    /** Reads templates and breaks their seals, for which no connection is held. */
    private List<OfPhoto> opened(Supplier<JdbcClient.StatementSpec> query) {
        return opened(read(query));
    }

    private List<SealedTemplate> read(Supplier<JdbcClient.StatementSpec> query) {
        long begun = THREADS.getCurrentThreadCpuTime();
        List<SealedTemplate> rows = guarded(
                () -> query.get().query((row, n) -> new SealedTemplate(row)).list());
        queryingNanos.add(THREADS.getCurrentThreadCpuTime() - begun);
        return rows;
    }

    private List<OfPhoto> opened(List<SealedTemplate> rows) {
        long begun = THREADS.getCurrentThreadCpuTime();
        Map<String, SubjectKey> people = new HashMap<>();
        Map<String, EmbeddingSpace> spaces = new HashMap<>();
        List<OfPhoto> templates = new ArrayList<>(rows.size());
        for (SealedTemplate one : rows) {
            byte @Nullable [] wrapped = one.wrapped;
            if (wrapped == null) {
                warnOfLostKey();
                continue;
            }
            try {
                EmbeddingSpace space = spaces.computeIfAbsent(one.space, EmbeddingSpace::parse);
                SubjectKey key =
                        people.computeIfAbsent(one.person, person -> keys.opened(SubjectKeys.person(person), wrapped));
                templates.add(new OfPhoto(
                        one.photo,
                        new Template(
                                one.number,
                                new PersonId(one.person),
                                PersonSeal.open(key, space, one.number, one.vector))));
            } catch (IllegalArgumentException | SealBrokenException e) {
                throw damaged("template " + one.number, e);
            }
        }
        templatesRead.add(templates.size());
        openingNanos.add(THREADS.getCurrentThreadCpuTime() - begun);
        return templates;
    }

    /**
     * Whoever's key is gone is erased, even if their rows are not yet: so they are neither shown nor searched for. Said once, since
     * a key may also have been lost by damage, and then somebody is not protected.
     */
    private void warnOfLostKey() {
        if (!lostKeys.getAndSet(true)) {
            LOG.warn(
                    "somebody's key is gone, and their rows in the register are not: they are not searched for. The same"
                            + " 'sosia person erase' finishes an erasure that broke off; if nobody was erased, put the register"
                            + " back from a backup");
        }
    }

    /** What reading templates has taken so far, by this. */
    public TemplateReading templateReading() {
        return new TemplateReading(
                templatesRead.sum(), Duration.ofNanos(queryingNanos.sum()), Duration.ofNanos(openingNanos.sum()));
    }

    @Override
    public Stream<Template> templates(EmbeddingSpace space) {
        return Stream.iterate(
                        templatesAfter(space, 0, PAGE),
                        page -> !page.isEmpty(),
                        page -> templatesAfter(space, page.getLast().number(), PAGE))
                .flatMap(List::stream);
    }

    @Override
    public List<Template> templatesAfter(EmbeddingSpace space, long after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " is less than 1");
        }
        long last = after;
        while (true) {
            long from = last;
            List<SealedTemplate> page = read(
                    () -> sql.sql(TEMPLATE_COLUMNS + " WHERE t.space = ? AND t.number > ? ORDER BY t.number LIMIT ?")
                            .params(space.id(), from, limit));
            List<Template> templates =
                    opened(page).stream().map(OfPhoto::template).toList();
            // A page of nobody but those whose keys are gone is not the end.
            if (page.isEmpty() || !templates.isEmpty()) {
                return templates;
            }
            last = page.getLast().number;
        }
    }

    @Override
    public List<Template> templatesBetween(EmbeddingSpace space, long after, long upTo) {
        return opened(() -> sql.sql(TEMPLATE_COLUMNS
                                + " WHERE t.space = ? AND t.number > ? AND t.number <= ? ORDER BY t.number")
                        .params(space.id(), after, upTo))
                .stream()
                .map(OfPhoto::template)
                .toList();
    }

    @Override
    public long templateCount(EmbeddingSpace space) {
        return guarded(() -> count(sql.sql("SELECT count(*)" + THAT_OPEN).param(space.id())));
    }

    @Override
    public long[] templateNumbers(EmbeddingSpace space) {
        return guarded(() -> {
            try (Stream<Long> numbers = sql
                    .sql("SELECT t.number" + THAT_OPEN + " ORDER BY t.number")
                    .param(space.id())
                    .query((row, n) -> row.getLong(1))
                    .stream()) {
                return numbers.mapToLong(Long::longValue).toArray();
            }
        });
    }

    @Override
    public Licence addLicence(LicenceTerms terms) {
        Text.requirePlain("licensee", terms.licensee(), 200);
        terms.work().ifPresent(work -> Text.requirePlain("work", work, 200));
        String uses = Text.joined("uses", terms.uses());
        String territories = Text.joined("territories", terms.territories());
        String from = Text.day(terms.from());
        String until = Text.day(terms.until());
        return changing("licence", change -> {
            if (one(terms.person()).isEmpty()) {
                throw new IllegalArgumentException("person " + terms.person() + " is not registered");
            }
            long number = change.next("last_licence");
            sql.sql("INSERT INTO register_licence (number, person, licensee, work, uses, territories, first_day,"
                            + " last_day, document_sha256, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(values(
                            number,
                            terms.person().value(),
                            terms.licensee(),
                            terms.work().orElse(null),
                            uses,
                            territories,
                            from,
                            until,
                            terms.documentSha256().orElse(null),
                            change.time()))
                    .update();
            change.happened();
            return licence(number).orElseThrow();
        });
    }

    @Override
    public List<Licence> licences() {
        return guarded(() -> sql.sql(LICENCE_COLUMNS + " ORDER BY number")
                .query((row, n) -> readLicence(row))
                .list());
    }

    @Override
    public List<Licence> licences(PersonId person) {
        return guarded(() -> sql.sql(LICENCE_COLUMNS + " WHERE person = ? ORDER BY number")
                .param(person.value())
                .query((row, n) -> readLicence(row))
                .list());
    }

    @Override
    public Optional<Licence> revoke(String licence, Instant when) {
        Matcher form = LICENCE_ID.matcher(licence);
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        if (!licenceId(number).equals(licence)) {
            return Optional.empty();
        }
        String time = Text.time(when);
        return changing("revoke", change -> {
            int changed = sql.sql("UPDATE register_licence SET revoked = ? WHERE number = ? AND revoked IS NULL")
                    .params(time, number)
                    .update();
            if (changed == 1) {
                change.happened();
            }
            return licence(number);
        });
    }

    private Optional<Licence> licence(long number) {
        return sql.sql(LICENCE_COLUMNS + " WHERE number = ?")
                .param(number)
                .query((row, n) -> readLicence(row))
                .optional();
    }

    private static String licenceId(long number) {
        return String.format(Locale.ROOT, "L-%06d", number);
    }

    /** Empty where the key is gone. */
    private Optional<Person> readPerson(ResultSet row) throws SQLException {
        String id = row.getString("id");
        byte @Nullable [] wrapped = row.getBytes("wrapped");
        if (wrapped == null) {
            warnOfLostKey();
            return Optional.empty();
        }
        try {
            PersonId person = new PersonId(id);
            SubjectKey key = keys.opened(SubjectKeys.person(id), wrapped);
            Optional<Withdrawal> withdrawn = Optional.empty();
            @Nullable String withdrawnAt = row.getString("consent_withdrawn");
            if (withdrawnAt != null) {
                withdrawn = Optional.of(
                        new Withdrawal(Instant.parse(withdrawnAt), text(row, PersonSeal.Text.REASON, key, person)));
            }
            return Optional.of(new Person(
                    person,
                    text(row, PersonSeal.Text.NAME, key, person).orElse(""),
                    new Consent(
                            text(row, PersonSeal.Text.REFERENCE, key, person).orElse(""),
                            LocalDate.parse(row.getString("consent_granted")),
                            Optional.ofNullable(row.getString("consent_until")).map(LocalDate::parse),
                            text(row, PersonSeal.Text.PURPOSE, key, person),
                            Optional.ofNullable(row.getString("consent_text")),
                            row.getInt("consent_network") == 1,
                            row.getInt("minor") == 1,
                            text(row, PersonSeal.Text.GUARDIAN, key, person),
                            withdrawn),
                    row.getInt("photos"),
                    Instant.parse(row.getString("registered"))));
        } catch (IllegalArgumentException | DateTimeException | SealBrokenException e) {
            throw damaged("the row of person " + id, e);
        }
    }

    private static Optional<String> text(ResultSet row, PersonSeal.Text text, SubjectKey key, PersonId person)
            throws SQLException, SealBrokenException {
        byte @Nullable [] sealed = row.getBytes(text.column());
        return sealed == null ? Optional.empty() : Optional.of(text.open(key, person, sealed));
    }

    private Licence readLicence(ResultSet row) throws SQLException {
        long number = row.getLong("number");
        try {
            return new Licence(
                    licenceId(number),
                    new LicenceTerms(
                            new PersonId(row.getString("person")),
                            row.getString("licensee"),
                            Optional.ofNullable(row.getString("work")),
                            Text.split(row.getString("uses")),
                            Text.split(row.getString("territories")),
                            LocalDate.parse(row.getString("first_day")),
                            LocalDate.parse(row.getString("last_day")),
                            Optional.ofNullable(row.getString("document_sha256"))),
                    Instant.parse(row.getString("added")),
                    Optional.ofNullable(row.getString("revoked")).map(Instant::parse));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged("licence " + licenceId(number), e);
        }
    }

    private RegisterUnavailableException damaged(String what, Exception cause) {
        return new RegisterUnavailableException(
                Problem.DAMAGED, database.name(), what + " cannot be read; put it back from a backup", cause);
    }

    private static long count(JdbcClient.StatementSpec statement) {
        return statement.query(Long.class).single();
    }

    private static List<@Nullable Object> values(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>(values.length);
        for (@Nullable Object value : values) {
            list.add(value);
        }
        return list;
    }

    /** A change under way, holding the write lock. */
    private final class Change {
        private final String time = Text.time(clock.instant());
        private boolean happened;

        String time() {
            return time;
        }

        void happened() {
            happened = true;
        }

        long next(String counter) {
            sql.sql("UPDATE register_state SET " + counter + " = " + counter + " + 1 WHERE id = 1")
                    .update();
            return count(sql.sql("SELECT " + counter + " FROM register_state WHERE id = 1"));
        }
    }

    private interface Changing<T> {
        T apply(Change change);
    }

    /**
     * Runs a change in a transaction that raises the version first: the row that holds it is the queue of writers, so
     * numbers are given in the order of commits. A change that turns out to change nothing is rolled back.
     */
    private <T> T changing(String kind, Changing<T> changing) {
        String stamp = UUID.randomUUID().toString();
        return guarded(() -> transaction.execute(status -> {
            Object before = status.createSavepoint();
            sql.sql("UPDATE register_state SET version = version + 1, stamp = ? WHERE id = 1")
                    .param(stamp)
                    .update();
            Change change = new Change();
            T result = changing.apply(change);
            if (change.happened) {
                sql.sql("INSERT INTO register_change (version, stamp, kind, changed)"
                                + " SELECT version, stamp, ?, ? FROM register_state WHERE id = 1")
                        .params(kind, change.time())
                        .update();
            } else {
                // Not the whole transaction: it may be the caller's, with more in it.
                status.rollbackToSavepoint(before);
            }
            return result;
        }));
    }

    private <T> T guarded(Supplier<T> access) {
        try {
            return access.get();
        } catch (DataAccessException | TransactionException e) {
            Optional<SqlProblem> problem = SqlProblem.of(e);
            if (problem.isPresent()) {
                throw problem.get().toException(database.name(), e);
            }
            throw e;
        }
    }

    /** How values are written. */
    private static final class Text {

        private Text() {}

        static String spaces(List<EmbeddingSpace> spaces) {
            return spaces.stream().map(EmbeddingSpace::id).collect(Collectors.joining(" "));
        }

        static void requirePlain(Consent consent) {
            requirePlain("consent's reference", consent.reference(), Consent.MOST_REFERENCE);
            consent.purpose().ifPresent(text -> requirePlain("consent's purpose", text, Consent.MOST_PURPOSE));
            consent.textVersion()
                    .ifPresent(text -> requirePlain("version of the consent's text", text, Consent.MOST_VERSION));
            consent.guardian().ifPresent(text -> requirePlain("guardian's consent", text, Consent.MOST_REFERENCE));
            consent.withdrawn()
                    .flatMap(Withdrawal::reason)
                    .ifPresent(text -> requirePlain("reason", text, Withdrawal.MOST_REASON));
        }

        /** Both databases keep it as it is, and no terminal takes it for a command. */
        static void requirePlain(String field, String value, int most) {
            if (value.isBlank() || value.length() > most) {
                throw new IllegalArgumentException(field + ": has " + value.length() + " characters, not 1 to " + most);
            }
            if (value.codePoints()
                    .anyMatch(c -> Character.isISOControl(c)
                            || Character.getType(c) == Character.SURROGATE
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.LINE_SEPARATOR
                            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR)) {
                throw new IllegalArgumentException(field + ": holds a control character");
            }
        }

        static String day(LocalDate day) {
            if (day.getYear() < 1 || day.getYear() > 9999) {
                throw new IllegalArgumentException("the year " + day.getYear() + " is not in 1..9999");
            }
            return day.toString();
        }

        static String time(Instant time) {
            return time.truncatedTo(ChronoUnit.MILLIS).toString();
        }

        static String joined(String field, Set<String> values) {
            String text = String.join(",", new TreeSet<>(values));
            if (text.length() > 2000) {
                throw new IllegalArgumentException(field + ": " + text.length() + " characters, more than 2000");
            }
            return text;
        }

        static Set<String> split(String text) {
            return text.isEmpty()
                    ? Set.of()
                    : Stream.of(text.split(",", -1)).collect(Collectors.toCollection(HashSet::new));
        }
    }
}
