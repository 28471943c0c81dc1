package io.sosia.indexer.seal;

import java.util.Arrays;

/**
 * Wraps the keys of subjects and the signing key, for whoever keeps them: a {@link DataKey} that the master key wraps, so that
 * a change of the master key wraps one key anew and not a million. Immutable and thread-safe.
 *
 * <p>Wrapped form of a subject's key: its bytes, sealed as a record in the context {@code sosia key 1 SUBJECT}.
 */
public final class KeyRoot {

    private static final String ROOT = "sosia register key 1";
    private static final String KEY = "sosia key 1 ";

    private final DataKey root;

    private KeyRoot(DataKey root) {
        this.root = root;
    }

    /** A new one. */
    public static KeyRoot create() {
        return new KeyRoot(DataKey.create());
    }

    /** Its wrapped form. */
    public byte[] wrapped(MasterKey master) {
        return root.wrapped(master, ROOT);
    }

    /** Reads what {@link #wrapped} wrote. @throws SealBrokenException if it is not that, or of another master key */
    public static KeyRoot unwrap(byte[] wrapped, MasterKey master) throws SealBrokenException {
        return new KeyRoot(DataKey.unwrap(wrapped, master, ROOT));
    }

    /** A new key for a subject, wrapped. */
    public byte[] newSubjectKey(String subject) {
        byte[] bytes = SubjectKey.newBytes();
        try {
            return root.seal(bytes, KEY + subject);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Reads what {@link #newSubjectKey} returned. @throws SealBrokenException if it is not that, or another subject's */
    public SubjectKey subjectKey(String subject, byte[] wrapped) throws SealBrokenException {
        byte[] bytes = root.open(wrapped, KEY + subject);
        try {
            return SubjectKey.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** A new signing key, wrapped. */
    public byte[] newSigningKey(String subject) {
        byte[] bytes = SigningKey.newBytes();
        try {
            return root.seal(bytes, KEY + subject);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Reads what {@link #newSigningKey} returned. @throws SealBrokenException if it is not that, or another subject's */
    public SigningKey signingKey(String subject, byte[] wrapped) throws SealBrokenException {
        byte[] bytes = root.open(wrapped, KEY + subject);
        try {
            return SigningKey.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "KeyRoot";
    }
}
