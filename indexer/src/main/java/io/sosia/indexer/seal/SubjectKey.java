package io.sosia.indexer.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * The key of one subject, such as a person or a case: AES-256-GCM. Whatever names or shows them at rest is sealed with it, so
 * that destroying these 32 bytes erases all of it, in backups too. Immutable and thread-safe; making one from its bytes and
 * opening a record take microseconds, a thousandth of what a {@link DataKey} takes, since a register has a million.
 *
 * <p>Everything is sealed with a context, which says what it is and where it belongs; it opens in that context only.
 *
 * <p>Sealed form (Tink's {@code AesGcmJce}): 12 bytes of nonce, the encrypted bytes, 16 bytes of tag.
 */
public final class SubjectKey {

    /** Bytes that sealing adds: 12 of nonce, 16 of tag. */
    public static final int OVERHEAD = 28;

    /** Bytes of a key: AES-256. */
    static final int BYTES = 32;

    private final Aead aead;

    private SubjectKey(Aead aead) {
        this.aead = aead;
    }

    /** A new key's bytes, of the platform's strong source. The caller owns them and overwrites them when they are wrapped. */
    static byte[] newBytes() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /**
     * A key from its bytes.
     *
     * @param bytes {@value #BYTES}; copied
     * @throws IllegalArgumentException if there are more or fewer
     */
    static SubjectKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes, not " + bytes.length);
        }
        try {
            return new SubjectKey(new AesGcmJce(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /** Seals a record. */
    public byte[] seal(byte[] plain, String context) {
        try {
            return aead.encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /** Opens what {@link #seal} sealed. @throws SealBrokenException if it is not that, or of another key or context */
    public byte[] open(byte[] sealed, String context) throws SealBrokenException {
        try {
            return aead.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException("the seal is broken", e);
        }
    }

    @Override
    public String toString() {
        return "SubjectKey";
    }
}
