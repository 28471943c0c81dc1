package io.sosia.jobs.takedown.search;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.config.Home;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** In a real PostgreSQL, each test in a database of its own. */
class CaseSearchPostgresIT extends CaseSearchContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // set before any test
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    RegisterDatabase database(Home root) throws Exception {
        String name = "search_" + DATABASES.incrementAndGet();
        try (java.sql.Connection connection = postgres.getPostgresDatabase().getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return RegisterDatabase.open(postgres.getJdbcUrl("postgres", name), "postgres", "postgres");
    }
}
