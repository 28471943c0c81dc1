package io.sosia.jobs.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sosia.models.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says that somebody's data is gone, and names nobody: who it was is told by a commitment that opens with a salt, which is
 * handed over with the receipt and not kept.
 *
 * @param type {@code erasure_receipt}
 * @param version of this form: 1
 * @param number {@code E-000001}
 * @param time when it was done
 * @param reason why
 * @param kind {@code person} or {@code case}
 * @param commitment SHA-256 over the salt's 32 bytes and the subject's key name in UTF-8 ({@code person:p-17}), in hex
 * @param erased how much there was of what
 * @param keysDestroyed SHA-256 of each wrapped key, its first 16 hex digits: a backup that holds such a key has to lose it
 *     when it is put back
 * @param audit the audit log when it was written down there; absent where there is none
 * @param signedBy id of the key that signs this
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonPropertyOrder({
    "type",
    "version",
    "number",
    "time",
    "reason",
    "kind",
    "commitment",
    "erased",
    "keys_destroyed",
    "audit",
    "signed_by"
})
public record ErasureReceipt(
        String type,
        int version,
        String number,
        Instant time,
        ErasureReason reason,
        String kind,
        String commitment,
        Map<String, Long> erased,
        List<String> keysDestroyed,
        Optional<Audited> audit,
        String signedBy) {

    /** Bytes of a salt: as many as of the digest, so that nobody can try out who it was. */
    static final int SALT_BYTES = 32;

    private static final String TYPE = "erasure_receipt";
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Where the erasure stands in the audit log.
     *
     * @param entry its number there, from 1
     * @param checkpoint the log's signed checkpoint with that entry as the last (C2SP tlog-checkpoint)
     */
    public record Audited(long entry, String checkpoint) {}

    /** Copies. */
    public ErasureReceipt {
        SortedMap<String, Long> sorted = new TreeMap<>(erased);
        erased = java.util.Collections.unmodifiableSortedMap(sorted);
        keysDestroyed = List.copyOf(keysDestroyed);
    }

    /** A receipt of this form. */
    static ErasureReceipt of(
            long number,
            Instant time,
            ErasureReason reason,
            ErasedSubject subject,
            byte[] salt,
            Map<String, Long> erased,
            List<String> keysDestroyed,
            Optional<Audited> audit,
            String signedBy) {
        return new ErasureReceipt(
                TYPE,
                VERSION,
                id(number),
                time,
                reason,
                subject.kind(),
                commitment(salt, subject),
                erased,
                keysDestroyed,
                audit,
                signedBy);
    }

    /** A receipt's id. */
    static String id(long number) {
        return String.format(Locale.ROOT, "E-%06d", number);
    }

    private static String commitment(byte[] salt, ErasedSubject subject) {
        byte[] name = subject.key().getBytes(StandardCharsets.UTF_8);
        byte[] opened = Arrays.copyOf(salt, salt.length + name.length);
        System.arraycopy(name, 0, opened, salt.length, name.length);
        return Sha256.of(opened);
    }

    /** Whether it is about a subject. */
    public boolean isAbout(ErasedSubject subject, byte[] salt) {
        return commitment.equals(commitment(salt, subject));
    }

    /** As it is signed and written: one line of JSON and its end. */
    String json() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws IllegalArgumentException if it is none, or of a later form
     */
    public static ErasureReceipt parse(String json) {
        ErasureReceipt receipt;
        try {
            receipt = JSON.readValue(json, ErasureReceipt.class);
        } catch (tools.jackson.core.JacksonException e) {
            throw new IllegalArgumentException("no receipt of an erasure", e);
        }
        if (!receipt.type.equals(TYPE) || receipt.version != VERSION) {
            throw new IllegalArgumentException(
                    "no receipt of an erasure of form " + VERSION + ", but " + receipt.type + " " + receipt.version);
        }
        return receipt;
    }
}
