package io.sosia.indexer.registry;

import java.util.Optional;

/**
 * The register cannot be used. The message is one line for a person: which register, and why. Nothing was changed.
 */
public final class RegisterUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Problem {
        /** The file or its folder cannot be read or written. */
        CANNOT_OPEN,
        /** The database server cannot be reached or refuses the account. */
        UNREACHABLE,
        /** The file or the schema is something else. */
        NOT_A_REGISTER,
        /** The database is damaged; it has to be put back from a backup. */
        DAMAGED,
        /** A later version of the program has changed the schema. */
        NEWER_SCHEMA,
        /** Somebody else held it for too long; trying again may help. */
        BUSY
    }

    private final Problem problem;

    /** Also for those who keep tables of their own beside the register's. */
    public RegisterUnavailableException(Problem problem, String where, String reason, Throwable cause) {
        super("register " + where + ": " + reason, cause);
        this.problem = problem;
    }

    RegisterUnavailableException(Problem problem, String where, String reason) {
        super("register " + where + ": " + reason);
        this.problem = problem;
    }

    /**
     * A database's failure in these words, where it is the installation's and no defect: a full disk, a lock held for
     * too long.
     *
     * @param where the database's name
     */
    public static Optional<RegisterUnavailableException> explaining(String where, Throwable failure) {
        return SqlProblem.of(failure).map(problem -> problem.toException(where, failure));
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
