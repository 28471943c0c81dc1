package io.sosia.jobs.batch;

import io.sosia.detector.media.MediaException;
import io.sosia.indexer.registry.RegisterUnavailableException;
import io.sosia.indexer.sighting.CaseNotOpenException;
import io.sosia.jobs.batch.FailureCategory.BadInput;
import io.sosia.jobs.batch.FailureCategory.Corrupt;
import io.sosia.jobs.batch.FailureCategory.Defect;
import io.sosia.jobs.batch.FailureCategory.Overtaken;
import io.sosia.jobs.batch.FailureCategory.Transient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The one place where a failure gets its category, and a category its consequence. */
public final class FailurePolicy {

    /** What follows from a failure. */
    public enum Reaction {
        /** The input is reported, the rest goes on. */
        SKIP,
        /** The work is tried again, a bounded number of times; then it stops the job. */
        RETRY,
        /** The job stops. */
        STOP
    }

    private FailurePolicy() {}

    /** What follows from a category. */
    public static Reaction reaction(FailureCategory category) {
        return switch (category) {
            case BadInput bad -> Reaction.SKIP;
            case Transient passing -> Reaction.RETRY;
            case Corrupt corrupt -> Reaction.STOP;
            case Overtaken overtaken -> Reaction.STOP;
            case Defect defect -> Reaction.STOP;
        };
    }

    /** The category of a failure, judged by the first of its causes that tells. */
    public static FailureCategory category(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case MediaException media -> {
                    return new BadInput(media.reason().name(), media.detail());
                }
                case OvertakenException overtaken -> {
                    return new Overtaken(plain(overtaken));
                }
                case CaseNotOpenException closed -> {
                    return new Overtaken(plain(closed));
                }
                case RegisterUnavailableException register -> {
                    return register(register);
                }
                case SQLiteException sqlite -> {
                    return sqlite(sqlite);
                }
                case SQLException sql -> {
                    return standard(sql);
                }
                case IOException io -> {
                    return new Transient(said(io));
                }
                case UncheckedIOException io -> {
                    return new Transient(said(io));
                }
                case TransientDataAccessException passing -> {
                    return new Transient(said(passing));
                }
                case RecoverableDataAccessException passing -> {
                    return new Transient(said(passing));
                }
                default -> {
                    // The next cause may tell.
                }
            }
        }
        return new Defect(said(failure));
    }

    private static FailureCategory register(RegisterUnavailableException failure) {
        return switch (failure.problem()) {
            case BUSY, UNREACHABLE -> new Transient(said(failure));
            case CANNOT_OPEN, NOT_A_REGISTER, DAMAGED, NEWER_SCHEMA -> new Corrupt(said(failure));
        };
    }

    /** By SQLite's primary result codes, <a href="https://www.sqlite.org/rescode.html">sqlite.org/rescode.html</a>. */
    private static FailureCategory sqlite(SQLiteException failure) {
        int primary = failure.getResultCode().code & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code
                || primary == SQLiteErrorCode.SQLITE_LOCKED.code
                || primary == SQLiteErrorCode.SQLITE_IOERR.code
                || primary == SQLiteErrorCode.SQLITE_INTERRUPT.code
                || primary == SQLiteErrorCode.SQLITE_PROTOCOL.code) {
            return new Transient(said(failure));
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code
                || primary == SQLiteErrorCode.SQLITE_FULL.code
                || primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code
                || primary == SQLiteErrorCode.SQLITE_NOLFS.code) {
            return new Corrupt(said(failure));
        }
        return new Defect(said(failure));
    }

    /** By the classes of PostgreSQL's SQLSTATE, appendix A of its manual. */
    private static FailureCategory standard(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.startsWith("08") || state.startsWith("40") || state.startsWith("57P")) {
            return new Transient(said(failure));
        }
        if (state.startsWith("53") || state.startsWith("58") || state.startsWith("XX")) {
            return new Corrupt(said(failure));
        }
        return new Defect(said(failure));
    }

    private static String plain(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
