package io.sosia.indexer.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.sosia.models.file.FileReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The key that wraps all others: a Tink keyset in JSON (AES-256-GCM; one of several keys may be the primary one, so that it
 * can be changed without losing what older ones wrapped). Immutable and thread-safe; its text form says where it came from.
 *
 * <p>Where it is looked for, in this order: the environment variable {@value #KEY_VARIABLE} holds the keyset itself,
 * {@value #FILE_VARIABLE} names its file; else it is the home's own file, which the first use creates.
 */
public final class MasterKey {

    /** Holds the keyset's JSON. */
    public static final String KEY_VARIABLE = "SOSIA_MASTER_KEY";

    /** Names a file with the keyset's JSON. */
    public static final String FILE_VARIABLE = "SOSIA_MASTER_KEY_FILE";

    /** A file's lock keeps out other processes, and not other threads of this one. */
    private static final ReentrantLock CREATION = new ReentrantLock();

    private final Aead aead;
    private final String source;
    private final boolean created;

    private MasterKey(Aead aead, String source, boolean created) {
        this.aead = aead;
        this.source = source;
        this.created = created;
    }

    /**
     * Finds the key, and creates the home's own where there is none.
     *
     * @param ownFile the home's own
     * @param mayCreate whether nothing has been sealed here yet; otherwise a missing key is an error, since a new one
     *     would open nothing
     * @throws KeyUnavailableException if it is missing or is none; the message says what to do
     */
    public static MasterKey find(Path ownFile, Map<String, String> environment, boolean mayCreate)
            throws KeyUnavailableException {
        String given = environment.getOrDefault(KEY_VARIABLE, "");
        if (!given.isBlank()) {
            return new MasterKey(parse(given, "the environment variable " + KEY_VARIABLE), KEY_VARIABLE, false);
        }
        String named = environment.getOrDefault(FILE_VARIABLE, "");
        if (!named.isBlank()) {
            return read(Path.of(named), " (from " + FILE_VARIABLE + ")");
        }
        if (!Files.exists(ownFile)) {
            if (!mayCreate) {
                throw new KeyUnavailableException("the master key " + ownFile
                        + " is gone, and what is sealed here can be opened by it alone; put it back, or name it in "
                        + FILE_VARIABLE);
            }
            return create(ownFile);
        }
        return read(ownFile, "");
    }

    /** Under a lock: of two processes that come first at once, the second must take what the first has made. */
    private static MasterKey create(Path file) throws KeyUnavailableException {
        CREATION.lock();
        try {
            PrivateFiles.createFolder(Objects.requireNonNull(file.getParent()));
            try (FileChannel channel = PrivateFiles.open(file.resolveSibling(file.getFileName() + ".lock"), false);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("its lock was lost");
                }
                return Files.exists(file) ? read(file, "") : createAlone(file);
            }
        } catch (IOException e) {
            throw new KeyUnavailableException("no master key could be written: " + FileReason.wordsWithFile(e), e);
        } finally {
            CREATION.unlock();
        }
    }

    private static MasterKey createAlone(Path file) throws IOException {
        try {
            register();
            KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            byte[] json = TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get())
                    .getBytes(StandardCharsets.UTF_8);
            PrivateFiles.replace(file, json);
            return new MasterKey(aead(keys), file.toString(), true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    private static MasterKey read(Path file, String from) throws KeyUnavailableException {
        String json;
        try {
            json = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new KeyUnavailableException("there is no master key " + file + from, e);
        } catch (IOException e) {
            throw new KeyUnavailableException(
                    "the master key " + file + from + " cannot be read: " + FileReason.words(e), e);
        }
        return new MasterKey(parse(json, "the master key " + file + from), file.toString(), false);
    }

    private static Aead parse(String json, String what) throws KeyUnavailableException {
        try {
            register();
            return aead(TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            // Without the cause: what a parser says of a key may quote it.
            throw new KeyUnavailableException(
                    what + " is not a Tink keyset in JSON with an AEAD key, as the first use writes one");
        }
    }

    private static Aead aead(KeysetHandle keys) throws GeneralSecurityException {
        return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    private static void register() throws GeneralSecurityException {
        AeadConfig.register();
    }

    /** Where it came from: a file, or the environment variable's name. */
    public String source() {
        return source;
    }

    /** Whether it was made just now, which its owner has to be told: lost, it takes all that is sealed with it. */
    public boolean created() {
        return created;
    }

    /**
     * Seals a few bytes, such as another key.
     *
     * @param context what they are and where they belong; they open with the same one only
     */
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
            throw new SealBrokenException("does not open with the master key " + source, e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[" + source + "]";
    }
}
