package io.sosia.models.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogProofTest {

    private static final String ORIGIN = "sosia/audit/0123456789abcdef";

    private final KeyPair pair = pair();
    private final CheckpointKey key = key(pair);

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static CheckpointKey key(KeyPair pair) {
        return CheckpointKey.parse("-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    }

    private byte[] signature(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static List<byte[]> entries(int size) {
        List<byte[]> entries = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            entries.add(("entry " + n).getBytes(UTF_8));
        }
        return entries;
    }

    private Checkpoint.Signed checkpoint(int size) {
        TreeEdge edge = TreeEdge.empty();
        for (byte[] entry : entries(size)) {
            edge = edge.append(MerkleHash.ofLeaf(entry));
        }
        return new Checkpoint(ORIGIN, size, edge.root()).sign(key, this::signature);
    }

    private static List<MerkleHash> path(List<LeafRange> ranges, int size) {
        RangeRoots roots = new RangeRoots(ranges);
        entries(size).forEach(entry -> roots.accept(MerkleHash.ofLeaf(entry)));
        return roots.roots();
    }

    private LogProof entryProof() {
        return new LogProof.OfEntry(
                new String(entries(11).get(6), UTF_8),
                new InclusionProof(6, 11, path(InclusionProof.ranges(6, 11), 11)),
                checkpoint(11));
    }

    private LogProof growthProof() {
        return new LogProof.OfGrowth(
                new ConsistencyProof(6, 11, path(ConsistencyProof.ranges(6, 11), 11)), checkpoint(6), checkpoint(11));
    }

    @Test
    void proofsHoldAndComeBackFromTheirText() {
        for (LogProof proof : List.of(entryProof(), growthProof())) {
            assertInstanceOf(LogProof.Check.Holds.class, proof.check(key));
            LogProof read = LogProof.parse(proof.text());
            assertEquals(proof.text(), read.text());
            assertInstanceOf(LogProof.Check.Holds.class, read.check(key));
        }
    }

    @Test
    void anotherKeyProvesNothing() {
        CheckpointKey other = key(pair());
        assertInstanceOf(LogProof.Check.Fails.class, entryProof().check(other));
        assertInstanceOf(LogProof.Check.Fails.class, growthProof().check(other));
    }

    @Test
    void noByteOfAProofCanBeChanged() {
        for (LogProof proof : List.of(entryProof(), growthProof())) {
            byte[] text = proof.text().getBytes(UTF_8);
            for (int at = 0; at < text.length; at++) {
                for (int bit : new int[] {1, 4, 32}) {
                    byte[] changed = text.clone();
                    changed[at] ^= (byte) bit;
                    assertTrue(fails(new String(changed, UTF_8)), "byte " + at + " bit " + bit);
                }
            }
        }
    }

    private boolean fails(String text) {
        try {
            return LogProof.parse(text).check(key) instanceof LogProof.Check.Fails;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Test
    void aCheckpointIsASignedNote() {
        Checkpoint.Signed signed = checkpoint(3);
        String[] lines = signed.text().split("\n", -1);
        assertEquals(ORIGIN, lines[0]);
        assertEquals("3", lines[1]);
        assertEquals(signed.checkpoint().root().base64(), lines[2]);
        assertEquals("", lines[3]);
        assertTrue(lines[4].startsWith("\u2014 " + ORIGIN + " "));
        assertEquals(6, lines.length);
        assertEquals(4 + 64, Base64.getDecoder().decode(lines[4].substring(ORIGIN.length() + 3)).length);
        assertEquals(signed, Checkpoint.parse(signed.text()));
        // The key that the specification's own example (c2sp.org/tlog-checkpoint) is checked with is not published; its
        // form is.
        Checkpoint.Signed example = Checkpoint.parse("""
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                """);
        assertEquals(20_852_163, example.checkpoint().size());
    }

    @Test
    void witnessesMaySignToo() {
        Checkpoint.Signed signed = checkpoint(3);
        String text = signed.text() + "\u2014 witness.example mJirIkljAAAA\n";
        assertTrue(Checkpoint.parse(text).signedBy(key));
    }

    @Test
    void whatIsNoCheckpointIsRefused() {
        for (String text : List.of(
                "", "a\n1\n", "a b\n1\nxx\n\n\u2014 a AAAA\n", checkpoint(3).text() + "\n")) {
            assertThrows(IllegalArgumentException.class, () -> Checkpoint.parse(text), text);
        }
    }

    /** The example of golang.org/x/mod/sumdb/note's documentation: key, id and signature by another implementation. */
    @Test
    void signaturesOfOthersAreUnderstood() {
        byte[] typed = Base64.getDecoder().decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        byte[] form = new byte[44];
        byte[] prefix = java.util.HexFormat.of().parseHex("302a300506032b6570032100");
        System.arraycopy(prefix, 0, form, 0, prefix.length);
        System.arraycopy(typed, 1, form, prefix.length, 32);
        CheckpointKey peter = CheckpointKey.parse("-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(form) + "\n-----END PUBLIC KEY-----\n");
        assertEquals(
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                peter.verifierKey("PeterNeumann"));
        String message = """
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.
                """;
        byte[] signed = Base64.getDecoder()
                .decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=");
        assertTrue(peter.verifies(message.getBytes(UTF_8), java.util.Arrays.copyOfRange(signed, 4, signed.length)));
    }
}
