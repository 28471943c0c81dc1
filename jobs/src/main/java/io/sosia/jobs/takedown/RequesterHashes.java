package io.sosia.jobs.takedown;

import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells one requester from another without keeping who they are: HMAC-SHA256 under a secret that is sealed with a key of its
 * own. Contacts are few enough to be tried out, so that a salt beside the hashes would hide nobody. Thread-safe.
 */
final class RequesterHashes {

    private static final String SUBJECT = "takedown:requesters";
    private static final String CONTEXT = "takedown 1 requesters";
    private static final String MAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    private final JdbcClient jdbc;
    private final SubjectKeys keys;

    RequesterHashes(JdbcClient jdbc, SubjectKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** Of a contact, or where there is none a name; spaces, case and forms of characters do not tell two apart. */
    String ofRequester(String contact) {
        String one = Normalizer.normalize(contact, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", "");
        return hash("requester " + one);
    }

    /** Of all that a request says. */
    String ofRequest(String content) {
        return hash("request " + content);
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret(), MAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    private byte[] secret() {
        SubjectKey key = keys.keyFor(SUBJECT);
        byte[] sealed = stored().orElseGet(() -> {
            byte[] fresh = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(fresh);
            jdbc.sql("INSERT INTO takedown_secret (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
                    .params(SUBJECT, key.seal(fresh, CONTEXT))
                    .update();
            return stored().orElseThrow();
        });
        try {
            return key.open(sealed, CONTEXT);
        } catch (SealBrokenException e) {
            throw new CaseDamagedException(
                    "the secret that requesters are told apart by is not as it was written; put the register back from a"
                            + " backup",
                    e);
        }
    }

    private Optional<byte[]> stored() {
        return jdbc.sql("SELECT sealed FROM takedown_secret WHERE name = ?")
                .param(SUBJECT)
                .query((row, index) -> row.getBytes(1))
                .optional();
    }
}
