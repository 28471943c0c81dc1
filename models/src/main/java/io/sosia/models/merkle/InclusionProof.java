package io.sosia.models.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * That an entry is in a tree (RFC 9162, section 2.1.3).
 *
 * @param index the entry's place, from 0
 * @param size of the tree
 * @param path roots of the subtrees beside the way from the leaf up, from the leaf's sibling on
 */
public record InclusionProof(long index, long size, List<MerkleHash> path) {

    /** Checks that the place is in the tree. */
    public InclusionProof {
        requireInside(index, size);
        path = List.copyOf(path);
    }

    /**
     * Which subtrees' roots a proof's path is, in its order (RFC 9162, section 2.1.3.1). None overlaps another.
     *
     * @throws IllegalArgumentException if the tree has no such leaf
     */
    public static List<LeafRange> ranges(long index, long size) {
        requireInside(index, size);
        List<LeafRange> fromTop = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + LeafRange.split(to - from);
            if (index < middle) {
                fromTop.add(new LeafRange(middle, to));
                to = middle;
            } else {
                fromTop.add(new LeafRange(from, middle));
                from = middle;
            }
        }
        return fromTop.reversed();
    }

    /** Whether a leaf is where this says, in the tree with that root (RFC 9162, section 2.1.3.2). */
    public boolean proves(MerkleHash leaf, MerkleHash root) {
        long place = index;
        long last = size - 1;
        MerkleHash hash = leaf;
        for (MerkleHash beside : path) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                hash = MerkleHash.ofNode(beside, hash);
                while ((place & 1) == 0 && place != 0) {
                    place >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleHash.ofNode(hash, beside);
            }
            place >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    private static void requireInside(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + index);
        }
    }
}
