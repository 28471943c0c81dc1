package io.sosia.jobs.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sosia.detector.media.MediaException;
import io.sosia.detector.media.MediaFailure;
import io.sosia.indexer.sighting.CaseNotOpenException;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.jobs.batch.FailureCategory.BadInput;
import io.sosia.jobs.batch.FailureCategory.Corrupt;
import io.sosia.jobs.batch.FailureCategory.Defect;
import io.sosia.jobs.batch.FailureCategory.Overtaken;
import io.sosia.jobs.batch.FailureCategory.Transient;
import io.sosia.jobs.batch.FailurePolicy.Reaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class FailurePolicyTest {

    private static FailureCategory sqlite(SQLiteErrorCode code) {
        return FailurePolicy.category(
                new UncategorizedSQLException("task", "SELECT 1", new SQLiteException("said", code)));
    }

    @Test
    void causesTellTheCategory() {
        assertEquals(
                new BadInput("TRUNCATED", "ends"),
                FailurePolicy.category(new MediaException(Path.of("a.mp4"), MediaFailure.TRUNCATED, "ends")));
        assertInstanceOf(Transient.class, sqlite(SQLiteErrorCode.SQLITE_BUSY));
        assertInstanceOf(Transient.class, sqlite(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT));
        assertInstanceOf(Corrupt.class, sqlite(SQLiteErrorCode.SQLITE_CORRUPT));
        assertInstanceOf(Corrupt.class, sqlite(SQLiteErrorCode.SQLITE_FULL));
        assertInstanceOf(Defect.class, sqlite(SQLiteErrorCode.SQLITE_CONSTRAINT));
        assertInstanceOf(Transient.class, FailurePolicy.category(new SQLException("gone", "08006")));
        assertInstanceOf(Transient.class, FailurePolicy.category(new SQLException("deadlock", "40P01")));
        assertInstanceOf(Corrupt.class, FailurePolicy.category(new SQLException("disk full", "53100")));
        assertInstanceOf(Transient.class, FailurePolicy.category(new UncheckedIOException(new IOException("read"))));
        assertEquals(new Overtaken("closed"), FailurePolicy.category(new OvertakenException("closed")));
        assertInstanceOf(
                Overtaken.class,
                FailurePolicy.category(assertThrows(
                        CaseNotOpenException.class, () -> CaseReference.issuedBy(number -> false, "C-000001"))));
        assertInstanceOf(Defect.class, FailurePolicy.category(new IllegalStateException("ours")));
        assertInstanceOf(Defect.class, FailurePolicy.category(new StackOverflowError()));
    }

    @Test
    void categoriesHaveTheirReaction() {
        assertEquals(Reaction.SKIP, FailurePolicy.reaction(new BadInput("DAMAGED", "x")));
        assertEquals(Reaction.RETRY, FailurePolicy.reaction(new Transient("x")));
        assertEquals(Reaction.STOP, FailurePolicy.reaction(new Corrupt("x")));
        assertEquals(Reaction.STOP, FailurePolicy.reaction(new Overtaken("x")));
        assertEquals(Reaction.STOP, FailurePolicy.reaction(new Defect("x")));
    }

    @Test
    void attemptsEnd() {
        AtomicInteger tried = new AtomicInteger();
        Attempts attempts = new Attempts(3, Duration.ofMillis(1));

        UncheckedIOException last = assertThrows(
                UncheckedIOException.class,
                () -> attempts.run(() -> {
                    throw new UncheckedIOException(new IOException("attempt " + tried.incrementAndGet()));
                }));

        assertEquals(3, tried.get());
        assertEquals("java.io.IOException: attempt 3", last.getMessage());
    }

    @Test
    void defectIsNotTriedAgain() {
        AtomicInteger tried = new AtomicInteger();

        assertThrows(
                IllegalStateException.class,
                () -> new Attempts(3, Duration.ofMillis(1)).run(() -> {
                    tried.incrementAndGet();
                    throw new IllegalStateException("ours");
                }));

        assertEquals(1, tried.get());
    }
}
