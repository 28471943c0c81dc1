package io.sosia.indexer.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A key for one lot of data, kept wrapped by the {@link MasterKey}: AES-256-GCM for records and
 * {@code AES256_GCM_HKDF_1MB} for files (Tink's names). Immutable and thread-safe.
 *
 * <p>Everything is sealed with a context, which says what it is and where it belongs; it opens in that context only, so that
 * sealed bytes cannot be moved to another place, or put back in the place of newer ones that say another.
 *
 * <p>Wrapped form, version 1: a byte of 1, then, sealed by the master key: the length in bytes of the first keyset (int32,
 * big-endian), the keyset for records and the one for files, as Tink serialises them. Tink's own form of wrapped keysets is
 * not used, since it holds the keys' numbers outside the seal, where a changed byte goes unnoticed.
 */
public final class DataKey {

    /** Bytes that sealing adds to a record: 5 of Tink's prefix, 12 of nonce, 16 of tag. */
    public static final int OVERHEAD = 33;

    private static final byte VERSION = 1;

    private final KeysetHandle records;
    private final KeysetHandle files;
    private final Aead aead;
    private final StreamingAead streaming;

    private DataKey(KeysetHandle records, KeysetHandle files) throws GeneralSecurityException {
        this.records = records;
        this.files = files;
        this.aead = records.getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.streaming = files.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    }

    /** A new one. */
    public static DataKey create() {
        try {
            register();
            return new DataKey(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
                    KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /** Its wrapped form. */
    public byte[] wrapped(MasterKey master, String context) {
        try {
            byte[] first = TinkProtoKeysetFormat.serializeKeyset(records, InsecureSecretKeyAccess.get());
            byte[] second = TinkProtoKeysetFormat.serializeKeyset(files, InsecureSecretKeyAccess.get());
            byte[] plain = ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
                    .putInt(first.length)
                    .put(first)
                    .put(second)
                    .array();
            byte[] sealed = master.seal(plain, context);
            Arrays.fill(plain, (byte) 0);
            return ByteBuffer.allocate(1 + sealed.length)
                    .put(VERSION)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key could not be wrapped", e);
        }
    }

    /**
     * Reads what {@link #wrapped} wrote.
     *
     * @throws SealBrokenException if it is not that, or of another master key or context
     */
    public static DataKey unwrap(byte[] wrapped, MasterKey master, String context) throws SealBrokenException {
        if (wrapped.length < 1 || wrapped[0] != VERSION) {
            throw new SealBrokenException("not a wrapped key of version " + VERSION);
        }
        byte[] plain = master.open(Arrays.copyOfRange(wrapped, 1, wrapped.length), context);
        try {
            register();
            ByteBuffer buffer = ByteBuffer.wrap(plain);
            byte[] first = new byte[buffer.getInt()];
            buffer.get(first);
            byte[] second = new byte[buffer.remaining()];
            buffer.get(second);
            return new DataKey(
                    TinkProtoKeysetFormat.parseKeyset(first, InsecureSecretKeyAccess.get()),
                    TinkProtoKeysetFormat.parseKeyset(second, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what the master key sealed is no key", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static void register() throws GeneralSecurityException {
        AeadConfig.register();
        StreamingAeadConfig.register();
    }

    /** Seals a record. */
    public byte[] seal(byte[] plain, String context) {
        try {
            return aead.encrypt(plain, bytes(context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /** Opens what {@link #seal} sealed. @throws SealBrokenException if it is not that */
    public byte[] open(byte[] sealed, String context) throws SealBrokenException {
        try {
            return aead.decrypt(sealed, bytes(context));
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException("the seal is broken", e);
        }
    }

    /**
     * Seals what is written.
     *
     * @return closing it writes the end, without which nothing opens, and closes {@code out}
     */
    public OutputStream sealing(OutputStream out, String context) throws IOException {
        try {
            return streaming.newEncryptingStream(out, bytes(context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * Opens what {@link #sealing} sealed. What it returns is what was written, byte for byte; that it is all, nothing cut
     * off and nothing added, is known when it has returned -1.
     *
     * @param in left open; the first read from the result should ask for little, since Tink buffers as much as that asks for
     * @return throws {@link IOException} where it is not what was sealed
     */
    public InputStream opening(InputStream in, String context) throws IOException {
        try {
            return streaming.newDecryptingStream(in, bytes(context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }

    private static byte[] bytes(String context) {
        return context.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DataKey";
    }
}
