package io.sosia.indexer.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sosia.indexer.registry.RegisterUnavailableException.Problem;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.PrivateFiles;
import io.sosia.indexer.seal.SigningKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Owner of the database that the register lives in; whoever opens it closes it. Opening creates or migrates the
 * register's tables, all of which begin with {@code register_}, and that of keys, {@code seal_key}; other modules may keep tables of their own beside them
 * and share {@link #dataSource}.
 *
 * <p>Kept in SQLite, a register is one file, readable by its owner only, in WAL mode with full sync: what was committed
 * survives the process's death. Any number of processes may open it at once. Thread-safe.
 */
public final class RegisterDatabase implements AutoCloseable {

    /** Which database it is, for those who keep tables of their own in it. */
    public enum Dialect {
        SQLITE("BLOB", "sqlite"),
        POSTGRESQL("BYTEA", "postgresql");

        private final String bytes;
        private final String platform;

        Dialect(String bytes, String platform) {
            this.bytes = bytes;
            this.platform = platform;
        }

        /** Lower case, as Spring Batch names its scripts. */
        public String platform() {
            return platform;
        }
    }

    private static final String MIGRATIONS = "classpath:io/sosia/indexer/db";
    private static final String HISTORY = "register_schema_history";
    private static final String POSTGRESQL_PREFIX = "jdbc:postgresql:";
    /** SQLite waits so long for another writer before it gives up. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(15);
    /** Enough for two scanning workers and the job's own bookkeeping, few enough not to crowd out each other's cache. */
    private static final int CONNECTIONS = 8;

    private static final ReentrantLock CREATION = new ReentrantLock();

    private final String name;
    private final Dialect dialect;
    private final HikariDataSource dataSource;

    private RegisterDatabase(String name, Dialect dialect, HikariDataSource dataSource) {
        this.name = name;
        this.dialect = dialect;
        this.dataSource = dataSource;
    }

    /**
     * Opens the register in a SQLite file, creating it (and its folder) where there is none.
     *
     * @throws RegisterUnavailableException if it cannot be opened, is damaged, is no register, or was written by a
     *     later version
     */
    public static RegisterDatabase open(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        String name = absolute.toString();
        if (name.indexOf('?') >= 0) {
            // The driver takes everything from the question mark on for settings and would open another file.
            throw new RegisterUnavailableException(Problem.CANNOT_OPEN, name, "its path holds a question mark");
        }
        CREATION.lock();
        try {
            createOrMigrate(absolute, name);
        } catch (IOException e) {
            throw new RegisterUnavailableException(Problem.CANNOT_OPEN, name, "cannot be opened: " + reason(e), e);
        } finally {
            CREATION.unlock();
        }
        return pooled(name, Dialect.SQLITE, sqlite(absolute));
    }

    /**
     * Opens a register that several machines share, in PostgreSQL 14 or later.
     *
     * @param url {@code jdbc:postgresql:…}
     * @throws IllegalArgumentException if the URL is of another database
     * @throws RegisterUnavailableException as {@link #open(Path)} does, or if the server cannot be reached
     */
    public static RegisterDatabase open(String url, String user, String password) {
        if (!url.startsWith(POSTGRESQL_PREFIX)) {
            throw new IllegalArgumentException("a shared register's URL starts with " + POSTGRESQL_PREFIX);
        }
        // A URL may carry a password among its settings, and messages end up in logs.
        String name = url.replaceFirst("[?].*", "");
        DataSource source = new DriverManagerDataSource(url, user, password);
        migrate(name, Dialect.POSTGRESQL, source);
        return pooled(name, Dialect.POSTGRESQL, source);
    }

    /** Connections to it, pooled; closed with this. In SQLite a transaction takes the write lock when it begins. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Which database it is. */
    public Dialect dialect() {
        return dialect;
    }

    /** The file or URL, without a password, for messages. */
    public String name() {
        return name;
    }

    /**
     * Whether machines share it over a network, for which people give a consent of its own ({@link Consent#networkStorage}).
     */
    public boolean isShared() {
        return dialect == Dialect.POSTGRESQL;
    }

    /**
     * The register in it. The first opening of one that an earlier version wrote seals everybody in it.
     *
     * @param keys of this database
     * @param clock tells when something was registered
     */
    public SqlRegister register(SqlSubjectKeys keys, Clock clock) {
        return register(keys, clock, SealingProgress.NONE);
    }

    /** The same; {@code progress} hears of the sealing, which takes minutes for hundreds of thousands of people. */
    public SqlRegister register(SqlSubjectKeys keys, Clock clock, SealingProgress progress) {
        return SqlRegister.open(this, keys, clock, progress);
    }

    /** Whether anything is sealed in it, so that a new master key would open nothing of it. */
    public boolean sealed() {
        return SqlSubjectKeys.any(this);
    }

    /**
     * The keys of the people and cases in it; the first time makes the one that wraps them.
     *
     * @throws KeyUnavailableException if they were wrapped by another master key
     */
    public SqlSubjectKeys subjectKeys(MasterKey master) throws KeyUnavailableException {
        return SqlSubjectKeys.open(this, master);
    }

    /**
     * What is signed with here, the same on every machine that shares the database; made the first time.
     *
     * @throws KeyUnavailableException if the keys in it were wrapped by another master key
     */
    public SigningKey signingKey(MasterKey master) throws KeyUnavailableException {
        return subjectKeys(master).signingKey();
    }

    @Override
    public void close() {
        dataSource.close();
    }

    /**
     * A file that stands at the register's place is always a whole register: a new one is made beside it and renamed.
     * So an empty or cut file is recognised as damage and never taken for a register without people.
     */
    private static void createOrMigrate(Path file, String name) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("it names no file");
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        }
        Path lockFile = folder.resolve(file.getFileName() + ".lock");
        try (FileChannel channel = PrivateFiles.open(lockFile, false);
                FileLock lock = channel.lock()) {
            // Earlier versions let others read it.
            PrivateFiles.ownerOnly(lockFile);
            if (!lock.isValid()) {
                throw new IOException("its lock was lost");
            }
            if (Files.exists(file)) {
                if (!Files.isRegularFile(file)) {
                    throw new IOException("it is not a file");
                }
                if (Files.size(file) == 0) {
                    throw new RegisterUnavailableException(
                            Problem.DAMAGED, name, "is empty; put it back from a backup, or delete it to start anew");
                }
                migrate(name, Dialect.SQLITE, sqlite(file));
            } else {
                Path fresh = folder.resolve(file.getFileName() + ".new");
                for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
                    Files.deleteIfExists(folder.resolve(fresh.getFileName() + suffix));
                }
                Files.createFile(fresh, ownerOnly("rw-------"));
                migrate(name, Dialect.SQLITE, sqlite(fresh));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static SQLiteDataSource sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        // What is erased is overwritten, not only unlinked.
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void migrate(String name, Dialect dialect, DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            // Reads the schema, so that a file which is no database shows before Flyway wraps the reason.
            statement
                    .executeQuery(dialect == Dialect.SQLITE ? "SELECT count(*) FROM sqlite_master" : "SELECT version()")
                    .close();
        } catch (SQLException e) {
            throw SqlProblem.of(e).orElse(SqlProblem.CANNOT_OPEN).toException(name, e);
        }
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .failOnMissingLocations(true)
                    .table(HISTORY)
                    // Spring Batch's tables may have been there first.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .cleanDisabled(true)
                    .placeholders(Map.of(
                            "bytes", dialect.bytes, "stamp", UUID.randomUUID().toString()))
                    .load();
            Optional<String> future = Stream.of(flyway.info().applied())
                    .filter(applied -> applied.getState() == MigrationState.FUTURE_SUCCESS
                            || applied.getState() == MigrationState.FUTURE_FAILED)
                    .map(applied -> String.valueOf(applied.getVersion()))
                    .findFirst();
            if (future.isPresent()) {
                String newest = Arrays.stream(flyway.info().all())
                        .filter(migration -> migration.getState() == MigrationState.SUCCESS)
                        .map(migration -> String.valueOf(migration.getVersion()))
                        .reduce("0", (first, second) -> second);
                throw new RegisterUnavailableException(
                        Problem.NEWER_SCHEMA,
                        name,
                        "its schema has version " + future.get() + ", and this program knows up to " + newest
                                + "; use a later version of the program");
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw SqlProblem.of(e).orElse(SqlProblem.NOT_A_REGISTER).toException(name, e);
        }
    }

    private static RegisterDatabase pooled(String name, Dialect dialect, DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("register");
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(2 * BUSY_TIMEOUT.toMillis());
        config.setAutoCommit(true);
        try {
            return new RegisterDatabase(name, dialect, new HikariDataSource(config));
        } catch (com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            throw SqlProblem.of(e).orElse(SqlProblem.CANNOT_OPEN).toException(name, e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + String.valueOf(e.getMessage());
    }
}
