package io.sosia.jobs.takedown;

import io.sosia.indexer.seal.SealBrokenException;
import io.sosia.indexer.seal.SubjectKey;
import io.sosia.indexer.seal.SubjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals what belongs to a case with its key, each thing in the context {@code takedown 1 C-000001 WHAT}, so that none can
 * stand in for another. Thread-safe.
 */
final class CaseSeals {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final SubjectKeys keys;

    CaseSeals(SubjectKeys keys) {
        this.keys = keys;
    }

    /** Seals bytes; the case's key is made where it has none yet. */
    byte[] seal(String number, String what, byte[] plain) {
        return keys.keyFor(SubjectKeys.ofCase(number)).seal(plain, context(number, what));
    }

    byte[] sealText(String number, String what, String plain) {
        return seal(number, what, plain.getBytes(StandardCharsets.UTF_8));
    }

    byte[] sealRecord(String number, String what, Object plain) {
        return seal(number, what, MAPPER.writeValueAsBytes(plain));
    }

    /**
     * Opens bytes; empty where the case's key is gone.
     *
     * @throws CaseDamagedException if they are not what was sealed
     */
    Optional<byte[]> open(String number, String what, byte[] sealed) {
        Optional<SubjectKey> key = keys.find(SubjectKeys.ofCase(number));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.get().open(sealed, context(number, what)));
        } catch (SealBrokenException e) {
            throw new CaseDamagedException(
                    "case " + number + ": its " + what
                            + " is not as it was written; put the register back from a backup",
                    e);
        }
    }

    Optional<String> openText(String number, String what, byte[] sealed) {
        return open(number, what, sealed).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    <T> Optional<T> openRecord(String number, String what, byte[] sealed, Class<T> type) {
        return open(number, what, sealed).map(bytes -> MAPPER.readValue(bytes, type));
    }

    /** A record in one line, the same for equal records. */
    static String line(Object plain) {
        return MAPPER.writeValueAsString(plain);
    }

    static <T> T read(String line, Class<T> type) {
        return MAPPER.readValue(line, type);
    }

    private static String context(String number, String what) {
        return "takedown 1 " + number + " " + what;
    }
}
