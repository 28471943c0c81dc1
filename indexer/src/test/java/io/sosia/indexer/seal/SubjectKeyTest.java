package io.sosia.indexer.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectKeyTest {

    private static final byte[] TEXT = "Ada Example".getBytes(StandardCharsets.UTF_8);

    private final KeyRoot root = KeyRoot.create();

    @Test
    void aKeyOpensWhatItSealedInThatContextOnly() throws SealBrokenException {
        byte[] wrapped = root.newSubjectKey("person:p-1");
        byte[] sealed = root.subjectKey("person:p-1", wrapped).seal(TEXT, "name p-1");

        SubjectKey again = root.subjectKey("person:p-1", wrapped);
        assertEquals(TEXT.length + SubjectKey.OVERHEAD, sealed.length);
        assertArrayEquals(TEXT, again.open(sealed, "name p-1"));
        assertThrows(SealBrokenException.class, () -> again.open(sealed, "name p-2"));
    }

    @Test
    void everyByteOfWhatIsSealedCounts() throws SealBrokenException {
        SubjectKey key = root.subjectKey("person:p-1", root.newSubjectKey("person:p-1"));
        byte[] sealed = key.seal(TEXT, "name");
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThrows(SealBrokenException.class, () -> key.open(changed, "name"), "byte " + at);
        }
    }

    @Test
    void aWrappedKeyIsItsSubjectsAndItsRootsAlone() {
        byte[] wrapped = root.newSubjectKey("person:p-1");

        assertThrows(SealBrokenException.class, () -> root.subjectKey("person:p-2", wrapped));
        assertThrows(SealBrokenException.class, () -> KeyRoot.create().subjectKey("person:p-1", wrapped));
        assertThrows(SealBrokenException.class, () -> root.signingKey("person:p-1", new byte[wrapped.length]));
    }

    @Test
    void theRootOpensWithItsMasterKeyAlone(@TempDir Path folder) throws Exception {
        MasterKey master = MasterKey.find(folder.resolve("one.json"), Map.of(), true);
        MasterKey other = MasterKey.find(folder.resolve("other.json"), Map.of(), true);
        byte[] key = root.newSubjectKey("case:C-000001");
        byte[] sealed = root.subjectKey("case:C-000001", key).seal(TEXT, "statement");

        KeyRoot again = KeyRoot.unwrap(root.wrapped(master), master);
        assertArrayEquals(TEXT, again.subjectKey("case:C-000001", key).open(sealed, "statement"));
        assertThrows(SealBrokenException.class, () -> KeyRoot.unwrap(root.wrapped(master), other));
    }

    @Test
    void whatIsSignedIsCheckedByThePublicKeyAlone() throws SealBrokenException {
        byte[] wrapped = root.newSigningKey("signing:1");
        SigningKey key = root.signingKey("signing:1", wrapped);
        byte[] signature = key.sign(TEXT);
        byte[] forged = signature.clone();
        forged[3] ^= 1;

        String open = root.signingKey("signing:1", wrapped).publicKeyPem();
        assertEquals(key.publicKeyPem(), open);
        assertEquals(32, key.publicKey().length);
        assertEquals(64, signature.length);
        assertTrue(SigningKey.verify(open, TEXT, signature));
        assertFalse(SigningKey.verify(open, TEXT, forged));
        assertFalse(SigningKey.verify(open, TEXT, new byte[0]));
        assertFalse(SigningKey.verify(open, "Eva Example".getBytes(StandardCharsets.UTF_8), signature));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.verify("no key", TEXT, signature));
    }

    @Test
    void whoeverComesFirstMakesTheMasterKeyAndTheOthersTakeIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys").resolve("master.json");
        List<Callable<MasterKey>> firsts = Collections.nCopies(8, () -> MasterKey.find(file, Map.of(), true));
        List<MasterKey> keys = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<MasterKey> first : threads.invokeAll(firsts)) {
                keys.add(first.get());
            }
        }

        byte[] sealed = keys.getFirst().seal(TEXT, "here");
        for (MasterKey key : keys) {
            assertArrayEquals(TEXT, key.open(sealed, "here"));
        }
        assertEquals(1, keys.stream().filter(MasterKey::created).count());
    }
}
