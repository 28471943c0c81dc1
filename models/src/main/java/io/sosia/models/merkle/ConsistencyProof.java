package io.sosia.models.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * That a tree grew out of an earlier one by appending alone (RFC 9162, section 2.1.4).
 *
 * @param first the earlier size, at least 1
 * @param second the later size
 * @param path roots of subtrees, in the RFC's order
 */
public record ConsistencyProof(long first, long second, List<MerkleHash> path) {

    /** Checks the sizes. */
    public ConsistencyProof {
        requireOrder(first, second);
        path = List.copyOf(path);
    }

    /**
     * Which subtrees' roots a proof's path is, in its order (RFC 9162, section 2.1.4.1). None overlaps another.
     *
     * @throws IllegalArgumentException unless 1 ≤ first ≤ second
     */
    public static List<LeafRange> ranges(long first, long second) {
        requireOrder(first, second);
        List<LeafRange> fromTop = new ArrayList<>();
        long from = 0;
        long to = second;
        // Whether the earlier tree's root is a subtree's root here, which the verifier has.
        boolean known = true;
        while (first != to) {
            long middle = from + LeafRange.split(to - from);
            if (first <= middle) {
                fromTop.add(new LeafRange(middle, to));
                to = middle;
            } else {
                fromTop.add(new LeafRange(from, middle));
                from = middle;
                known = false;
            }
        }
        if (!known) {
            fromTop.add(new LeafRange(from, to));
        }
        return fromTop.reversed();
    }

    /** Whether the tree with the second root begins with all that the first one's has (RFC 9162, section 2.1.4.2). */
    public boolean proves(MerkleHash firstRoot, MerkleHash secondRoot) {
        if (first == second) {
            return path.isEmpty() && firstRoot.equals(secondRoot);
        }
        List<MerkleHash> hashes = new ArrayList<>(path);
        if (Long.bitCount(first) == 1) {
            hashes.addFirst(firstRoot);
        }
        if (hashes.isEmpty()) {
            return false;
        }
        long place = first - 1;
        long last = second - 1;
        while ((place & 1) == 1) {
            place >>>= 1;
            last >>>= 1;
        }
        MerkleHash earlier = hashes.getFirst();
        MerkleHash later = earlier;
        for (MerkleHash beside : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                earlier = MerkleHash.ofNode(beside, earlier);
                later = MerkleHash.ofNode(beside, later);
                while ((place & 1) == 0 && place != 0) {
                    place >>>= 1;
                    last >>>= 1;
                }
            } else {
                later = MerkleHash.ofNode(later, beside);
            }
            place >>>= 1;
            last >>>= 1;
        }
        return last == 0 && earlier.equals(firstRoot) && later.equals(secondRoot);
    }

    private static void requireOrder(long first, long second) {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException(
                    "a tree of " + second + " leaves did not grow out of one of " + first + "; sizes start at 1");
        }
    }
}
