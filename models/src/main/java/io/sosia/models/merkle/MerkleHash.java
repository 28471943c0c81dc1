package io.sosia.models.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A hash in a Merkle tree: SHA-256, with a byte in front that tells leaves from nodes, so that neither can be passed off as
 * the other (RFC 9162, section 2.1.1). Immutable.
 */
public final class MerkleHash {

    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private final byte[] bytes;

    private MerkleHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A hash from its bytes, which are copied.
     *
     * @throws IllegalArgumentException if there are not {@value #BYTES}
     */
    public static MerkleHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has " + BYTES + " bytes, not " + bytes.length);
        }
        return new MerkleHash(bytes.clone());
    }

    /** A hash from its base64 form. @throws IllegalArgumentException if it is none */
    public static MerkleHash parse(String base64) {
        return of(Base64.getDecoder().decode(base64));
    }

    /** The hash of an entry: SHA-256 over 0x00 and the entry. */
    public static MerkleHash ofLeaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new MerkleHash(digest.digest(entry));
    }

    /** The hash of two subtrees: SHA-256 over 0x01, the left and the right one. */
    public static MerkleHash ofNode(MerkleHash left, MerkleHash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new MerkleHash(digest.digest(right.bytes));
    }

    /** The root of a tree without entries: SHA-256 over nothing. */
    public static MerkleHash ofEmptyTree() {
        return new MerkleHash(sha256().digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Its {@value #BYTES} bytes; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Its form in checkpoints and proofs. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
