package io.sosia.models.merkle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * What a log commits to: its whole content at a size. Text form, which is what is signed (C2SP tlog-checkpoint): origin, size
 * in decimal digits and root in base64, each on a line of its own.
 *
 * @param origin names the log; no spaces, no plus sign
 * @param size how many entries it has
 * @param root of the tree over them
 */
public record Checkpoint(String origin, long size, MerkleHash root) {

    private static final String SIGNATURE = "\u2014 ";

    /** Far beyond any note of ours; what is read may be anybody's. */
    private static final int MOST_CHARACTERS = 16_384;

    /** Checks the origin and the size. */
    public Checkpoint {
        if (origin.isEmpty()
                || origin.chars()
                        .anyMatch(c -> c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            throw new IllegalArgumentException("a log's origin has no spaces and no plus sign: '" + origin + "'");
        }
        if (size < 0) {
            throw new IllegalArgumentException("a log has no " + size + " entries");
        }
    }

    /** What is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /**
     * A checkpoint and its signature by the log (C2SP signed-note).
     *
     * @param signature base64 of the key's id (4 bytes) and the 64 bytes of Ed25519
     */
    public record Signed(Checkpoint checkpoint, String signature) {

        /** Checks that it is base64, in its one canonical form. */
        public Signed {
            if (decode(signature).length <= CheckpointKey.ID_BYTES) {
                throw new IllegalArgumentException("the checkpoint's signature is too short");
            }
        }

        /** The whole note: text, an empty line, and the signature's line. */
        public String text() {
            return checkpoint.text() + "\n" + SIGNATURE + checkpoint.origin() + " " + signature + "\n";
        }

        /** Whether that key signed it, under the log's name. */
        public boolean signedBy(CheckpointKey key) {
            byte[] both = decode(signature);
            return Arrays.equals(key.id(checkpoint.origin()), Arrays.copyOf(both, CheckpointKey.ID_BYTES))
                    && key.verifies(
                            checkpoint.text().getBytes(StandardCharsets.UTF_8),
                            Arrays.copyOfRange(both, CheckpointKey.ID_BYTES, both.length));
        }
    }

    /**
     * Signs it.
     *
     * @param signer Ed25519, with the private key of {@code key}
     */
    public Signed sign(CheckpointKey key, UnaryOperator<byte[]> signer) {
        byte[] id = key.id(origin);
        byte[] signature = signer.apply(text().getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(id, id.length + signature.length);
        System.arraycopy(signature, 0, both, id.length, signature.length);
        return new Signed(this, Base64.getEncoder().encodeToString(both));
    }

    /**
     * Reads a signed checkpoint. Signatures under other names than the log's (witnesses) are passed over; whether the log's
     * own holds, {@link Signed#signedBy} tells. One form alone is read of each checkpoint, so that a changed byte never
     * means the same.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static Signed parse(String note) {
        if (note.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a checkpoint has at most " + MOST_CHARACTERS + " characters, not " + note.length());
        }
        String[] parts = note.split("\n\n", -1);
        String[] lines = parts[0].split("\n", -1);
        if (parts.length != 2 || lines.length != 3 || !parts[1].endsWith("\n")) {
            throw new IllegalArgumentException(
                    "a checkpoint is three lines, an empty one, and signatures: this is not");
        }
        Checkpoint checkpoint = new Checkpoint(lines[0], number(lines[1]), hash(lines[2]));
        String own = SIGNATURE + checkpoint.origin() + " ";
        for (String line : parts[1].substring(0, parts[1].length() - 1).split("\n", -1)) {
            if (!line.startsWith(SIGNATURE)) {
                throw new IllegalArgumentException("the checkpoint's signatures hold a line that is none");
            }
            if (line.startsWith(own)) {
                return new Signed(checkpoint, line.substring(own.length()));
            }
        }
        throw new IllegalArgumentException("the checkpoint is not signed by " + checkpoint.origin());
    }

    /** A number as the forms write it: decimal digits without leading zeroes. */
    static long number(String digits) {
        if (!digits.matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("'" + digits + "' is no number of entries");
        }
        return Long.parseLong(digits);
    }

    /** A hash from base64, of which one form alone is read. */
    static MerkleHash hash(String base64) {
        return MerkleHash.of(decode(base64));
    }

    /** Base64 in its one canonical form: Java's decoder takes others too. */
    static byte[] decode(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("not the canonical form of base64");
        }
        return bytes;
    }
}
