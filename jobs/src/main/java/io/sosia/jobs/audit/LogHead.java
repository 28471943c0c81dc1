package io.sosia.jobs.audit;

import io.sosia.models.merkle.Checkpoint;
import io.sosia.models.merkle.CheckpointKey;
import io.sosia.models.merkle.MerkleHash;
import io.sosia.models.merkle.TreeEdge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the log ends, as its one row has it; nothing in it is believed before {@link #problem} says that it may be.
 *
 * @param edge as stored
 * @param secret sealed
 * @param settings sealed
 */
record LogHead(String origin, long size, Bytes edge, String checkpoint, Bytes secret, Optional<Bytes> settings) {

    static final String COLUMNS = "origin, size, edge, checkpoint, secret, settings";

    /** Bytes of a column. */
    static final class Bytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    static LogHead read(ResultSet row) throws SQLException {
        byte @Nullable [] settings = row.getBytes(6);
        return new LogHead(
                row.getString(1),
                row.getLong(2),
                new Bytes(row.getBytes(3)),
                row.getString(4),
                new Bytes(row.getBytes(5)),
                Optional.ofNullable(settings).map(Bytes::new));
    }

    /** The edge. @throws IllegalArgumentException if the size has another */
    TreeEdge parsedEdge() {
        return TreeEdge.of(size, edge.bytes());
    }

    /** What was signed. @throws IllegalArgumentException if it is no checkpoint */
    Checkpoint.Signed parsedCheckpoint() {
        return Checkpoint.parse(checkpoint);
    }

    /** What does not fit together, if anything does not. */
    Optional<String> problem(CheckpointKey key) {
        Checkpoint.Signed signed;
        try {
            signed = parsedCheckpoint();
        } catch (IllegalArgumentException e) {
            return Optional.of("its checkpoint is none: " + e.getMessage());
        }
        if (!signed.text().equals(checkpoint)) {
            return Optional.of("its checkpoint is not written as one is");
        }
        if (!signed.signedBy(key)) {
            return Optional.of("its checkpoint is not signed by this installation's key");
        }
        if (!signed.checkpoint().origin().equals(origin)) {
            return Optional.of("its name is not that in its checkpoint");
        }
        if (signed.checkpoint().size() != size) {
            return Optional.of("it says that it has " + size + " entries, and its checkpoint has "
                    + signed.checkpoint().size());
        }
        MerkleHash root;
        try {
            root = parsedEdge().root();
        } catch (IllegalArgumentException e) {
            return Optional.of("its edge is none: " + e.getMessage());
        }
        return root.equals(signed.checkpoint().root())
                ? Optional.empty()
                : Optional.of("its edge does not make the root in its checkpoint");
    }
}
