package io.sosia.indexer.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterUnavailableException.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteRegisterIT extends RegisterContract {

    @TempDir
    private Path folder;

    private RegisterDatabase database;

    @BeforeEach
    void open() {
        database = RegisterDatabase.open(file());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Path file() {
        return folder.resolve("home with space").resolve("register.db");
    }

    @Override
    RegisterDatabase database() {
        return database;
    }

    @ParameterizedTest
    @CsvSource({"journal_mode, wal", "synchronous, 2", "busy_timeout, 15000", "foreign_keys, 1", "secure_delete, 1"})
    void connectionsAreSetForDurability(String pragma, String expected) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
            assertTrue(row.next());
            assertEquals(expected, row.getString(1));
        }
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())));
    }

    @Test
    void itIsThereAfterReopening() {
        register().enrol(new PersonId("ann"), "Ann", consent(), List.of(photo(SPACE)));
        Revision before = register().revision();
        database.close();
        database = RegisterDatabase.open(file());

        assertEquals(before, register().revision());
        assertEquals(1, register().people().size());
    }

    @Test
    void twoOwnersSeeEachOthersChanges() {
        try (RegisterDatabase second = RegisterDatabase.open(file())) {
            SqlRegister theirs = second.register(TestKeys.of(second), Clock.systemUTC());
            register().enrol(new PersonId("ann"), "Ann", consent(), List.of(photo(SPACE)));
            assertEquals(1, theirs.people().size());
            theirs.erase(new PersonId("ann"));
            assertEquals(List.of(), register().people());
        }
    }

    @Test
    void noTraceOfTheErasedStaysInTheFiles() throws IOException {
        EnrolledPhoto photo = photo(SPACE);
        String name = "Annabella Unmistakable";
        register().enrol(new PersonId("annabella"), name, consent(), List.of(photo));
        register().enrol(new PersonId("bob"), "Bob", consent(), List.of(photo(SPACE)));
        assertTrue(isIn("annabella".getBytes(StandardCharsets.UTF_8)));
        List<byte[]> sealed = JdbcClient.create(database.dataSource())
                .sql("SELECT vector FROM register_template WHERE person = 'annabella' UNION ALL"
                        + " SELECT sealed_name FROM register_person WHERE id = 'annabella' UNION ALL"
                        + " SELECT wrapped FROM seal_key WHERE subject = 'person:annabella'")
                .query((row, n) -> row.getBytes(1))
                .list();
        assertEquals(3, sealed.size());

        register().erase(new PersonId("annabella"));

        for (byte[] trace : sealed) {
            assertFalse(isIn(trace));
        }
        for (byte[] trace : List.of(
                name.getBytes(StandardCharsets.UTF_8),
                "annabella".getBytes(StandardCharsets.UTF_8),
                photo.sha256().getBytes(StandardCharsets.UTF_8),
                photo.templates().primary().toBytes())) {
            assertFalse(isIn(trace));
        }
    }

    /** Enough people that pages were split, and so put together anew, while they were registered. */
    @Test
    void noSealedByteOfTheErasedStaysInTheFiles() throws IOException {
        int people = 150;
        SqlRegister register = register();
        JdbcClient sql = JdbcClient.create(database.dataSource());
        new TransactionTemplate(new JdbcTransactionManager(database.dataSource())).executeWithoutResult(status -> {
            for (int i = 0; i < people; i++) {
                // In no order, so that rows come between others.
                PersonId person = new PersonId("p-" + (i * 37) % people);
                register.enrol(person, "Name " + i, consent(), List.of(photo(SPACE), photo(OTHER_SPACE)));
            }
        });
        List<byte[]> sealed = new ArrayList<>();
        for (int i = 0; i < people; i += 2) {
            String person = "p-" + i;
            sealed.addAll(sql.sql("SELECT wrapped FROM seal_key WHERE subject = 'person:' || ?"
                            + " UNION ALL SELECT vector FROM register_template WHERE person = ?"
                            + " UNION ALL SELECT sealed_name FROM register_person WHERE id = ?"
                            + " UNION ALL SELECT sealed_reference FROM register_person WHERE id = ?")
                    .params(person, person, person, person)
                    .query((row, n) -> row.getBytes(1))
                    .list());
        }
        assertEquals(5 * people / 2, sealed.size());

        for (int i = 0; i < people; i += 2) {
            register.erase(new PersonId("p-" + i));
        }

        String files = contents(file());
        assertEquals(
                0,
                sealed.stream()
                        .filter(trace -> files.contains(new String(trace, StandardCharsets.ISO_8859_1)))
                        .count());
    }

    @Test
    void whatAnEarlierVersionWrotePlainlyIsSealedAndGoneFromTheFile() throws IOException {
        Path old = old(250);
        assertTrue(isIn(old, OldRegister.MARK.getBytes(StandardCharsets.UTF_8)));
        List<String> progress = new ArrayList<>();
        try (RegisterDatabase opened = RegisterDatabase.open(old)) {
            // Killed after the first hundred: what had begun with them is whole, what had not is as it was.
            assertThrows(
                    IllegalStateException.class,
                    () -> opened.register(TestKeys.of(opened), Clock.systemUTC(), (done, all) -> {
                        throw new IllegalStateException("killed");
                    }));
        }
        try (RegisterDatabase opened = RegisterDatabase.open(old)) {
            SqlRegister register = opened.register(
                    TestKeys.of(opened), Clock.systemUTC(), (done, all) -> progress.add(done + "/" + all));
            assertEquals(List.of("100/150", "150/150"), progress);
            requireWhole(register, 250);
            String files = contents(old);
            for (byte[] trace : plainTraces(250)) {
                assertFalse(files.contains(new String(trace, StandardCharsets.ISO_8859_1)));
            }
            opened.register(TestKeys.of(opened), Clock.systemUTC(), (done, all) -> progress.add("sealed twice"));
            assertEquals(2, progress.size());
        }
    }

    @Test
    void killedBeforeTheFileIsClearedItIsClearedTheNextTime() throws IOException {
        Path old = old(3);
        try (RegisterDatabase opened = RegisterDatabase.open(old)) {
            // Sealed, and killed before the file was written anew.
            SqlSubjectKeys keys = TestKeys.of(opened);
            assertThrows(
                    IllegalStateException.class,
                    () -> opened.register(keys, Clock.systemUTC(), (done, all) -> {
                        throw new IllegalStateException("killed");
                    }));
            requireWhole(opened.register(keys, Clock.systemUTC()), 3);
            for (byte[] trace : plainTraces(3)) {
                assertFalse(isIn(old, trace));
            }
        }
    }

    private Path old(int people) throws IOException {
        Path old = Files.createDirectories(folder.resolve("old")).resolve("register.db");
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + old);
        OldRegister.make(source, "BLOB", people);
        return old;
    }

    private static boolean isIn(Path database, byte[] trace) throws IOException {
        return contents(database).contains(new String(trace, StandardCharsets.ISO_8859_1));
    }

    /** Every byte of the files in a database's folder, the keys' folder aside. */
    private static String contents(Path database) throws IOException {
        StringBuilder all = new StringBuilder();
        try (var listed = Files.list(database.getParent())) {
            for (Path file : listed.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private boolean isIn(byte[] trace) throws IOException {
        return isIn(file(), trace);
    }

    @Test
    void anEmptyFileIsDamageAndNotANewRegister() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.db"));

        assertEquals(Problem.DAMAGED, refusal(empty).problem());
        assertEquals(0, Files.size(empty));
    }

    @Test
    void whatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a database at all\n".repeat(500));
        RegisterUnavailableException refusal = refusal(text);

        assertEquals(Problem.NOT_A_REGISTER, refusal.problem());
        assertTrue(refusal.toString().contains(text.toString()));
        assertEquals("not a database at all\n".repeat(500), Files.readString(text));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5, 0.9})
    void aCutFileIsDamage(double share) throws IOException {
        fill();
        try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
            cut.setLength((long) (cut.length() * share));
        }

        RegisterUnavailableException refusal = assertThrows(RegisterUnavailableException.class, this::readAll);
        assertTrue(
                refusal.problem() == Problem.DAMAGED || refusal.problem() == Problem.NOT_A_REGISTER,
                refusal.getMessage());
    }

    @Test
    void overwrittenPagesAreDamage() throws IOException {
        fill();
        try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = 4096; at + 4096 <= damaged.length(); at += 4096) {
                damaged.seek(at);
                damaged.write(new byte[4096]);
            }
        }

        RegisterUnavailableException refusal = assertThrows(RegisterUnavailableException.class, this::readAll);
        assertEquals(Problem.DAMAGED, refusal.problem(), refusal.getMessage());
        assertTrue(refusal.toString().contains("register.db"));
    }

    @Test
    void aFolderInItsPlaceIsSaidSo() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("register"));

        assertEquals(Problem.CANNOT_OPEN, refusal(inTheWay).problem());
        assertEquals(
                Problem.CANNOT_OPEN,
                refusal(folder.resolve("a?cache=shared.db")).problem());
    }

    @Test
    void aLaterSchemaIsRefusedAndLeftAlone() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO register_schema_history VALUES"
                    + " (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', '2030-01-01 00:00:00.000', 1, 1)");
        }
        database.close();

        RegisterUnavailableException refusal = refusal(file());

        assertEquals(Problem.NEWER_SCHEMA, refusal.problem());
        assertTrue(refusal.toString().contains("99"), refusal.getMessage());
    }

    @Test
    void aCreationThatWasCutShortIsBegunAnew() throws IOException {
        Path home = Files.createDirectory(folder.resolve("cut-short"));
        Files.writeString(home.resolve("register.db.new"), "half a database");
        Files.writeString(home.resolve("register.db.new-wal"), "half a log");

        try (RegisterDatabase fresh = RegisterDatabase.open(home.resolve("register.db"))) {
            assertEquals(
                    0, fresh.register(TestKeys.of(fresh), Clock.systemUTC()).version());
        }
        assertFalse(Files.exists(home.resolve("register.db.new")));
    }

    private void fill() {
        for (int i = 0; i < 200; i++) {
            register().enrol(new PersonId("p-" + i), "Somebody", consent(), List.of(photo(SPACE), photo(SPACE)));
        }
        database.close();
    }

    private void readAll() {
        try (RegisterDatabase opened = RegisterDatabase.open(file())) {
            SqlRegister register = opened.register(TestKeys.of(opened), Clock.systemUTC());
            register.people();
            register.licences();
            assertEquals(400, register.templates(SPACE).count());
        }
    }

    private static RegisterUnavailableException refusal(Path path) {
        return assertThrows(
                RegisterUnavailableException.class,
                () -> RegisterDatabase.open(path).close());
    }

    private static Consent consent() {
        return new Consent("file 7", LocalDate.parse("2026-01-01"), Optional.empty());
    }
}
