package io.sosia.models.merkle;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the roots of subtrees, such as a proof wants, while a tree's leaves go by once, in their order. Holds a few hashes
 * for each subtree and no leaves. Not thread-safe.
 */
public final class RangeRoots {

    private final List<LeafRange> asked;
    private final List<LeafRange> inOrder;
    private final Map<LeafRange, MerkleHash> roots = new HashMap<>();
    private TreeEdge edge = TreeEdge.empty();
    private int at;
    private long next;

    /**
     * Subtrees of a tree.
     *
     * @param asked ranges that do not overlap, each a subtree as {@link InclusionProof#ranges} and
     *     {@link ConsistencyProof#ranges} give them
     */
    public RangeRoots(List<LeafRange> asked) {
        this.asked = List.copyOf(asked);
        this.inOrder =
                asked.stream().sorted(Comparator.comparingLong(LeafRange::from)).toList();
    }

    /** Takes the tree's next leaf. */
    public void accept(MerkleHash leaf) {
        if (at < inOrder.size() && inOrder.get(at).from() <= next) {
            LeafRange range = inOrder.get(at);
            edge = edge.append(leaf);
            if (edge.size() == range.size()) {
                roots.put(range, edge.root());
                edge = TreeEdge.empty();
                at++;
            }
        }
        next++;
    }

    /**
     * The roots, in the order in which they were asked for.
     *
     * @throws IllegalStateException if leaves are still to come
     */
    public List<MerkleHash> roots() {
        if (at < inOrder.size()) {
            throw new IllegalStateException(
                    "after " + next + " leaves the subtree " + inOrder.get(at) + " is not complete");
        }
        return asked.stream()
                .map(range -> java.util.Objects.requireNonNull(roots.get(range)))
                .toList();
    }
}
