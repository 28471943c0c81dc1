package io.sosia.indexer.registry;

import io.sosia.indexer.registry.RegisterUnavailableException.Problem;
import io.sosia.indexer.seal.KeyRoot;
import io.sosia.indexer.seal.KeyUnavailableException;
import io.sosia.indexer.seal.MasterKey;
import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SigningKey;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Keys in the register's database, in {@code seal_key}. Nothing is remembered between calls: a key that was destroyed, be it by
 * another process, opens nothing any more. Every call throws {@link RegisterUnavailableException} where the database fails, or
 * a key is not as it was written.
 */
public final class SqlSubjectKeys implements SubjectKeys {

    private static final String ROOT = "root";
    private static final String SIGNING = "signing:1";
    private static final int MOST_SUBJECT = 200;

    private final String where;
    private final JdbcClient sql;
    private final KeyRoot root;

    private SqlSubjectKeys(String where, JdbcClient sql, KeyRoot root) {
        this.where = where;
        this.sql = sql;
        this.root = root;
    }

    /** Whether anything is sealed in a database, so that a new master key would open nothing of it. */
    static boolean any(RegisterDatabase database) {
        return guarded(database.name(), () -> wrapped(JdbcClient.create(database.dataSource()), ROOT))
                .isPresent();
    }

    /**
     * Opens the keys of a database; the first time makes the one that wraps them.
     *
     * @throws KeyUnavailableException if they were wrapped by another master key; the message says what to do
     */
    static SqlSubjectKeys open(RegisterDatabase database, MasterKey master) throws KeyUnavailableException {
        JdbcClient sql = JdbcClient.create(database.dataSource());
        byte[] wrapped = guarded(
                database.name(),
                () -> wrapped(sql, ROOT)
                        .orElseGet(() -> insert(sql, ROOT, KeyRoot.create().wrapped(master))));
        try {
            return new SqlSubjectKeys(database.name(), sql, KeyRoot.unwrap(wrapped, master));
        } catch (SealBrokenException e) {
            throw new KeyUnavailableException(
                    "the register " + database.name() + " does not open with the master key " + master.source()
                            + ": put back the key that it was made with, or name it in " + MasterKey.FILE_VARIABLE,
                    e);
        }
    }

    @Override
    public SubjectKey keyFor(String subject) {
        requireSubject(subject);
        return opened(
                subject,
                guarded(
                        where,
                        () -> wrapped(sql, subject)
                                .orElseGet(() -> insert(sql, subject, root.newSubjectKey(subject)))));
    }

    @Override
    public Optional<SubjectKey> find(String subject) {
        requireSubject(subject);
        return guarded(where, () -> wrapped(sql, subject)).map(wrapped -> opened(subject, wrapped));
    }

    @Override
    public boolean destroy(String subject) {
        requireSubject(subject);
        return guarded(
                        where,
                        () -> sql.sql("DELETE FROM seal_key WHERE subject = ?")
                                .param(subject)
                                .update())
                == 1;
    }

    /** The key that was read with a subject's rows, which spares a query for each. */
    SubjectKey opened(String subject, byte[] wrapped) {
        try {
            return root.subjectKey(subject, wrapped);
        } catch (SealBrokenException e) {
            throw broken(subject, e);
        }
    }

    /** What is signed with; made where there is none. */
    SigningKey signingKey() {
        byte[] wrapped = guarded(
                where, () -> wrapped(sql, SIGNING).orElseGet(() -> insert(sql, SIGNING, root.newSigningKey(SIGNING))));
        try {
            return root.signingKey(SIGNING, wrapped);
        } catch (SealBrokenException e) {
            throw broken(SIGNING, e);
        }
    }

    private RegisterUnavailableException broken(String subject, SealBrokenException cause) {
        return new RegisterUnavailableException(
                Problem.DAMAGED,
                where,
                "the key '" + subject + "' is not as it was written; put the register back from a backup",
                cause);
    }

    private static Optional<byte[]> wrapped(JdbcClient sql, String subject) {
        return sql.sql("SELECT wrapped FROM seal_key WHERE subject = ?")
                .param(subject)
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    /** The key that is there afterwards: this one, or that of who was faster. */
    private static byte[] insert(JdbcClient sql, String subject, byte[] wrapped) {
        sql.sql("INSERT INTO seal_key (subject, wrapped) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING")
                .params(subject, wrapped)
                .update();
        return wrapped(sql, subject)
                .orElseThrow(() -> new IllegalStateException("the key was destroyed as it was made"));
    }

    private static void requireSubject(String subject) {
        if (subject.isBlank() || subject.length() > MOST_SUBJECT) {
            throw new IllegalArgumentException(
                    "a key's subject has 1 to " + MOST_SUBJECT + " characters, not " + subject.length());
        }
    }

    private static <T> T guarded(String where, Supplier<T> access) {
        try {
            return access.get();
        } catch (DataAccessException | TransactionException e) {
            Optional<RegisterUnavailableException> known = RegisterUnavailableException.explaining(where, e);
            if (known.isPresent()) {
                throw known.get();
            }
            throw e;
        }
    }
}
