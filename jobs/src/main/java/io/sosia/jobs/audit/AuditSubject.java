package io.sosia.jobs.audit;

/**
 * A human whom an event is about. In the log stands a commitment alone.
 *
 * @param value what identifies them, 1 to 1,000 characters
 */
public record AuditSubject(Type type, String value) {

    private static final int MOST_CHARACTERS = 1_000;

    /** In what part they appear. The names are stored. */
    public enum Type {
        /** By a person's id in the register. */
        PERSON,
        /** By an account: who gives a command, who uploads, who holds a licence. */
        ACCOUNT,
        /** By how they named themselves in a request. */
        REQUESTER,
        /** By the name that decisions are given under. */
        REVIEWER
    }

    /** Checks the value. */
    public AuditSubject {
        if (value.isBlank() || value.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a subject has 1 to " + MOST_CHARACTERS + " characters, not " + value.length());
        }
        CanonicalJson.requireUnicode(value);
    }

    /** Somebody in the register, or who was. */
    public static AuditSubject person(String id) {
        return new AuditSubject(Type.PERSON, id);
    }

    /** Who holds an account. */
    public static AuditSubject account(String account) {
        return new AuditSubject(Type.ACCOUNT, account);
    }

    /** Who asks for something. */
    public static AuditSubject requester(String name) {
        return new AuditSubject(Type.REQUESTER, name);
    }

    /** Who decides. */
    public static AuditSubject reviewer(String name) {
        return new AuditSubject(Type.REVIEWER, name);
    }

    /** Without the value: this may get into a log file. */
    @Override
    public String toString() {
        return "AuditSubject[" + type + "]";
    }
}
