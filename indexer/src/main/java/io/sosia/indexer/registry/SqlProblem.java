package io.sosia.indexer.registry;

import io.sosia.indexer.registry.RegisterUnavailableException.Problem;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.sqlite.SQLiteException;

/** Which failures of the database are the installation's and which are defects of ours: those map to nothing. */
record SqlProblem(Problem problem, String reason) {

    static final SqlProblem CANNOT_OPEN = new SqlProblem(Problem.CANNOT_OPEN, "cannot be opened");
    static final SqlProblem NOT_A_REGISTER =
            new SqlProblem(Problem.NOT_A_REGISTER, "its tables are not those of a register");
    static final SqlProblem DAMAGED =
            new SqlProblem(Problem.DAMAGED, "the database is damaged; put it back from a backup");
    private static final SqlProblem NO_DATABASE = new SqlProblem(Problem.NOT_A_REGISTER, "is not a database");
    private static final SqlProblem UNWRITABLE = new SqlProblem(Problem.CANNOT_OPEN, "cannot be read or written");
    private static final SqlProblem FULL =
            new SqlProblem(Problem.CANNOT_OPEN, "the disk is full; free some of it, or choose another --home");
    private static final SqlProblem BUSY =
            new SqlProblem(Problem.BUSY, "another process held it for too long; try again");
    private static final SqlProblem UNREACHABLE = new SqlProblem(Problem.UNREACHABLE, "the server cannot be reached");
    private static final SqlProblem REFUSED = new SqlProblem(Problem.UNREACHABLE, "the server refuses the account");
    private static final SqlProblem NO_DATABASE_THERE =
            new SqlProblem(Problem.UNREACHABLE, "the server has no such database");

    RegisterUnavailableException toException(String where, Throwable cause) {
        return new RegisterUnavailableException(problem, where, reason, cause);
    }

    /** Looks along the causes. */
    static Optional<SqlProblem> of(Throwable failure) {
        boolean poolTimedOut = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                // The low byte is the primary code; the rest tells more finely, as https://sqlite.org/rescode.html
                // says.
                return switch (sqlite.getResultCode().code & 0xff) {
                    case 5, 6 -> Optional.of(BUSY);
                    case 3, 8, 10, 14 -> Optional.of(UNWRITABLE);
                    case 11 -> Optional.of(DAMAGED);
                    case 13 -> Optional.of(FULL);
                    case 26 -> Optional.of(NO_DATABASE);
                    default -> Optional.empty();
                };
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.startsWith("08") || state.startsWith("57P")) {
                    return Optional.of(UNREACHABLE);
                }
                if (state.startsWith("28")) {
                    return Optional.of(REFUSED);
                }
                if (state.startsWith("3D")) {
                    return Optional.of(NO_DATABASE_THERE);
                }
                if (state.startsWith("XX")) {
                    return Optional.of(DAMAGED);
                }
                if (state.startsWith("53")) {
                    return Optional.of(UNREACHABLE);
                }
                if (state.startsWith("55P03") || state.startsWith("40")) {
                    return Optional.of(BUSY);
                }
            }
            // The pool's own complaint; what made it wait, if anything did, is among its causes.
            poolTimedOut |= cause instanceof SQLTransientConnectionException;
        }
        return poolTimedOut ? Optional.of(BUSY) : Optional.empty();
    }
}
