package io.sosia.indexer.seal;

import io.sosia.models.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * What the platform signs with: Ed25519 (RFC 8032), by Java's own provider, so that {@code openssl} and anybody's library can
 * check it. Immutable and thread-safe.
 */
public final class SigningKey {

    private static final String ALGORITHM = "Ed25519";

    /** Bytes of a public key itself: the last ones of its X.509 form (RFC 8410). */
    private static final int PUBLIC_BYTES = 32;

    private static final int ID_DIGITS = 8;

    private final PrivateKey key;
    private final byte[] publicForm;

    private SigningKey(PrivateKey key, byte[] publicForm) {
        this.key = key;
        this.publicForm = publicForm;
    }

    /** A new one: the length in bytes of its PKCS #8 form (int32, big-endian), that form, and the public X.509 form. */
    static byte[] newBytes() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] secret = pair.getPrivate().getEncoded();
            byte[] open = pair.getPublic().getEncoded();
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES + secret.length + open.length)
                    .putInt(secret.length)
                    .put(secret)
                    .put(open)
                    .array();
            Arrays.fill(secret, (byte) 0);
            return bytes;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Reads what {@link #newBytes} returned. */
    static SigningKey of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] secret = new byte[buffer.getInt()];
        buffer.get(secret);
        byte[] open = new byte[buffer.remaining()];
        buffer.get(open);
        try {
            return new SigningKey(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret)), open);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was sealed as a signing key is none", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** 64 bytes. */
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** The public key in PEM ({@code BEGIN PUBLIC KEY}), as {@code openssl pkeyutl -verify -pubin} reads it. */
    public String publicKeyPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicForm)
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** The public key itself, 32 bytes; a copy. */
    public byte[] publicKey() {
        return Arrays.copyOfRange(publicForm, publicForm.length - PUBLIC_BYTES, publicForm.length);
    }

    /** Names the key: the first 8 hex digits of the SHA-256 over the public X.509 form. */
    public String id() {
        return Sha256.of(publicForm).substring(0, ID_DIGITS);
    }

    /**
     * Whether a signature is the key's owner's over exactly that message.
     *
     * @param publicKeyPem as {@link #publicKeyPem} writes it
     * @throws IllegalArgumentException if that is no Ed25519 public key in PEM
     */
    public static boolean verify(String publicKeyPem, byte[] message, byte[] signature) {
        PublicKey open = parse(publicKeyPem);
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(open);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            // Not 64 bytes, or no point on the curve: no signature of this message in any case.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    private static PublicKey parse(String pem) {
        String body = pem.replaceFirst("(?s).*-----BEGIN PUBLIC KEY-----", "")
                .replaceFirst("(?s)-----END PUBLIC KEY-----.*", "");
        try {
            byte[] form = Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(form));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Ed25519 public key in PEM", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
