package io.sosia.jobs.takedown;

import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.indexer.seal.SubjectKeys;
import io.sosia.jobs.audit.AuditTrail;
import io.sosia.jobs.batch.DatabaseFile;
import io.sosia.jobs.batch.JobsSchema;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.config.TakedownSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Cases in a home's database, in the tables {@code takedown_…}. */
public final class StoredCases implements TakedownCases {

    private static final String PHOTO = "PHOTO";
    private static final String MANDATE = "MANDATE";
    private static final String OBJECTION = "OBJECTION";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final DatabaseFile file;
    private final SubjectKeys keys;
    private final CaseSeals seals;
    private final RequesterHashes hashes;
    private final RegisterDatabase database;
    private final TakedownSettings settings;
    private final Optional<CaseAudit> audit;

    private StoredCases(
            RegisterDatabase database, SubjectKeys keys, TakedownSettings settings, Optional<CaseAudit> audit) {
        this.database = database;
        this.jdbc = JdbcClient.create(database.dataSource());
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        this.file = new DatabaseFile(database);
        this.keys = keys;
        this.seals = new CaseSeals(keys);
        this.hashes = new RequesterHashes(jdbc, keys);
        this.settings = settings;
        this.audit = audit;
    }

    /**
     * Opens the cases beside a register; the database stays the caller's to close.
     *
     * @throws NotReadyException if the jobs' tables cannot be set up
     */
    public static StoredCases open(RegisterDatabase database, SubjectKeys keys, TakedownSettings settings)
            throws NotReadyException {
        JobsSchema.prepare(database);
        return new StoredCases(database, keys, settings, Optional.empty());
    }

    /**
     * The same cases, each change of which is written down in its own transaction.
     *
     * @param actor who acts
     */
    public StoredCases audited(AuditTrail trail, String actor) {
        return new StoredCases(database, keys, settings, Optional.of(new CaseAudit(trail, actor)));
    }

    /** An objection, less its document; and who may not decide again. */
    private record ObjectionContent(Optional<String> statement, List<String> barred) {}

    @Override
    public boolean isOpen(String number) {
        return find(number).map(found -> CaseLife.searchable(found.state())).orElse(false);
    }

    @Override
    public Opening open(CaseRequest request, DeadlinePolicy policy, Instant at) {
        requireLimits(request, 0, 0);
        return within(() -> {
            // Before anything is asked: two requests at a time could both be the last one allowed.
            jdbc.sql("UPDATE scan_counter SET last_number = last_number WHERE name = 'case'")
                    .update();
            String asked = hashes.ofRequest(content(request));
            Optional<TakedownCase> same = jdbc.sql(
                            "SELECT case_number FROM takedown_case WHERE request = ? AND state <> 'CLOSED'"
                                    + " ORDER BY case_number LIMIT 1")
                    .param(asked)
                    .query((row, index) -> CaseNumber.text(row.getLong(1)))
                    .optional()
                    .flatMap(this::find);
            if (same.isPresent()) {
                return new Opening.AlreadyOpen(same.get());
            }
            Optional<String> who = who(request.requester());
            if (who.isPresent()) {
                Optional<Instant> next = nextAllowed(who.get(), at);
                if (next.isPresent()) {
                    return new Opening.TooMany(settings.casesPerRequester(), settings.requesterPeriod(), next.get());
                }
            }
            long id = jdbc.sql(
                            "UPDATE scan_counter SET last_number = last_number + 1 WHERE name = 'case' RETURNING last_number")
                    .query(Long.class)
                    .single();
            String number = CaseNumber.text(id);
            List<Missing> missing = request.missing();
            CaseState state = missing.isEmpty() ? CaseState.OPEN : CaseState.INCOMPLETE;
            jdbc.sql("""
                            INSERT INTO takedown_case (case_number, state, changes, opened, policy, missing, territory,
                                person, request, requester)
                            VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(id, state.name(), at.toEpochMilli(), CaseSeals.line(policy), names(missing))
                    .param(request.territory())
                    .param(request.person().map(PersonId::value).orElse(null))
                    .param(asked)
                    .param(seals.sealRecord(number, "requester", request.requester()))
                    .update();
            begin(id, 1, at, at.plus(policy.answer()), policy, null, null);
            store(id, number, request, 1);
            who.ifPresent(hash -> count(hash, id, at));
            event(id, at, 1, CaseEvent.Kind.OPENED, state);
            TakedownCase opened = find(number).orElseThrow();
            audit.ifPresent(log -> log.opened(opened, request));
            return new Opening.Opened(opened);
        });
    }

    @Override
    public CaseChange complete(String number, CaseRequest addition, Instant at) {
        return step(number, at, current -> {
            requireLimits(
                    addition,
                    count("SELECT COUNT(*) FROM takedown_document WHERE case_number = ? AND kind = 'PHOTO'", number),
                    current.named().size());
            if (current.state() == CaseState.OPEN && isPhotosAlone(addition)) {
                return new Change.Step(
                        new CaseStep.PhotosAdded(noPhotoWasUsable(current.number())),
                        CaseEvent.Kind.COMPLETED,
                        () -> store(id(number), number, addition, 1));
            }
            if (current.state() != CaseState.INCOMPLETE) {
                return new Change.Step(new CaseStep.Completed(true), CaseEvent.Kind.COMPLETED, () -> {});
            }
            Requester before = requester(number).orElseThrow();
            Optional<String> other = differing(current, before, addition);
            if (other.isPresent()) {
                return new Change.Refuse(other.get());
            }
            Requester after = merged(before, addition.requester());
            long id = id(number);
            boolean face = !addition.photos().isEmpty()
                    || addition.person().isPresent()
                    || !current.missing().contains(Missing.FACE);
            boolean mandate = addition.mandate().isPresent() || mandate(number).isPresent();
            List<Missing> missing = CaseRequest.missing(after, mandate, face);
            Optional<String> who = who(after);
            if (who.isPresent() && who(before).isEmpty()) {
                Optional<Instant> next = nextAllowed(who.get(), at);
                if (next.isPresent()) {
                    return new Change.Refuse("this requester has opened " + settings.casesPerRequester()
                            + " cases within " + settings.requesterPeriod() + ", which is the most; from " + next.get()
                            + " on another may be");
                }
            }
            return new Change.Step(new CaseStep.Completed(missing.isEmpty()), CaseEvent.Kind.COMPLETED, () -> {
                jdbc.sql("UPDATE takedown_case SET missing = ?, requester = ?, person = ? WHERE case_number = ?")
                        .params(names(missing), seals.sealRecord(number, "requester", after))
                        .param(current.person()
                                .or(addition::person)
                                .map(PersonId::value)
                                .orElse(null))
                        .param(id)
                        .update();
                store(id, number, addition, 1);
                who.ifPresent(hash -> count(hash, id, at));
            });
        });
    }

    private static boolean isPhotosAlone(CaseRequest addition) {
        Requester asking = addition.requester();
        return !addition.photos().isEmpty()
                && addition.mandate().isEmpty()
                && addition.person().isEmpty()
                && addition.named().isEmpty()
                && asking.name().isEmpty()
                && asking.contact().isEmpty()
                && asking.identityChecked().isEmpty()
                && asking.checkedBy().isEmpty()
                && asking.statement().isEmpty();
    }

    /** A search reads the photos before it begins, and begins only where one is of use. */
    private boolean noPhotoWasUsable(String number) {
        return jdbc.sql("SELECT (SELECT COUNT(*) FROM search_photo WHERE case_number = ?) > 0"
                        + " AND (SELECT COUNT(*) FROM search_run WHERE case_number = ?) = 0")
                .params(number, number)
                .query(Boolean.class)
                .single();
    }

    @Override
    public Optional<TakedownCase> find(String number) {
        OptionalLong id = CaseNumber.parse(number);
        return id.isEmpty()
                ? Optional.empty()
                : jdbc.sql("SELECT * FROM takedown_case WHERE case_number = ?")
                        .param(id.getAsLong())
                        .query(StoredCases::row)
                        .optional()
                        .map(this::whole);
    }

    @Override
    public List<TakedownCase> all() {
        return jdbc.sql("SELECT * FROM takedown_case ORDER BY case_number").query(StoredCases::row).list().stream()
                .map(this::whole)
                .toList();
    }

    @Override
    public Optional<Requester> requester(String number) {
        return stored("SELECT requester FROM takedown_case WHERE case_number = ?", number)
                .flatMap(stored -> seals.openRecord(number, "requester", stored, Requester.class));
    }

    @Override
    public List<CasePhoto> photos(String number) {
        return documents(number, PHOTO, Optional.empty()).stream()
                .map(document -> new CasePhoto(document.name(), document.bytes()))
                .toList();
    }

    @Override
    public Optional<CaseDocument> mandate(String number) {
        return documents(number, MANDATE, Optional.empty()).stream().findFirst();
    }

    @Override
    public Optional<Objection> objection(String number, int round) {
        OptionalLong id = CaseNumber.parse(number);
        record Contested(String uploader, Sealed objection) {}
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT uploader, objection FROM takedown_round WHERE case_number = ? AND round = ?"
                        + " AND objection IS NOT NULL")
                .params(id.getAsLong(), round)
                .query((row, index) -> new Contested(row.getString(1), new Sealed(row.getBytes(2))))
                .optional()
                .flatMap(row -> seals.openRecord(
                                number, "objection " + round, row.objection.bytes, ObjectionContent.class)
                        .map(content -> new Objection(
                                row.uploader,
                                content.statement(),
                                documents(number, OBJECTION, Optional.of(round)).stream()
                                        .findFirst())));
    }

    @Override
    public void hold(String number) {
        CaseNumber.parse(number).ifPresent(this::hold);
    }

    /** @return whether there is such a case */
    private boolean hold(long id) {
        return jdbc.sql("UPDATE takedown_case SET changes = changes + 1 WHERE case_number = ?")
                        .param(id)
                        .update()
                == 1;
    }

    @Override
    public <T> T holding(String number, Supplier<T> work) {
        return within(() -> {
            hold(number);
            return work.get();
        });
    }

    @Override
    public void searched(String number, Instant at) {
        CaseChange change = step(
                number,
                at,
                current -> new Change.Step(
                        new CaseStep.Searched(),
                        CaseEvent.Kind.SEARCHED,
                        () -> mark(
                                "UPDATE takedown_round SET searched = ?, decided = NULL WHERE case_number = ? AND round = ?",
                                current,
                                at)));
        switch (change) {
            case CaseChange.Done done -> {}
            case CaseChange.Refused refused ->
                throw new CaseStepRefusedException("case " + number + ": " + refused.why());
            case CaseChange.Unknown unknown -> throw new CaseStepRefusedException("there is no case " + number);
        }
    }

    @Override
    public CaseChange decided(String number, Instant at) {
        return step(
                number,
                at,
                current -> current.state() == CaseState.DECIDED
                        ? new Change.Nothing()
                        : new Change.Step(
                                new CaseStep.Decided(),
                                CaseEvent.Kind.DECIDED,
                                () -> mark(
                                        "UPDATE takedown_round SET decided = ? WHERE case_number = ? AND round = ?",
                                        current,
                                        at)));
    }

    @Override
    public CaseChange answered(String number, CaseLetter letter) {
        Instant at = letter.given();
        return step(number, at, current -> {
            List<CaseLetter> given = letters(number);
            if (given.stream().anyMatch(letter::replaces)) {
                return new Change.Nothing();
            }
            return new Change.Step(
                    new CaseStep.Answered(letter.recipient()), CaseEvent.Kind.ANSWERED, letter.account(), () -> {
                        int index = given.size() + 1;
                        jdbc.sql("""
                                        INSERT INTO takedown_letter (case_number, letter, round, recipient, account,
                                            language, given, html, plain)
                                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                                .params(
                                        id(number),
                                        index,
                                        letter.round(),
                                        letter.recipient().name())
                                .params(letter.account(), letter.language().name(), at.toEpochMilli())
                                .params(
                                        seals.sealText(number, "letter " + index + " html", letter.html()),
                                        seals.sealText(number, "letter " + index + " plain", letter.plain()))
                                .update();
                        if (letter.recipient() == Recipient.REQUESTER) {
                            mark(
                                    "UPDATE takedown_round SET answered = COALESCE(answered, ?)"
                                            + " WHERE case_number = ? AND round = ?",
                                    current,
                                    at);
                        }
                    });
        });
    }

    @Override
    public List<CaseLetter> letters(String number) {
        OptionalLong id = CaseNumber.parse(number);
        record LetterRow(
                int letter,
                int round,
                Recipient recipient,
                String account,
                CaseLetter.Language language,
                Instant given,
                Sealed html,
                Sealed plain) {}
        if (id.isEmpty()) {
            return List.of();
        }
        return jdbc
                .sql("SELECT * FROM takedown_letter WHERE case_number = ? ORDER BY letter")
                .param(id.getAsLong())
                .query((row, index) -> new LetterRow(
                        row.getInt("letter"),
                        row.getInt("round"),
                        Recipient.valueOf(row.getString("recipient")),
                        row.getString("account"),
                        CaseLetter.Language.valueOf(row.getString("language")),
                        Instant.ofEpochMilli(row.getLong("given")),
                        new Sealed(row.getBytes("html")),
                        new Sealed(row.getBytes("plain"))))
                .list()
                .stream()
                .flatMap(row -> seals.openText(number, "letter " + row.letter + " html", row.html.bytes).stream()
                        .map(html -> new CaseLetter(
                                row.round,
                                row.recipient,
                                row.account,
                                row.language,
                                row.given,
                                html,
                                seals.openText(number, "letter " + row.letter + " plain", row.plain.bytes)
                                        .orElse(""))))
                .toList();
    }

    @Override
    public CaseChange counter(String number, Objection objection, Set<String> barredReviewers, Instant at) {
        objection.document().ifPresent(document -> requireSize("the document", document));
        return step(number, at, current -> {
            Optional<String> late = current.erased().isPresent()
                    ? Optional.of("what was sealed for it has been destroyed, so that nothing can be looked at again")
                    : current.objectionsUntil()
                            .filter(until -> at.isAfter(until))
                            .map(until -> "objections could be raised until " + until);
            if (late.isPresent()) {
                return new Change.Refuse(late.get());
            }
            int round = current.round() + 1;
            Set<String> barred = new TreeSet<>(current.barredReviewers());
            barred.addAll(barredReviewers);
            return new Change.Step(new CaseStep.Countered(), CaseEvent.Kind.COUNTERED, objection.uploader(), () -> {
                begin(
                        id(number),
                        round,
                        at,
                        at.plus(current.policy().counter()),
                        current.policy(),
                        objection.uploader(),
                        seals.sealRecord(
                                number,
                                "objection " + round,
                                new ObjectionContent(objection.statement(), List.copyOf(barred))));
                objection
                        .document()
                        .ifPresent(document ->
                                store(id(number), number, OBJECTION, round, document.name(), document.bytes()));
                jdbc.sql("UPDATE takedown_case SET closed = NULL, withdrawn = 0, erase_after = NULL"
                                + " WHERE case_number = ?")
                        .param(id(number))
                        .update();
            });
        });
    }

    @Override
    public CaseChange close(String number, boolean withdrawn, Instant at) {
        return step(
                number,
                at,
                current -> new Change.Step(
                        new CaseStep.Closed(withdrawn),
                        CaseEvent.Kind.CLOSED,
                        () -> jdbc.sql(
                                        "UPDATE takedown_case SET closed = ?, withdrawn = ?, erase_after = ? WHERE case_number = ?")
                                .params(
                                        at.toEpochMilli(),
                                        withdrawn ? 1 : 0,
                                        at.plus(settings.keepClosed()).toEpochMilli(),
                                        id(number))
                                .update()));
    }

    @Override
    public CaseChange erase(String number, Instant at) {
        CaseChange change = step(number, at, current -> {
            if (current.erased().isPresent()) {
                return new Change.Nothing();
            }
            if (current.state() != CaseState.CLOSED) {
                return new Change.Refuse("it has not ended: takedown close CASE");
            }
            return new Change.Event(CaseEvent.Kind.ERASED, () -> {
                long id = id(number);
                keys.destroy(SubjectKeys.ofCase(number));
                for (String table : List.of("takedown_document", "takedown_letter", "takedown_place")) {
                    jdbc.sql("DELETE FROM " + table + " WHERE case_number = ?")
                            .param(id)
                            .update();
                }
                jdbc.sql("UPDATE takedown_round SET uploader = NULL, objection = NULL WHERE case_number = ?")
                        .param(id)
                        .update();
                jdbc.sql("UPDATE takedown_case SET erased = ?, requester = NULL, request = NULL, person = NULL,"
                                + " territory = '', missing = '' WHERE case_number = ?")
                        .params(at.toEpochMilli(), id)
                        .update();
            });
        });
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            file.emptyLog();
        }
        return change;
    }

    @Override
    public List<String> toErase(Instant now) {
        return jdbc.sql(
                        "SELECT case_number FROM takedown_case WHERE state = 'CLOSED' AND erased IS NULL AND erase_after <= ?"
                                + " ORDER BY case_number")
                .param(now.toEpochMilli())
                .query((row, index) -> CaseNumber.text(row.getLong(1)))
                .list();
    }

    @Override
    public List<CaseEvent> history(String number) {
        OptionalLong id = CaseNumber.parse(number);
        return id.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT at, round, kind, state FROM takedown_event WHERE case_number = ? ORDER BY event")
                        .param(id.getAsLong())
                        .query((row, index) -> new CaseEvent(
                                Instant.ofEpochMilli(row.getLong(1)),
                                row.getInt(2),
                                CaseEvent.Kind.valueOf(row.getString(3)),
                                CaseState.valueOf(row.getString(4))))
                        .list();
    }

    /** What is to be done about a case. */
    private sealed interface Change {

        /**
         * A step, if the case's state lets it be taken.
         *
         * @param account of an uploader whom it concerns; empty for none
         */
        record Step(CaseStep step, CaseEvent.Kind kind, String account, Runnable write) implements Change {

            Step(CaseStep step, CaseEvent.Kind kind, Runnable write) {
                this(step, kind, "", write);
            }
        }

        /** Something that leaves its state. */
        record Event(CaseEvent.Kind kind, Runnable write) implements Change {}

        /** Nothing, for it is done. */
        record Nothing() implements Change {}

        record Refuse(String why) implements Change {}
    }

    private interface Plan {
        Change of(TakedownCase current);
    }

    /** Decides and writes in one transaction that no other change of the case crosses. */
    private CaseChange step(String number, Instant at, Plan plan) {
        OptionalLong id = CaseNumber.parse(number);
        if (id.isEmpty()) {
            return new CaseChange.Unknown(number);
        }
        return within(() -> {
            if (!hold(id.getAsLong())) {
                return new CaseChange.Unknown(number);
            }
            TakedownCase current = find(number).orElseThrow();
            return switch (plan.of(current)) {
                case Change.Refuse refuse -> new CaseChange.Refused(number, refuse.why());
                case Change.Nothing nothing -> new CaseChange.Done(current);
                case Change.Event event -> {
                    event.write().run();
                    event(id.getAsLong(), at, current.round(), event.kind(), current.state());
                    TakedownCase after = find(number).orElseThrow();
                    audit.ifPresent(log -> log.changed(after, event.kind(), ""));
                    yield new CaseChange.Done(after);
                }
                case Change.Step step ->
                    switch (CaseLife.next(current.state(), step.step())) {
                        case CaseLife.Next.Refused refused -> new CaseChange.Refused(number, refused.why());
                        case CaseLife.Next.To to -> {
                            step.write().run();
                            jdbc.sql("UPDATE takedown_case SET state = ? WHERE case_number = ?")
                                    .params(to.state().name(), id.getAsLong())
                                    .update();
                            TakedownCase after = find(number).orElseThrow();
                            event(id.getAsLong(), at, after.round(), step.kind(), to.state());
                            audit.ifPresent(log -> log.changed(after, step.kind(), step.account()));
                            yield new CaseChange.Done(after);
                        }
                    };
            };
        });
    }

    private <T> T within(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(status -> work.get()));
    }

    private void event(long id, Instant at, int round, CaseEvent.Kind kind, CaseState state) {
        jdbc.sql("""
                        INSERT INTO takedown_event (case_number, event, at, round, kind, state)
                        VALUES (?, (SELECT COALESCE(MAX(event), 0) + 1 FROM takedown_event WHERE case_number = ?), ?, ?, ?, ?)""")
                .params(id, id, at.toEpochMilli(), round, kind.name(), state.name())
                .update();
    }

    private void begin(
            long id,
            int round,
            Instant at,
            Instant due,
            DeadlinePolicy policy,
            @Nullable String uploader,
            byte @Nullable [] objection) {
        jdbc.sql("INSERT INTO takedown_round (case_number, round, began, warn_from, due, uploader, objection)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(id, round, at.toEpochMilli())
                .params(due.minus(policy.warning()).toEpochMilli(), due.toEpochMilli())
                .param(uploader)
                .param(objection)
                .update();
    }

    private void mark(String sql, TakedownCase current, Instant at) {
        jdbc.sql(sql)
                .params(at.toEpochMilli(), id(current.number()), current.round())
                .update();
    }

    /** Stores what a request brings beside its words. */
    private void store(long id, String number, CaseRequest request, int round) {
        Set<String> there =
                photos(number).stream().map(CasePhoto::sha256).collect(Collectors.toCollection(LinkedHashSet::new));
        for (CasePhoto photo : request.photos()) {
            if (there.add(photo.sha256())) {
                store(id, number, PHOTO, round, photo.name(), photo.bytes());
            }
        }
        request.mandate().ifPresent(mandate -> store(id, number, MANDATE, round, mandate.name(), mandate.bytes()));
        int places = Math.toIntExact(count("SELECT COUNT(*) FROM takedown_place WHERE case_number = ?", number));
        for (NamedPlace place : request.named()) {
            places++;
            jdbc.sql("INSERT INTO takedown_place (case_number, place, work, episode, time_ms) VALUES (?, ?, ?, ?, ?)")
                    .params(id, places, place.work())
                    .param(place.episode().orElse(null))
                    .param(place.timeMs().orElse(null))
                    .update();
        }
    }

    private void store(long id, String number, String kind, int round, String name, byte[] bytes) {
        long document = 1 + count("SELECT COUNT(*) FROM takedown_document WHERE case_number = ?", number);
        jdbc.sql("INSERT INTO takedown_document (case_number, document, kind, round, name, content)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")
                .params(id, document, kind, round)
                .params(
                        seals.sealText(number, "name of document " + document, name),
                        seals.seal(number, "document " + document, bytes))
                .update();
    }

    private List<CaseDocument> documents(String number, String kind, Optional<Integer> round) {
        OptionalLong id = CaseNumber.parse(number);
        record DocumentRow(int document, int round, Sealed name, Sealed content) {}
        if (id.isEmpty()) {
            return List.of();
        }
        return jdbc
                .sql("SELECT document, round, name, content FROM takedown_document WHERE case_number = ? AND kind = ?"
                        + " ORDER BY document")
                .params(id.getAsLong(), kind)
                .query((row, index) -> new DocumentRow(
                        row.getInt(1), row.getInt(2), new Sealed(row.getBytes(3)), new Sealed(row.getBytes(4))))
                .list()
                .stream()
                .filter(row -> round.map(wanted -> wanted == row.round).orElse(true))
                .flatMap(row -> seals.open(number, "document " + row.document, row.content.bytes).stream()
                        .map(bytes -> new CaseDocument(
                                seals.openText(number, "name of document " + row.document, row.name.bytes)
                                        .orElse(""),
                                bytes)))
                .toList();
    }

    /** Sealed bytes as they were read, so that nothing is opened in the middle of a query. */
    private static final class Sealed {

        private final byte[] bytes;

        Sealed(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** A row of {@code takedown_case}, before what lies in other tables is added. */
    private record CaseRow(
            long id,
            CaseState state,
            Instant opened,
            DeadlinePolicy policy,
            List<Missing> missing,
            String territory,
            Optional<PersonId> person,
            Optional<Instant> closed,
            boolean withdrawn,
            Optional<Instant> eraseAfter,
            Optional<Instant> erased) {}

    private static CaseRow row(ResultSet row, int index) throws SQLException {
        String missing = row.getString("missing");
        return new CaseRow(
                row.getLong("case_number"),
                CaseState.valueOf(row.getString("state")),
                Instant.ofEpochMilli(row.getLong("opened")),
                CaseSeals.read(row.getString("policy"), DeadlinePolicy.class),
                missing.isEmpty()
                        ? List.of()
                        : Arrays.stream(missing.split(","))
                                .map(Missing::valueOf)
                                .toList(),
                row.getString("territory"),
                Optional.ofNullable(row.getString("person")).map(PersonId::new),
                instant(row, "closed"),
                row.getInt("withdrawn") != 0,
                instant(row, "erase_after"),
                instant(row, "erased"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private TakedownCase whole(CaseRow row) {
        String number = CaseNumber.text(row.id);
        record RoundRow(CaseRound round, Optional<Sealed> objection) {}
        List<RoundRow> rounds = jdbc.sql("SELECT * FROM takedown_round WHERE case_number = ? ORDER BY round")
                .param(row.id)
                .query((result, index) -> new RoundRow(
                        new CaseRound(
                                result.getInt("round"),
                                Instant.ofEpochMilli(result.getLong("began")),
                                new Deadline(
                                        Instant.ofEpochMilli(result.getLong("warn_from")),
                                        Instant.ofEpochMilli(result.getLong("due")),
                                        row.policy.name()),
                                instant(result, "searched"),
                                instant(result, "decided"),
                                instant(result, "answered"),
                                Optional.ofNullable(result.getString("uploader"))),
                        Optional.ofNullable(result.getBytes("objection")).map(Sealed::new)))
                .list();
        RoundRow last = rounds.getLast();
        List<String> barred = last.objection
                .flatMap(stored -> seals.openRecord(
                        number, "objection " + last.round.round(), stored.bytes, ObjectionContent.class))
                .map(ObjectionContent::barred)
                .orElse(List.of());
        List<NamedPlace> named = jdbc.sql(
                        "SELECT work, episode, time_ms FROM takedown_place WHERE case_number = ? ORDER BY place")
                .param(row.id)
                .query((result, index) -> {
                    String work = result.getString(1);
                    Optional<String> episode = Optional.ofNullable(result.getString(2));
                    long time = result.getLong(3);
                    return new NamedPlace(work, episode, result.wasNull() ? Optional.empty() : Optional.of(time));
                })
                .list();
        return new TakedownCase(
                number,
                row.state,
                row.missing,
                row.person,
                named,
                row.territory,
                row.policy,
                row.opened,
                rounds.stream().map(RoundRow::round).toList(),
                Set.copyOf(barred),
                row.closed,
                row.withdrawn,
                row.eraseAfter,
                row.erased);
    }

    private Optional<byte[]> stored(String sql, String number) {
        OptionalLong id = CaseNumber.parse(number);
        return id.isEmpty()
                ? Optional.empty()
                : jdbc.sql(sql)
                        .param(id.getAsLong())
                        .query((row, index) -> Optional.ofNullable(row.getBytes(1)))
                        .optional()
                        .flatMap(found -> found);
    }

    private long count(String sql, String number) {
        return jdbc.sql(sql).param(id(number)).query(Long.class).single();
    }

    private static long id(String number) {
        return CaseNumber.parse(number).orElseThrow();
    }

    private static String names(List<Missing> missing) {
        return missing.stream().map(Missing::name).collect(Collectors.joining(","));
    }

    /** Whom a requester's cases are counted to; nobody where neither contact nor name was given. */
    private Optional<String> who(Requester requester) {
        return requester.contact().or(requester::name).map(hashes::ofRequester);
    }

    private void count(String hash, long id, Instant at) {
        jdbc.sql("DELETE FROM takedown_asked WHERE case_number = ?").param(id).update();
        jdbc.sql("INSERT INTO takedown_asked (requester, case_number, asked) VALUES (?, ?, ?)")
                .params(hash, id, at.toEpochMilli())
                .update();
    }

    /** From when on a requester may open another case; empty where they may now. */
    private Optional<Instant> nextAllowed(String hash, Instant at) {
        Duration period = settings.requesterPeriod();
        jdbc.sql("DELETE FROM takedown_asked WHERE asked <= ?")
                .param(at.minus(period).toEpochMilli())
                .update();
        List<Instant> asked =
                new ArrayList<>(jdbc.sql("SELECT asked FROM takedown_asked WHERE requester = ? ORDER BY asked")
                        .param(hash)
                        .query((row, index) -> Instant.ofEpochMilli(row.getLong(1)))
                        .list());
        int over = asked.size() - settings.casesPerRequester();
        return over < 0 ? Optional.empty() : Optional.of(asked.get(over).plus(period));
    }

    private void requireLimits(CaseRequest request, long photosBefore, int placesBefore) {
        long photos = photosBefore + request.photos().size();
        if (photos > settings.photos()) {
            throw new IllegalArgumentException("a case has " + settings.photos()
                    + " photos at most (takedowns.photos), and these would be " + photos);
        }
        for (CasePhoto photo : request.photos()) {
            int bytes = photo.bytes().length;
            if (bytes > settings.photoBytes()) {
                throw new IllegalArgumentException("a photo has " + settings.photoBytes()
                        + " bytes at most (takedowns.photoBytes), and '" + photo.name() + "' has " + bytes);
            }
        }
        request.mandate().ifPresent(mandate -> requireSize("the mandate", mandate));
        int places = placesBefore + request.named().size();
        if (places > settings.namedPlaces()) {
            throw new IllegalArgumentException("a case names " + settings.namedPlaces()
                    + " places at most (takedowns.namedPlaces), and these would be " + places);
        }
    }

    private void requireSize(String what, CaseDocument document) {
        int bytes = document.bytes().length;
        if (bytes > settings.documentBytes()) {
            throw new IllegalArgumentException(what + " has " + settings.documentBytes()
                    + " bytes at most (takedowns.documentBytes), and '" + document.name() + "' has " + bytes);
        }
    }

    private static String content(CaseRequest request) {
        record Content(
                Requester requester,
                List<String> photos,
                Optional<String> mandate,
                Optional<String> person,
                List<NamedPlace> named,
                String territory) {}
        return CaseSeals.line(new Content(
                request.requester(),
                request.photos().stream().map(CasePhoto::sha256).toList(),
                request.mandate().map(CaseDocument::sha256),
                request.person().map(PersonId::value),
                request.named(),
                request.territory()));
    }

    /** What an addition would change of what is there, for a person. */
    private static Optional<String> differing(TakedownCase current, Requester before, CaseRequest addition) {
        Requester more = addition.requester();
        List<String> differing = new ArrayList<>();
        compare(differing, "requester", before.name(), more.name());
        compare(differing, "contact", before.contact(), more.contact());
        compare(differing, "identity check", before.identityChecked(), more.identityChecked());
        compare(differing, "checker", before.checkedBy(), more.checkedBy());
        compare(differing, "statement", before.statement(), more.statement());
        compare(differing, "person", current.person(), addition.person());
        return differing.isEmpty()
                ? Optional.empty()
                : Optional.of("it has another " + String.join(" and ", differing)
                        + ", which stays; a request by or about somebody else is a case of its own");
    }

    private static void compare(List<String> differing, String what, Optional<?> before, Optional<?> more) {
        if (before.isPresent() && more.isPresent() && !before.equals(more)) {
            differing.add(what);
        }
    }

    private static Requester merged(Requester before, Requester more) {
        return new Requester(
                before.role(),
                before.name().or(more::name),
                before.contact().or(more::contact),
                before.identityChecked().or(more::identityChecked),
                before.checkedBy().or(more::checkedBy),
                before.statement().or(more::statement));
    }
}
