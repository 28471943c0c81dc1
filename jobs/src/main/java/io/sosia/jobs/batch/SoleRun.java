package io.sosia.jobs.batch;

import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to run jobs on a home, held by one process at a time. The operating system takes a dead process's lock away
 * at once, so that after a {@code kill -9} nobody waits for a lease to run out; on a shared database its session lock
 * does the same for all machines.
 */
public final class SoleRun implements AutoCloseable {

    /** Which jobs it is the right to: a search for a case goes on beside a night's scan. */
    public enum Right {
        SCAN(0x736f736961_01L, "scan"),
        TAKEDOWN(0x736f736961_02L, "takedown search");

        /** The bytes of "sosia" and a number for the job, as PostgreSQL's advisory locks want one 64-bit key. */
        private final long advisoryKey;

        private final String job;

        Right(long advisoryKey, String job) {
            this.advisoryKey = advisoryKey;
            this.job = job;
        }

        private Path file(Home home) {
            return switch (this) {
                case SCAN -> home.lock();
                case TAKEDOWN -> home.takedownLock();
            };
        }
    }

    private final FileChannel channel;
    private final FileLock lock;
    private final @Nullable Connection session;
    private final Right right;

    private SoleRun(Right right, FileChannel channel, FileLock lock, @Nullable Connection session) {
        this.right = right;
        this.channel = channel;
        this.lock = lock;
        this.session = session;
    }

    /**
     * Takes the lock.
     *
     * @param now written into the lock's file, for who finds it taken
     * @throws NotReadyException if another process holds it; the message names it
     */
    public static SoleRun take(Home home, RegisterDatabase database, Instant now) throws NotReadyException {
        return take(home, database, now, Right.SCAN);
    }

    /** The same for other jobs. */
    public static SoleRun take(Home home, RegisterDatabase database, Instant now, Right right)
            throws NotReadyException {
        FileChannel channel = open(right.file(home));
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new NotReadyException("another " + right.job + " is running on " + home.root() + " ("
                        + holder(right.file(home)) + "); wait for it, or use another home");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    ("process " + ProcessHandle.current().pid() + " since " + now.truncatedTo(ChronoUnit.SECONDS))
                            .getBytes(StandardCharsets.UTF_8)));
            // Last, since nothing may fail between taking the session and handing it over.
            Connection session =
                    database.dialect() == RegisterDatabase.Dialect.POSTGRESQL ? session(database, right) : null;
            return new SoleRun(right, channel, lock, session);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new NotReadyException(right.file(home) + " cannot be locked: " + FileReason.words(e), e);
        } catch (NotReadyException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /**
     * Makes sure that the right is still held.
     *
     * @throws IllegalStateException if it was given back
     */
    public void check() {
        if (!lock.isValid()) {
            throw new IllegalStateException("the home is no longer held");
        }
    }

    private static FileChannel open(Path file) throws NotReadyException {
        try {
            Home.createFile(file);
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new NotReadyException(file + " cannot be opened: " + FileReason.words(e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }

    private static Connection session(RegisterDatabase database, Right right) throws NotReadyException {
        try {
            Connection connection = database.dataSource().getConnection();
            boolean held = false;
            try (Statement statement = connection.createStatement();
                    ResultSet taken =
                            statement.executeQuery("SELECT pg_try_advisory_lock(" + right.advisoryKey + ")")) {
                held = taken.next() && taken.getBoolean(1);
            } finally {
                if (!held) {
                    connection.close();
                }
            }
            if (held) {
                return connection;
            }
            throw new NotReadyException(
                    "another machine runs a " + right.job + " with the register " + database.name() + "; wait for it");
        } catch (SQLException e) {
            throw new NotReadyException(database.name() + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private static String holder(Path file) {
        try {
            String text = Files.readString(file);
            return text.isBlank() ? "a process that has just started" : text;
        } catch (IOException e) {
            return "an unknown process";
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The process's end closes it at the latest, and the message that matters is on its way.
        }
    }

    @Override
    public void close() {
        try {
            if (session != null) {
                try (Statement statement = session.createStatement()) {
                    // The connection goes back to a pool, and would keep the lock there.
                    statement.execute("SELECT pg_advisory_unlock(" + right.advisoryKey + ")");
                }
                session.close();
            }
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the shared register's lock could not be given back", e);
        }
    }
}
