package io.sosia.jobs.takedown;

import io.sosia.indexer.seal.SigningKey;
import io.sosia.jobs.config.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A statement that the platform signs: JSON, an Ed25519 signature over exactly its bytes, and the public key, beside a text
 * for people that says how to check it with {@code openssl}. The same statement signed again gives the same bytes.
 *
 * <p>Files: {@code NAME} the JSON in UTF-8, {@code NAME.sig} 64 bytes, {@code NAME.pem} the key, {@code NAME.txt} the text.
 */
public final class SignedReceipt {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final byte[] json;
    private final byte[] signature;
    private final String pem;
    private final String keyId;

    private SignedReceipt(byte[] json, byte[] signature, String pem, String keyId) {
        this.json = json;
        this.signature = signature;
        this.pem = pem;
        this.keyId = keyId;
    }

    /**
     * Signs a statement.
     *
     * @param statement in the order of its fields; texts, numbers, lists and maps
     */
    public static SignedReceipt of(Map<String, Object> statement, SigningKey key) {
        Map<String, Object> whole = new LinkedHashMap<>(statement);
        whole.put("signed_by", key.id());
        byte[] json = (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        return new SignedReceipt(json, key.sign(json), key.publicKeyPem(), key.id());
    }

    /** Names the key that signed. */
    public String keyId() {
        return keyId;
    }

    /** How to check the files, for a person; no line is longer than what names the file. */
    public static String instruction(String name) {
        return "openssl pkeyutl -verify -pubin -inkey '" + name + ".pem' -rawin -in '" + name + "' -sigfile '" + name
                + ".sig'";
    }

    /**
     * Writes the files, readable by their owner alone. Where they lie already as they would be written, they stay.
     *
     * @param file of the JSON; the others lie beside it
     * @param text for people
     * @throws FileAlreadyExistsException if something else lies there; nothing is ever written over
     */
    public void write(Path file, String text) throws IOException {
        Map<Path, byte[]> files = new LinkedHashMap<>();
        files.put(file, json);
        files.put(beside(file, ".sig"), signature);
        files.put(beside(file, ".pem"), pem.getBytes(StandardCharsets.UTF_8));
        files.put(beside(file, ".txt"), text.getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<Path, byte[]> one : files.entrySet()) {
            if (Files.exists(one.getKey(), LinkOption.NOFOLLOW_LINKS)
                    && !(Files.isRegularFile(one.getKey())
                            && Arrays.equals(Files.readAllBytes(one.getKey()), one.getValue()))) {
                throw new FileAlreadyExistsException(one.getKey().toString());
            }
        }
        for (Map.Entry<Path, byte[]> one : files.entrySet()) {
            if (!Files.exists(one.getKey())) {
                Home.createFile(one.getKey());
                Files.write(one.getKey(), one.getValue());
            }
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
