package io.sosia.models.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A proof about a log in a file of text: with it and the log's public key anybody can check what it says, without the log.
 */
public sealed interface LogProof {

    /** What checking came to. */
    sealed interface Check {

        /** It is as the proof says. */
        record Holds() implements Check {}

        /**
         * It is not, or nobody can tell.
         *
         * @param reason for a person
         */
        record Fails(String reason) implements Check {}
    }

    /** The whole file. */
    String text();

    /** Checks it. */
    Check check(CheckpointKey key);

    /**
     * Reads either kind.
     *
     * @throws IllegalArgumentException if it is neither; the message says why
     */
    static LogProof parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a proof has at most " + MOST_CHARACTERS + " characters, not " + text.length());
        }
        int first = text.indexOf('\n');
        String kind = first < 0 ? text : text.substring(0, first);
        return switch (kind) {
            case OfEntry.HEADER -> OfEntry.read(text);
            case OfGrowth.HEADER -> OfGrowth.read(text);
            default ->
                throw new IllegalArgumentException("a proof begins with the line '" + OfEntry.HEADER + "' or '"
                        + OfGrowth.HEADER + "': this does not");
        };
    }

    /** Far beyond any proof of ours; what is read may be anybody's. */
    int MOST_CHARACTERS = 1_048_576;

    /**
     * That an entry is in a log. Text form: C2SP tlog-proof, with the entry itself as the extra data: a line each of
     * {@value #HEADER}, {@code extra} and the entry in base64, {@code index} and its place from 0, the hashes of the path; an
     * empty line, and the checkpoint.
     *
     * @param entry as it is in the log: text, in UTF-8
     */
    record OfEntry(String entry, InclusionProof proof, Checkpoint.Signed checkpoint) implements LogProof {

        static final String HEADER = "c2sp.org/tlog-proof@v1";
        private static final String EXTRA = "extra ";
        private static final String INDEX = "index ";

        /** Checks that path and checkpoint are of one tree. */
        public OfEntry {
            if (proof.size() != checkpoint.checkpoint().size()) {
                throw new IllegalArgumentException(
                        "a path in a tree of " + proof.size() + " and a checkpoint of a log with "
                                + checkpoint.checkpoint().size() + " are not one proof");
            }
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder(HEADER).append('\n');
            text.append(EXTRA)
                    .append(Base64.getEncoder().encodeToString(entry.getBytes(UTF_8)))
                    .append('\n');
            text.append(INDEX).append(proof.index()).append('\n');
            proof.path().forEach(hash -> text.append(hash.base64()).append('\n'));
            return text.append('\n').append(checkpoint.text()).toString();
        }

        private static OfEntry read(String text) {
            String[] parts = text.split("\n\n", 2);
            String[] lines = parts[0].split("\n", -1);
            if (parts.length != 2 || lines.length < 3 || !lines[1].startsWith(EXTRA) || !lines[2].startsWith(INDEX)) {
                throw new IllegalArgumentException("the proof lacks its entry, its place or its checkpoint");
            }
            Checkpoint.Signed checkpoint = Checkpoint.parse(parts[1]);
            return new OfEntry(
                    utf8(Checkpoint.decode(lines[1].substring(EXTRA.length()))),
                    new InclusionProof(
                            Checkpoint.number(lines[2].substring(INDEX.length())),
                            checkpoint.checkpoint().size(),
                            hashes(Arrays.asList(lines).subList(3, lines.length))),
                    checkpoint);
        }

        @Override
        public Check check(CheckpointKey key) {
            if (!checkpoint.signedBy(key)) {
                return new Check.Fails("the checkpoint is not signed by that key");
            }
            return proof.proves(
                            MerkleHash.ofLeaf(entry.getBytes(UTF_8)),
                            checkpoint.checkpoint().root())
                    ? new Check.Holds()
                    : new Check.Fails("the entry is not what the log has at its place " + proof.index());
        }
    }

    /**
     * That a log grew by appending alone. Text form: the line {@value #HEADER}, the hashes of the path, a line each; an empty
     * line, the earlier checkpoint, an empty line, the later one.
     *
     * @param earlier the checkpoint that has been there longer
     */
    record OfGrowth(ConsistencyProof proof, Checkpoint.Signed earlier, Checkpoint.Signed later) implements LogProof {

        static final String HEADER = "sosia/consistency-proof@v1";

        /** Checks that path and checkpoints are of one log. */
        public OfGrowth {
            if (proof.first() != earlier.checkpoint().size()
                    || proof.second() != later.checkpoint().size()) {
                throw new IllegalArgumentException("a path from " + proof.first() + " to " + proof.second()
                        + " and checkpoints at " + earlier.checkpoint().size() + " and "
                        + later.checkpoint().size() + " are not one proof");
            }
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder(HEADER).append('\n');
            proof.path().forEach(hash -> text.append(hash.base64()).append('\n'));
            return text.append('\n')
                    .append(earlier.text())
                    .append('\n')
                    .append(later.text())
                    .toString();
        }

        private static OfGrowth read(String text) {
            // Each checkpoint has one empty line of its own.
            String[] parts = text.split("\n\n", -1);
            if (parts.length != 5) {
                throw new IllegalArgumentException("the proof lacks a checkpoint");
            }
            Checkpoint.Signed earlier = Checkpoint.parse(parts[1] + "\n\n" + parts[2] + "\n");
            Checkpoint.Signed later = Checkpoint.parse(parts[3] + "\n\n" + parts[4]);
            List<String> lines = Arrays.asList(parts[0].split("\n", -1));
            return new OfGrowth(
                    new ConsistencyProof(
                            earlier.checkpoint().size(),
                            later.checkpoint().size(),
                            hashes(lines.subList(1, lines.size()))),
                    earlier,
                    later);
        }

        @Override
        public Check check(CheckpointKey key) {
            return firstProblem(key).<Check>map(Check.Fails::new).orElseGet(Check.Holds::new);
        }

        private Optional<String> firstProblem(CheckpointKey key) {
            if (!earlier.signedBy(key)) {
                return Optional.of("the earlier checkpoint is not signed by that key");
            }
            if (!later.signedBy(key)) {
                return Optional.of("the later checkpoint is not signed by that key");
            }
            if (!earlier.checkpoint().origin().equals(later.checkpoint().origin())) {
                return Optional.of("the checkpoints are of two logs");
            }
            return proof.proves(earlier.checkpoint().root(), later.checkpoint().root())
                    ? Optional.empty()
                    : Optional.of("what the log had at " + proof.first() + " entries is not what it has at "
                            + proof.second());
        }
    }

    /** Text from its bytes; what is not UTF-8 is refused and not replaced. */
    private static String utf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the proof's entry is not text in UTF-8", e);
        }
    }

    private static List<MerkleHash> hashes(List<String> lines) {
        List<MerkleHash> hashes = new ArrayList<>();
        for (String line : lines) {
            hashes.add(Checkpoint.hash(line));
        }
        return hashes;
    }
}
