package io.sosia.models.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The right edge of a growing tree: the roots of the complete subtrees that its size is the sum of, the largest first. It is
 * all that appending and the root need, so both cost O(log n) hashes. Immutable.
 *
 * @param size how many leaves the tree has
 * @param peaks as many roots as {@code size} has bits that are set
 */
public record TreeEdge(long size, List<MerkleHash> peaks) {

    /** Checks that size and peaks fit. */
    public TreeEdge {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no " + size + " leaves");
        }
        peaks = List.copyOf(peaks);
        if (peaks.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("the edge of a tree of " + size + " leaves has " + Long.bitCount(size)
                    + " hashes, not " + peaks.size());
        }
    }

    /** The edge of a tree without leaves. */
    public static TreeEdge empty() {
        return new TreeEdge(0, List.of());
    }

    /**
     * Reads what {@link #toBytes} returned.
     *
     * @throws IllegalArgumentException if the bytes are not as many as the size wants
     */
    public static TreeEdge of(long size, byte[] bytes) {
        if (bytes.length % MerkleHash.BYTES != 0) {
            throw new IllegalArgumentException("an edge is whole hashes, not " + bytes.length + " bytes");
        }
        List<MerkleHash> peaks = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += MerkleHash.BYTES) {
            peaks.add(MerkleHash.of(Arrays.copyOfRange(bytes, from, from + MerkleHash.BYTES)));
        }
        return new TreeEdge(size, peaks);
    }

    /** The peaks one after the other. */
    public byte[] toBytes() {
        byte[] bytes = new byte[peaks.size() * MerkleHash.BYTES];
        for (int peak = 0; peak < peaks.size(); peak++) {
            System.arraycopy(peaks.get(peak).bytes(), 0, bytes, peak * MerkleHash.BYTES, MerkleHash.BYTES);
        }
        return bytes;
    }

    /** The edge with one leaf more. */
    public TreeEdge append(MerkleHash leaf) {
        List<MerkleHash> grown = new ArrayList<>(peaks);
        MerkleHash last = leaf;
        // As in a binary counter: each bit that carries closes a subtree.
        for (long carries = size; (carries & 1) == 1; carries >>>= 1) {
            last = MerkleHash.ofNode(grown.removeLast(), last);
        }
        grown.add(last);
        return new TreeEdge(size + 1, grown);
    }

    /** The tree's root. */
    public MerkleHash root() {
        if (peaks.isEmpty()) {
            return MerkleHash.ofEmptyTree();
        }
        MerkleHash root = peaks.getLast();
        for (int peak = peaks.size() - 2; peak >= 0; peak--) {
            root = MerkleHash.ofNode(peaks.get(peak), root);
        }
        return root;
    }
}
