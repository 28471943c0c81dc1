package io.sosia.jobs.audit;

/** The audit log is not as it was written. Nothing was written down, so nothing may be done that has to be. */
public final class AuditDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    AuditDamagedException(String what) {
        super("the audit log is damaged: " + what
                + "; 'sosia audit verify' names all damage. Put the database back from a"
                + " backup: nothing is done that cannot be written down");
        this.problem = what;
    }

    AuditDamagedException(String what, Throwable cause) {
        this(what);
        initCause(cause);
    }

    /** What is wrong, in a few words. */
    String problem() {
        return problem;
    }
}
