package io.sosia.indexer.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.indexer.registry.RegisterUnavailableException.Problem;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** On a real PostgreSQL; {@code docs/adr/0001-postgresql-in-tests.md} says which and why. */
class PostgresRegisterIT extends RegisterContract {

    private static EmbeddedPostgres server;
    private static int schemas;

    private String url = "";
    private RegisterDatabase database;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        // A schema each: a database each takes seconds to create.
        url = schema("register" + schemas++);
        database = RegisterDatabase.open(url, "postgres", "postgres");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    RegisterDatabase database() {
        return database;
    }

    @Test
    void aSchemaWithOthersTablesInItIsSharedNotRefused() throws SQLException {
        String shared = schema("shared");
        execute(shared, "CREATE TABLE batch_job_instance (id BIGINT)");
        try (RegisterDatabase beside = RegisterDatabase.open(shared, "postgres", "postgres")) {
            assertEquals(
                    0, beside.register(TestKeys.of(beside), Clock.systemUTC()).version());
        }
    }

    @Test
    void whatAnEarlierVersionWrotePlainlyIsSealed() throws SQLException {
        String old = schema("old");
        OldRegister.make(new DriverManagerDataSource(old, "postgres", "postgres"), "BYTEA", 120);
        try (RegisterDatabase opened = RegisterDatabase.open(old, "postgres", "postgres")) {
            assertThrows(
                    IllegalStateException.class,
                    () -> opened.register(TestKeys.of(opened), Clock.systemUTC(), (done, all) -> {
                        throw new IllegalStateException("killed");
                    }));
            requireWhole(opened.register(TestKeys.of(opened), Clock.systemUTC()), 120);
            assertEquals(
                    0,
                    JdbcClient.create(opened.dataSource())
                            .sql("SELECT count(*) FROM register_person WHERE name <> '' OR consent_reference <> ''")
                            .query(Integer.class)
                            .single());
        }
    }

    @Test
    void whoHasNotAgreedToNetworkStorageIsRefused() {
        Consent without = CONSENT.withNetworkStorage(false);

        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> register().enrol(new PersonId("ann"), "Ann", without, List.of(photo(SPACE))));

        assertTrue(refused.toString().contains("network storage"), refused.toString());
        assertEquals(0, register().size().people());
    }

    @Test
    void aLaterSchemaIsRefused() throws SQLException {
        execute(
                url,
                "INSERT INTO register_schema_history SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', now(), 1, true");

        RegisterUnavailableException refused = assertThrows(
                RegisterUnavailableException.class, () -> RegisterDatabase.open(url, "postgres", "postgres"));

        assertEquals(Problem.NEWER_SCHEMA, refused.problem());
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeUnreachableWithoutThePassword() {
        RegisterUnavailableException refused = assertThrows(
                RegisterUnavailableException.class,
                () -> RegisterDatabase.open("jdbc:postgresql://localhost:1/x?password=secret1", "u", "secret2"));

        assertEquals(Problem.UNREACHABLE, refused.problem());
        assertFalse(refused.toString().contains("secret"));
    }

    private static String schema(String name) throws SQLException {
        execute(server.getJdbcUrl("postgres", "postgres"), "CREATE SCHEMA " + name);
        return server.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + name;
    }

    private static void execute(String url, String statement) throws SQLException {
        try (Connection connection = java.sql.DriverManager.getConnection(url, "postgres", "postgres");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
