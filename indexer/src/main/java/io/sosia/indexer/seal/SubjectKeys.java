package io.sosia.indexer.seal;

import java.util.Optional;

/**
 * The keys of subjects, each under a name such as {@code person:p-17} or {@code case:C-000003}. A call joins the caller's
 * transaction where there is one on the same database, so that a key comes and goes with what it seals. Thread-safe.
 */
public interface SubjectKeys {

    /** What a person's key is kept under. */
    static String person(String id) {
        return "person:" + id;
    }

    /** What a case's key is kept under. */
    static String ofCase(String number) {
        return "case:" + number;
    }

    /**
     * A subject's key; made where there is none.
     *
     * @param subject 1 to 200 characters
     */
    SubjectKey keyFor(String subject);

    /** A subject's key, if there is one. */
    Optional<SubjectKey> find(String subject);

    /**
     * Destroys a subject's key, and with it everything that it sealed. There is no way back.
     *
     * @return whether there was one
     */
    boolean destroy(String subject);
}
