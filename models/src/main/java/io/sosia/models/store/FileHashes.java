package io.sosia.models.store;

import io.sosia.models.catalogue.PublishedFile;
import io.sosia.models.digest.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What bytes hash to, in lower-case hex digits, and whether they are a published file. */
final class FileHashes {

    private FileHashes() {}

    static String sha256(byte[] bytes) {
        return Sha256.of(bytes);
    }

    static String sha384(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-384").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-384", e);
        }
    }

    /** Whether length and every hash that is stated fit. */
    static boolean fits(PublishedFile file, byte[] bytes) {
        return bytes.length == file.bytes()
                && sha256(bytes).equals(file.sha256())
                && file.sha384().map(stated -> stated.equals(sha384(bytes))).orElse(true);
    }
}
