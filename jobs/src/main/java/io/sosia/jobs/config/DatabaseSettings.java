package io.sosia.jobs.config;

import java.util.Optional;

/**
 * Where the register and the jobs' state are kept.
 *
 * @param url JDBC URL of a PostgreSQL database; empty means SQLite in the home
 */
public record DatabaseSettings(Optional<String> url) {

    /** @throws IllegalArgumentException if the URL is not PostgreSQL's */
    public DatabaseSettings {
        if (url.isPresent() && !url.get().startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database's url starts with jdbc:postgresql:");
        }
    }

    /** SQLite in the home. */
    public static DatabaseSettings defaults() {
        return new DatabaseSettings(Optional.empty());
    }
}
