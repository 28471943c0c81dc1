package io.sosia.jobs.retention;

import io.sosia.indexer.seal.PrivateFiles;
import io.sosia.indexer.seal.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A receipt with its detached signature (Ed25519 over the file's bytes). Immutable. */
public final class SignedReceipt {

    private final String content;
    private final byte[] signature;
    private final String publicKey;

    SignedReceipt(String content, byte[] signature, String publicKey) {
        this.content = content;
        this.signature = signature.clone();
        this.publicKey = publicKey;
    }

    /** Signs a receipt. */
    static SignedReceipt of(ErasureReceipt receipt, SigningKey key) {
        String content = receipt.json();
        return new SignedReceipt(content, key.sign(content.getBytes(StandardCharsets.UTF_8)), key.publicKeyPem());
    }

    /** What it says. */
    public ErasureReceipt receipt() {
        return ErasureReceipt.parse(content);
    }

    /** Whether the signature is of that content and key. */
    public boolean isValid() {
        return SigningKey.verify(publicKey, content.getBytes(StandardCharsets.UTF_8), signature);
    }

    String content() {
        return content;
    }

    byte[] signature() {
        return signature.clone();
    }

    String publicKey() {
        return publicKey;
    }

    /**
     * Writes the receipt, and beside it the signature ({@code .sig}, 64 bytes) and the public key ({@code .pem}), readable by
     * their owner alone; what is there is replaced.
     *
     * @return the files, the receipt first
     */
    public List<Path> write(Path file) throws IOException {
        Path signed = file.resolveSibling(file.getFileName() + ".sig");
        Path pem = file.resolveSibling(file.getFileName() + ".pem");
        PrivateFiles.replace(signed, signature);
        PrivateFiles.replace(pem, publicKey.getBytes(StandardCharsets.US_ASCII));
        PrivateFiles.replace(file, content.getBytes(StandardCharsets.UTF_8));
        return List.of(file, signed, pem);
    }

    /** A command that checks what {@link #write} wrote, for anybody who has openssl 3. */
    public static String checkedBy(Path file) {
        return "openssl pkeyutl -verify -pubin -inkey " + quoted(file + ".pem") + " -rawin -in "
                + quoted(file.toString()) + " -sigfile " + quoted(file + ".sig");
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
