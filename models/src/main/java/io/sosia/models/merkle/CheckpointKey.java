package io.sosia.models.merkle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The public Ed25519 key (RFC 8032) that a log's checkpoints are verified with. Immutable and thread-safe. */
public final class CheckpointKey {

    /** Bytes of a key's id in a signed note. */
    static final int ID_BYTES = 4;

    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;

    /** An X.509 form is this and the key's 32 bytes (RFC 8410, section 4). */
    private static final int FORM_BYTES = 44;

    /** The signature type of C2SP signed-note that is Ed25519 over the note's text. */
    private static final byte TYPE = 0x01;

    private final PublicKey key;
    private final byte[] raw;

    private CheckpointKey(PublicKey key, byte[] raw) {
        this.key = key;
        this.raw = raw;
    }

    /**
     * Reads a public key in PEM ({@code BEGIN PUBLIC KEY}).
     *
     * @throws IllegalArgumentException if it is no Ed25519 key in that form
     */
    public static CheckpointKey parse(String pem) {
        String begin = "-----BEGIN PUBLIC KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PUBLIC KEY-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a public key in PEM");
        }
        try {
            byte[] form = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(form));
            if (form.length != FORM_BYTES) {
                throw new IllegalArgumentException("not an Ed25519 public key in PEM");
            }
            return new CheckpointKey(key, Arrays.copyOfRange(form, FORM_BYTES - KEY_BYTES, FORM_BYTES));
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("not an Ed25519 public key in PEM", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** The key's id under a name: SHA-256 over name, newline, signature type and key, its first 4 bytes (C2SP signed-note). */
    byte[] id(String name) {
        MessageDigest digest = MerkleHash.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(TYPE);
        return Arrays.copyOf(digest.digest(raw), ID_BYTES);
    }

    /** Whether a signature is this key's over exactly that message. */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            // Not 64 bytes, or no point on the curve: nobody's signature.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** What other verifiers of signed notes take: name, id and key ({@code vkey}). */
    public String verifierKey(String name) {
        byte[] typed = new byte[1 + KEY_BYTES];
        typed[0] = TYPE;
        System.arraycopy(raw, 0, typed, 1, KEY_BYTES);
        return name + "+" + java.util.HexFormat.of().formatHex(id(name)) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    @Override
    public String toString() {
        return "CheckpointKey";
    }
}
